"""What the page of adoption is made from, scoped by project."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection

from feedback.models import Project
from reporting.adoption.bits import Bits, Numbers, bits_of, flags_of, width
from reporting.adoption.crowd import Crowd
from reporting.adoption.returning import NOBODY, WITHIN, Words
from reporting.adoption.use import WEEK, Use
from reporting.kit.questions import Question
from reporting.rollups.marks import NEVER
from reporting.rollups.queries import (
    known_people,
    marks_before,
    used_by_day,
    used_by_week,
    voted_by_day,
)
from reporting.rollups.register import Days, Known
from reporting.rollups.tally import Window

# Days without which no state can be told.
ENOUGH = 84

# So many complaints tell as much of who comes back as all of them would.
MOST = 10_000

# The latest complaints that are placed, each with whether its issue was fixed within the time and
# its reporter told so. Those that wait to be placed are not in it: that takes minutes.
_COMPLAINTS = """
WITH placed AS MATERIALIZED (
    SELECT feedback_id, issue_id, given_at FROM triage_placement
    WHERE project_id = %(project)s
      AND given_at >= %(first)s::timestamp AT TIME ZONE 'UTC'
      AND given_at < %(over)s::timestamp AT TIME ZONE 'UTC'
    ORDER BY given_at DESC
    LIMIT %(most)s
)
SELECT one.number, (placed.given_at AT TIME ZONE 'UTC')::date - %(first)s::date AS day,
       bool_or(fix.id IS NOT NULL) AS fixed,
       bool_or(fix.id IS NOT NULL AND EXISTS (
           SELECT 1 FROM triage_reporternotice AS notice
           JOIN triage_telling AS telling ON telling.id = notice.telling_id
           WHERE notice.person_id = word.person_id AND telling.fix_id = fix.id
             AND notice.at <= placed.given_at + %(within)s
       )) AS told
FROM placed
JOIN feedback_feedback AS word
  ON word.id = placed.feedback_id AND word.complains AND NOT word.suspect
JOIN reporting_personnumber AS one ON one.person_id = word.person_id
LEFT JOIN triage_fix AS fix
  ON fix.issue_id = placed.issue_id
 AND fix.in_force_at > placed.given_at AND fix.in_force_at <= placed.given_at + %(within)s
GROUP BY word.id, one.number, placed.given_at
"""


def crowd_of(*, project: Project, question: Question, last: date, days: int) -> Crowd:
    """Everybody known in the project, with their use up to the end of the last day.

    So many of the last days are at hand one by one, twelve weeks at least, and all weeks.
    """
    known = _with_asked(known_people(project=project), question)
    begun = known.first_use[known.first_use > 0]
    first = min(date.fromordinal(int(begun.min())) if begun.size else last, last)
    monday = first - timedelta(first.weekday())
    return Crowd(_use(project, known, Window(monday, last), max(days, ENOUGH)), known, question)


def _with_asked(known: Known, question: Question) -> Known:
    """The known people, with the groups asked about where nobody was in them at the last fold."""
    teams, cohorts = (
        [*slugs, asked] if asked is not None and asked not in slugs else slugs
        for slugs, asked in ((known.teams, question.team), (known.cohorts, question.cohort))
    )
    return replace(known, teams=teams, cohorts=cohorts)


def _use(project: Project, known: Known, window: Window, days: int) -> Use:
    marked, marks = marks_before(project=project, day=window.last + timedelta(1))
    first = max(window.first, min(window.last - timedelta(days - 1), marked + timedelta(1)))
    used = used_by_day(project=project, window=Window(first, window.last))
    marks = marks.counted_from(window.first.toordinal(), known.size)
    somebody = bits_of(known.team >= 0)
    rows = np.zeros(((window.last - first).days + 1, somebody.size), np.uint8)
    for day in sorted(used):
        row = rows[(day - first).days] = used[day].row(somebody.size) & somebody
        if day > marked:
            who = np.flatnonzero(flags_of(row, known.size))
            marks.add((day - window.first).days, who)
    return Use(
        first=window.first,
        last=window.days - 1,
        weeks=_weeks(project, known, window, rows),
        days=rows,
        marks=marks,
        registered=_since(window.first, known.registered),
        left=_since(window.first, known.left),
    )


def _weeks(project: Project, known: Known, window: Window, days: Bits) -> Bits:
    """Who used it in each week from the window's first day, a Monday; the last from its days."""
    somebody = bits_of(known.team >= 0)
    weeks = np.zeros((-(-window.days // WEEK), somebody.size), np.uint8)
    for monday, people in used_by_week(project=project, window=window).items():
        weeks[(monday - window.first).days // WEEK] = people.row(somebody.size) & somebody
    begun = (window.days - 1) % WEEK + 1
    weeks[-1] = np.bitwise_or.reduce(days[-begun:], axis=0)
    return weeks


def _since(first: date, days: Days) -> Numbers:
    """Days as numbers from the first; NEVER for none."""
    return np.where(days > 0, days - np.int32(first.toordinal()), NEVER).astype(np.int32)


def words_of(*, project: Project, use: Use, window: Window) -> tuple[Words, Words]:
    """The complaints, and the thumbs, of the days of the window that are over for so long that it
    is known who came back."""
    last = min(window.last, use.date(use.last) - timedelta(WITHIN))
    if last < window.first:
        return NOBODY, NOBODY
    rows = _rows(
        _COMPLAINTS,
        project=project.id,
        first=window.first,
        over=last + timedelta(1),
        within=timedelta(WITHIN),
        most=MOST,
    )
    shift = (window.first - use.first).days
    person, day, fixed, told = np.array(rows, np.int32).reshape(-1, 4).T
    complaints = Words(person, day + np.int32(shift), fixed > 0, told > 0)
    first = window.first + timedelta(int(day.min())) if len(rows) == MOST else window.first
    return complaints, _thumbs(project, use, Window(first, last))


def _thumbs(project: Project, use: Use, window: Window) -> Words:
    """Who voted for the first time in the window, on each of its days."""
    before = np.zeros(width(use.people), np.uint8)
    found = [(NOBODY.person, 0)]
    for day, people in sorted(voted_by_day(project=project, window=window).items()):
        new = people.row(before.size) & ~before
        before |= new
        who = np.flatnonzero(flags_of(new, use.people)).astype(np.int32)
        found.append((who, (day - use.first).days))
    person = np.concatenate([who for who, _ in found])
    days = np.repeat([day for _, day in found], [who.size for who, _ in found])
    no = np.zeros(person.size, np.bool_)
    return Words(person, days.astype(np.int32), no, no)


def _rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())

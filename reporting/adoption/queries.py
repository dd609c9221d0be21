"""What the page of adoption is made from, scoped by project."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection

from feedback.models import Project
from reporting.adoption.bits import Bits, Numbers, bits_of, width
from reporting.adoption.crowd import Crowd
from reporting.adoption.returning import WITHIN, Words
from reporting.adoption.use import WEEK, Use
from reporting.kit.questions import Question
from reporting.rollups.marks import NEVER
from reporting.rollups.queries import known_people, marks_before, used_by_day, used_by_week
from reporting.rollups.register import Days, Known
from reporting.rollups.tally import Window

# Days without which no state can be told.
ENOUGH = 84

_WORDS = """
SELECT one.number, (word.given_at AT TIME ZONE 'UTC')::date - %(first)s::date AS day,
       word.complains,
       bool_or(coalesce(fix.in_force_at <= word.given_at + %(within)s, false)) AS fixed,
       bool_or(EXISTS (
           SELECT 1 FROM triage_reporternotice AS notice
           JOIN triage_telling AS telling ON telling.id = notice.telling_id
           WHERE notice.person_id = word.person_id AND telling.fix_id = fix.id
             AND notice.at <= word.given_at + %(within)s
       )) AS told
FROM feedback_feedback AS word
JOIN reporting_personnumber AS one ON one.person_id = word.person_id
LEFT JOIN triage_placement AS placement ON placement.feedback_id = word.id
LEFT JOIN triage_fix AS fix
  ON fix.issue_id = placement.issue_id AND fix.in_force_at > word.given_at
WHERE word.project_id = %(project)s AND NOT word.withdrawn AND NOT word.suspect
  AND word.given_at >= %(first)s::timestamp AT TIME ZONE 'UTC'
  AND word.given_at < %(over)s::timestamp AT TIME ZONE 'UTC'
  AND (word.complains OR word.rating > 0)
GROUP BY word.id, one.number
"""


def crowd_of(*, project: Project, question: Question, last: date, days: int) -> Crowd:
    """Everybody known in the project, with their use up to the end of the last day.

    So many of the last days are at hand one by one, twelve weeks at least, and all weeks.
    """
    known = known_people(project=project)
    begun = known.first_use[known.first_use > 0]
    first = min(date.fromordinal(int(begun.min())) if begun.size else last, last)
    monday = first - timedelta(first.weekday())
    return Crowd(_use(project, known, Window(monday, last), max(days, ENOUGH)), known, question)


def _use(project: Project, known: Known, window: Window, days: int) -> Use:
    marked, marks = marks_before(project=project, day=window.last + timedelta(1))
    first = max(window.first, min(window.last - timedelta(days - 1), marked + timedelta(1)))
    used = used_by_day(project=project, window=Window(first, window.last))
    marks = marks.counted_from(window.first.toordinal(), known.size)
    somebody = known.team >= 0
    rows = np.zeros(((window.last - first).days + 1, width(known.size)), np.uint8)
    for day in sorted(used):
        who = used[day].mask(known.size) & somebody
        rows[(day - first).days] = bits_of(who)
        if day > marked:
            marks.add((day - window.first).days, np.flatnonzero(who).astype(np.uint32))
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
    weeks = np.zeros((-(-window.days // WEEK), width(known.size)), np.uint8)
    somebody = known.team >= 0
    for monday, people in used_by_week(project=project, window=window).items():
        who = people.mask(known.size) & somebody
        weeks[(monday - window.first).days // WEEK] = bits_of(who)
    begun = (window.days - 1) % WEEK + 1
    weeks[-1] = np.bitwise_or.reduce(days[-begun:], axis=0)
    return weeks


def _since(first: date, days: Days) -> Numbers:
    """Days as numbers from the first; NEVER for none."""
    return np.where(days > 0, days - np.int32(first.toordinal()), NEVER).astype(np.int32)


def words_of(*, project: Project, first: date, window: Window) -> tuple[Words, Words]:
    """The complaints, and the thumbs up, of the window; days are numbered from `first` on."""
    rows = _rows(
        _WORDS,
        project=project.id,
        first=window.first,
        over=window.last + timedelta(1),
        within=timedelta(WITHIN),
    )
    shift = (window.first - first).days
    complaints = [row for row in rows if row[2]]
    thumbs = [row for row in rows if not row[2]]
    return _words(complaints, shift), _words(thumbs, shift)


def _words(rows: list[tuple[Any, ...]], shift: int) -> Words:
    person, day, _, fixed, told = np.array(rows, np.int64).reshape(-1, 5).T
    return Words(person.astype(np.int32), (day + shift).astype(np.int32), fixed > 0, told > 0)


def _rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())

"""Which complaints of an issue a page shows: some of the newest, by the answer that they are about.

An issue may have tens of thousands. The newest WINDOW are looked through, then those before them:
what a page costs does not grow with the issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core import signing
from django.db import connection
from django.db.models import Q

from triage.issues.filters import FilterRefusedError
from triage.issues.queries.within import places_within
from triage.models import Issue

WINDOW = 200
GROUPS = 5
# Of each answer so many voices are shown; of one that is shown alone, so many.
VOICES, VOICES_ALONE = 4, 40

_SALT = "triage.issues.window"


class Said(NamedTuple):
    """One person's word, as one row for all of it. `about` is the same for all that was said of
    the same answer (or question, where no answer was sent); `reasons` are codes; `home` is the
    issue that it stands in, where that is another one."""

    id: UUID
    about: str
    answer: UUID
    question: str
    voter: str
    given_at: datetime
    rating: int
    reasons: Sequence[str]
    comment: str
    correction: str | None
    team: str | None
    cohort: str | None
    release: str | None
    confidence: float | None
    why: str
    home: str


# The newest are found before anything is joined to them, and names one by one: a plan for a join of
# so many tables takes longer than the rows.
_ROWS = """
WITH newest AS MATERIALIZED ({newest})
SELECT
    word.id,
    md5(CASE WHEN answer.text = '' THEN answer.question ELSE answer.text END),
    answer.id,
    answer.question,
    place.voter,
    place.given_at,
    word.rating,
    word.reasons,
    word.comment,
    (SELECT text FROM feedback_correction WHERE feedback_id = word.id),
    (SELECT name FROM feedback_team WHERE id = word.team_id),
    (SELECT name FROM feedback_cohort WHERE id = word.cohort_id),
    (SELECT name FROM feedback_release WHERE id = answer.release_id),
    answer.confidence,
    place.why,
    CASE WHEN place.issue_id = %s THEN NULL
    ELSE (SELECT number FROM triage_issue WHERE id = place.issue_id) END
FROM newest
JOIN triage_placement AS place ON place.id = newest.pk
JOIN feedback_feedback AS word ON word.id = place.feedback_id
JOIN feedback_answer AS answer ON answer.id = word.answer_id
ORDER BY place.given_at DESC, place.feedback_id
"""


class Cursor(NamedTuple):
    """Where in an issue's complaints: the window's newest one (when it was given, and its id), and
    how many answers of the window were shown before. Or which answer is shown alone, by its key,
    and how many of its voices were shown before."""

    given_at: str
    feedback: str
    skip: int = 0
    alone: str = ""
    voices: int = 0

    def __str__(self) -> str:
        return signing.dumps(list(self), salt=_SALT, compress=True)


@dataclass(frozen=True)
class Window:
    """Up to WINDOW complaints, newest first; and those that this page shows, by what was answered,
    most complaints first.

    `answers`: how many answers there are in all; `at`: where this page begins; `next` is the
    following page's cursor.
    """

    said: list[Said]
    groups: list[list[Said]]
    answers: int
    at: Cursor
    next: str


def window_of(issue: Issue, cursor: str = "") -> Window:
    """FilterRefusedError for a bad cursor."""
    given = _read(cursor) if cursor else None
    rows = _newest(issue, given)
    said = rows[:WINDOW]
    together: dict[str, list[Said]] = {}
    for one in said:
        together.setdefault(one.about, []).append(one)
    groups = sorted(together.values(), key=lambda group: -len(group))
    at = given or (_at(said[0]) if said else Cursor("", ""))
    if at.alone:
        alone = [group for group in groups if group[0].about == at.alone]
        return Window(said, alone, len(groups), at, "")
    following = ""
    if at.skip + GROUPS < len(groups):
        following = str(at._replace(skip=at.skip + GROUPS))
    elif len(rows) > WINDOW:
        following = str(_at(rows[WINDOW]))
    return Window(said, groups[at.skip : at.skip + GROUPS], len(groups), at, following)


def _newest(issue: Issue, at: Cursor | None) -> list[Said]:
    """From `at` on; one more than the window holds."""
    places = places_within(issue)
    if at:
        newer = Q(given_at=at.given_at, feedback__lt=at.feedback)
        places = places.filter(~newer, given_at__lte=at.given_at)
    newest = places.order_by("-given_at", "feedback_id").values("pk")[: WINDOW + 1]
    found, values = newest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(newest=found), [*values, issue.pk])
        return [_said(issue, *row) for row in cursor.fetchall()]


def _said(issue: Issue, *columns: Any) -> Said:
    *row, number = columns
    home = f"{issue.project.prefix}-{number}" if number else ""
    return Said._make([*row, home])


def _at(one: Said) -> Cursor:
    return Cursor(one.given_at.isoformat(), str(one.id))


def _read(cursor: str) -> Cursor:
    try:
        return Cursor(*signing.loads(cursor, salt=_SALT))
    except signing.BadSignature as error:
        raise FilterRefusedError("The cursor is not one of ours.", path="at") from error

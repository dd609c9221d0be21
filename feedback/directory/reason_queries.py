"""What the page of reasons shows."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from feedback.directory.reasons import is_default
from feedback.models import Project, Reason

_GIVEN = """
SELECT reason.code, count(reason.code), count(*) FILTER (WHERE coalesce(reason.place, 1) = 1)
FROM feedback_feedback AS word
LEFT JOIN LATERAL unnest(word.reasons) WITH ORDINALITY AS reason (code, place) ON true
WHERE word.project_id = %s AND word.given_at > %s AND word.given_at <= %s
  AND NOT word.withdrawn AND NOT word.suspect
GROUP BY reason.code
"""


class Given(NamedTuple):
    """How often each reason was given, by its code, in so many votes."""

    times: dict[str, int]
    votes: int


class ReasonLine(NamedTuple):
    """A reason, how often it was given, and whether each reader sees it in their language."""

    reason: Reason
    given: int
    translated: bool


def reasons_given(*, project: Project, days: int, now: datetime) -> Given:
    """Of the votes that were given in the `days` before `now` and stand, those of bursts apart.

    A vote may give several reasons, or none, so the times don't sum to the votes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [project.pk, now - timedelta(days=days), now])
        rows = cursor.fetchall()
    # A vote is counted with its first reason, and one that gives none with itself.
    times = {code: given for code, given, _ in rows if code is not None}
    return Given(times, sum(votes for _, _, votes in rows))


def reason_lines(project: Project, given: Given) -> tuple[list[ReasonLine], list[ReasonLine]]:
    """The living reasons in order, and the retired ones, the last to go first."""
    lines = [
        ReasonLine(
            reason,
            given.times.get(reason.code, 0),
            is_default(code=reason.code, label=reason.label),
        )
        for reason in Reason.objects.of(project)
    ]
    living = [line for line in lines if line.reason.retired_at is None]
    return living, [line for line in reversed(lines) if line.reason.retired_at]

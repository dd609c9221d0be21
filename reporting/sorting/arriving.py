"""Sorting answers by what their questions are, as they arrive: what every way of it shares.

A table of it has a row for each answer that was sorted, with the answer's `recorded_at` as it was
looked at. Days that were folded already are folded anew.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from feedback.models import Project
from feedback.models.bulk import as_array, copy_rows
from reporting.rollups.arrivals import OVERLAP

PORTION = 5000
EVER = datetime(1, 1, 2, tzinfo=UTC)

_STALE = """
INSERT INTO reporting_stale (project_id, day)
WITH sorted AS MATERIALIZED (
    SELECT id, asked_at FROM feedback_answer
    WHERE project_id = %(project)s AND id = ANY (%(answers)s::uuid[])
)
SELECT %(project)s, (asked_at AT TIME ZONE 'UTC')::date FROM sorted
UNION
SELECT %(project)s, (word.given_at AT TIME ZONE 'UTC')::date
FROM sorted JOIN feedback_feedback AS word ON word.answer_id = sorted.id
UNION
SELECT %(project)s, (seen.seen_at AT TIME ZONE 'UTC')::date
FROM sorted JOIN feedback_exposure AS seen ON seen.answer_id = sorted.id
"""


class Arrived(NamedTuple):
    """An answer to be sorted."""

    id: UUID
    question: str
    asked_at: datetime
    cohort: UUID | None
    recorded_at: datetime


def arrived(
    kept: type[models.Model], *, project: Project, through: datetime | None, **standing: int
) -> list[Arrived]:
    """In the order of arrival, the next answers with a question that have no row in `kept` as they
    now stand, with these values `standing` in its columns; PORTION at most. What arrived before
    `through` is sorted."""
    table = kept._meta.db_table  # noqa: SLF001 - public in all but name
    columns = "".join(f", kept.{name}" for name in standing)
    values = "".join(f", %({name})s" for name in standing)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT answer.id, answer.question, answer.asked_at, answer.cohort_id, answer.recorded_at
            FROM feedback_answer AS answer LEFT JOIN {table} AS kept ON kept.answer_id = answer.id
            WHERE answer.project_id = %(project)s AND answer.recorded_at >= %(since)s
              AND NOT answer.stub AND answer.question <> ''
              AND (kept.recorded_at{columns}) IS DISTINCT FROM (answer.recorded_at{values})
            ORDER BY answer.recorded_at LIMIT {PORTION}
            """,  # noqa: S608 - our own names
            {
                "project": project.pk,
                "since": through - OVERLAP if through else EVER,
                **standing,
            },
        )
        return [Arrived(*row) for row in cursor.fetchall()]


def through_after(found: Sequence[Arrived], now: datetime) -> datetime:
    """Before when everything is sorted, once these are."""
    return found[-1].recorded_at if len(found) == PORTION else now


def write(
    kept: Any, *, project: Project, found: Sequence[Arrived], rows: Sequence[Mapping[str, object]]
) -> None:
    """Keep what each of those found is, in place of what it was."""
    kept.objects.of(project).filter(answer__any=[one.id for one in found]).delete()
    copy_rows(
        kept,
        [
            {"answer_id": one.id, "project_id": project.pk, "recorded_at": one.recorded_at, **row}
            for one, row in zip(found, rows, strict=True)
        ],
    )
    leave_word(project, [one.id for one in found])


def leave_word(project: Project, answers: Sequence[UUID]) -> None:
    """The days of these answers, of the words on them and of who saw them are to be folded anew."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, {"project": project.pk, "answers": as_array(answers)})

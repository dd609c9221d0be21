"""The regression set, and what releases made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.corrections.judging import Verdict
from triage.corrections.queries.holding import holding
from triage.issues.paging import cursor_at, page_after
from triage.models import RegressionResult, RegressionRun, VerifiedAnswer
from triage.models.verified import VerifiedQuerySet

PAGE = 50

_SET_ORDER = ("number",)
_RUN_ORDER = ("-id",)
# What is broken comes first, and what is surest of it.
_RESULT_ORDER = ("verdict", "score", "id")


def regression_set(project: Project, *, today: date) -> VerifiedQuerySet:
    """The verified answers that are served: what a release is held against."""
    rows: VerifiedQuerySet = holding(VerifiedAnswer.objects.of(project), today=today)  # type: ignore[assignment]
    return rows


def set_page(
    project: Project, *, today: date, cursor: str, limit: int
) -> tuple[list[VerifiedAnswer], str | None]:
    """Up to `limit` in the order of their numbers, and the following page's cursor.
    FilterRefusedError for a bad cursor."""
    rows = page_after(regression_set(project, today=today), _SET_ORDER, cursor, limit + 1)
    return rows[:limit], cursor_at(rows[limit - 1], _SET_ORDER) if len(rows) > limit else None


@dataclass(frozen=True)
class Counts:
    """What a run came to; `missing` answers of the set it has nothing to."""

    kept: int
    broken: int
    unsure: int
    missing: int


def counts_of(run: RegressionRun) -> Counts:
    return _counts(_counted(RegressionRun.objects.filter(pk=run.pk)).get())


def _counted(rows: QuerySet[RegressionRun]) -> QuerySet[Any]:
    return rows.annotate(
        **{one.value: Count("results", filter=Q(results__verdict=one.value)) for one in Verdict}
    )


def _counts(row: Any) -> Counts:
    judged = row.kept + row.broken + row.unsure
    return Counts(row.kept, row.broken, row.unsure, max(0, row.expected - judged))


def runs_page(project: Project, cursor: str) -> tuple[list[tuple[RegressionRun, Counts]], str]:
    """Up to PAGE, the newest first. FilterRefusedError for a bad cursor."""
    rows = page_after(_counted(RegressionRun.objects.of(project)), _RUN_ORDER, cursor, PAGE + 1)
    following = cursor_at(rows[PAGE - 1], _RUN_ORDER) if len(rows) > PAGE else ""
    return [(row, _counts(row)) for row in rows[:PAGE]], following


def run_named(project: Project, run_id: UUID) -> RegressionRun:
    row = RegressionRun.objects.of(project).filter(pk=run_id).first()
    if row is None:
        raise NotFoundError("There is no such run.", code="run_unknown")
    return row


def results_of(run: RegressionRun, *, verdict: str = "") -> QuerySet[RegressionResult]:
    rows = run.results.select_related("answer__project")
    return rows.filter(verdict=verdict) if verdict else rows


def results_page(
    rows: QuerySet[RegressionResult], cursor: str
) -> tuple[Sequence[RegressionResult], str]:
    """Up to PAGE, what is broken first. FilterRefusedError for a bad cursor."""
    found = page_after(rows, _RESULT_ORDER, cursor, PAGE + 1)
    return found[:PAGE], cursor_at(found[PAGE - 1], _RESULT_ORDER) if len(found) > PAGE else ""


def result_rows(rows: QuerySet[RegressionResult]) -> Iterator[tuple[object, ...]]:
    """For a file."""
    for row in rows.order_by(*_RESULT_ORDER).iterator():
        yield (
            *(row.answer.short_id, row.version, row.answer.question, row.expected, row.text),
            *(row.verdict, row.why, f"{row.score:.3f}"),
        )

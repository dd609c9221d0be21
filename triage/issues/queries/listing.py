"""What programs list besides issues: their complaints, and placements."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, Prefetch, prefetch_related_objects

from feedback.models import Feedback, Project
from triage.issues.paging import cursor_at, page_after
from triage.issues.queries.within import NEWEST, complaints_within
from triage.models import Issue, Placement

_FIXES = ("fixes__release", "fixes__source")
_PLACED_ORDER = ("placed_at", "id")


def with_relations(issues: Sequence[Issue]) -> Sequence[Issue]:
    """The same issues, with all that is told of them read in a few queries."""
    merged = Issue.objects.select_related("project").order_by("number")
    kept = Prefetch("merged_from", queryset=merged)
    prefetch_related_objects(issues, kept, "findings", "suggestion__owner", *_FIXES)
    return issues


def feedback_page(*, issue: Issue, cursor: str, limit: int) -> tuple[list[Feedback], str | None]:
    """Up to `limit` of an issue's complaints, the newest first. FilterRefusedError."""
    rows = complaints_within(issue).select_related(
        "answer", "person", "team", "cohort", "correction", "placement"
    )
    rows = rows.prefetch_related("spans", "flags__source")
    found = page_after(rows, NEWEST, cursor, limit + 1)
    return found[:limit], _next(found, NEWEST, limit)


def placements_page(
    *, project: Project, since: datetime | None, cursor: str, limit: int
) -> tuple[list[Placement], str | None]:
    """Up to `limit` placements in the order of their times, and the following page's cursor."""
    rows = Placement.objects.of(project).select_related(
        "feedback__answer", "issue__project", "issue__owner"
    )
    if since is not None:
        rows = rows.filter(placed_at__gte=since)
    found = page_after(rows, _PLACED_ORDER, cursor, limit + 1)
    return found[:limit], _next(found, _PLACED_ORDER, limit)


def _next(found: Sequence[Model], order: Sequence[str], limit: int) -> str | None:
    return cursor_at(found[limit - 1], order) if len(found) > limit else None

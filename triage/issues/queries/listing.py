"""Issues as programs list them: every one of a project, the newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Model, Prefetch, Q, QuerySet

from feedback.models import Feedback, Project
from triage.issues.paging import after_cursor, cursor_at
from triage.issues.queries.due import due_within
from triage.issues.queries.within import complaints_within, with_complaints
from triage.models import Issue, Placement

_ORDERS = {
    "newest": ("-number",),
    "priority": ("-priority", "-score", "id"),
    "due": ("due_at", "id"),
}
_FEEDBACK_ORDER = ("-given_at", "id")
_PLACED_ORDER = ("placed_at", "id")


def issues_of(*, project: Project, filters: Mapping[str, str]) -> QuerySet[Issue]:
    """Those that match every filter given; merged ones only where `status` asks for them."""
    rows = Issue.objects.of(project)
    if status := filters.get("status"):
        rows = rows.filter(status=status)
    else:
        rows = rows.exclude(status=Issue.Status.MERGED)
    if due := filters.get("due"):
        rows = rows.filter(due_within(due), status=Issue.Status.UNRESOLVED)
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind)
    if owner := filters.get("owner"):
        rows = rows.filter(owner__slug=owner)
    if assignee := filters.get("assignee"):
        nobody = assignee == "none"
        rows = (
            rows.filter(assignee=None)
            if nobody
            else rows.filter(assignee__user__email__iexact=assignee)
        )
    if team := filters.get("team"):
        rows = rows.filter(with_complaints(Q(feedback__team__slug=team)))
    if words := filters.get("q"):
        rows = rows.filter(title__icontains=words)
    return with_relations(rows)


def with_relations(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    merged = Issue.objects.select_related("project").order_by("number")
    return rows.select_related(
        "project", "owner", "assignee__user", "suggestion__owner"
    ).prefetch_related(Prefetch("merged_from", queryset=merged), "findings")


def page_of(
    rows: QuerySet[Issue], *, sort: str, cursor: str, limit: int
) -> tuple[list[Issue], str | None]:
    """Up to `limit` of them, and the cursor of the following page. FilterRefusedError."""
    order = _ORDERS[sort]
    found = list(after_cursor(rows, order, cursor)[: limit + 1])
    return found[:limit], _next(found, order, limit)


def feedback_page(*, issue: Issue, cursor: str, limit: int) -> tuple[list[Feedback], str | None]:
    """Up to `limit` of an issue's complaints, the newest first. FilterRefusedError."""
    page = after_cursor(complaints_within(issue), _FEEDBACK_ORDER, cursor).select_related(
        "answer", "person", "team", "cohort", "correction", "placement"
    )
    found = list(page.prefetch_related("spans", "flags__source")[: limit + 1])
    return found[:limit], _next(found, _FEEDBACK_ORDER, limit)


def placements_page(
    *, project: Project, since: datetime | None, cursor: str, limit: int
) -> tuple[list[Placement], str | None]:
    """Up to `limit` placements in the order of their times, and the following page's cursor."""
    rows = Placement.objects.of(project).select_related(
        "feedback__answer", "issue__project", "issue__owner"
    )
    if since is not None:
        rows = rows.filter(placed_at__gte=since)
    found = list(after_cursor(rows, _PLACED_ORDER, cursor)[: limit + 1])
    return found[:limit], _next(found, _PLACED_ORDER, limit)


def _next(found: Sequence[Model], order: Sequence[str], limit: int) -> str | None:
    return cursor_at(found[limit - 1], order) if len(found) > limit else None

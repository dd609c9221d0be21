"""The queue: which issues, in which order, and what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from feedback.errors import NotFoundError
from feedback.models import Member, Project
from triage.issues.filters import QueueFilters
from triage.issues.paging import cursor_at, page_after, place_at, place_in
from triage.issues.queries.narrowing import STATUS, number_in, queue_rows
from triage.issues.queries.ranking import ranking_of
from triage.models import Issue

PAGE = 50
# Who has more to do than this needs no exact number, and counting all takes longer than the page.
MOST_COUNTED = 1_000

ORDER: dict[str, tuple[str, ...]] = {
    "priority": ("-priority", "-score", "id"),
    "complaints": ("-complaints", "id"),
    "last_seen": ("-last_seen", "id"),
    "due": ("due_at", "id"),
    "newest": ("-number",),
}


@dataclass(frozen=True)
class QueuePage:
    """Issues in their order; `next` is the cursor of the following page, or empty. `likeness`: of
    each, where they are ranked by what they mean."""

    issues: list[Issue]
    next: str
    likeness: Mapping[UUID, float] = field(default_factory=dict)


def issue_named(*, project: Project, short_id: str) -> Issue:
    """The issue of that short id, merged or not. NotFoundError."""
    number, issue = number_in(project, short_id), None
    if number is not None:
        rows = project.issues.select_related("owner", "assignee__user").defer("words")
        issue = rows.filter(number=number).first()
    if issue is None:
        raise NotFoundError(f"There is no issue {short_id[:20]}.", code="issue_unknown")
    return issue


def standing_issue(issue: Issue) -> Issue:
    """The issue itself, or what it was merged into in the end."""
    while issue.merged_into:
        issue = issue.merged_into
    return issue


def queue_page(
    *, project: Project, filters: QueueFilters, member: Member | None, limit: int | None = None
) -> QueuePage:
    """One page of the queue, of PAGE issues if no limit is given. FilterRefusedError for a bad
    cursor."""
    limit = limit or PAGE
    rows = queue_rows(project=project, filters=filters, member=member)
    if filters.ranked:
        return _ranked_page(rows, filters, project, limit)
    order = ORDER[filters.order]
    issues = page_after(rows, order, filters.cursor, limit + 1)
    more = len(issues) > limit
    return QueuePage(issues[:limit], cursor_at(issues[limit - 1], order) if more else "")


def _ranked_page(
    rows: QuerySet[Issue], filters: QueueFilters, project: Project, limit: int
) -> QueuePage:
    ranking = ranking_of(project, filters)
    found = ranking.through(rows, place=place_in(filters.cursor, filters.sort))
    shown = found[:limit]
    issues = rows.in_bulk([pk for _, pk in shown])
    return QueuePage(
        [issues[pk] for _, pk in shown if pk in issues],
        place_at(shown[-1][0], filters.sort) if len(found) > limit else "",
        ranking.likeness,
    )


def in_queue(*, issue: Issue, filters: QueueFilters, member: Member) -> bool:
    """Whether the filters let the issue through as it is now."""
    rows = queue_rows(project=issue.project, filters=filters, member=member)
    return rows.filter(pk=issue.pk).exists()


def next_in_queue(
    *, filters: QueueFilters, member: Member, was: Issue, gone: Sequence[Issue] = ()
) -> Issue | None:
    """The issue after the place where `was` stood (its values as they were), else the first."""
    rows = queue_rows(project=was.project, filters=filters, member=member)
    rows = rows.exclude(pk__in=[issue.pk for issue in gone])
    if filters.ranked:
        ranking = ranking_of(was.project, filters)
        found = ranking.through(rows, place=ranking.behind(was.pk)) or ranking.through(rows)
        return rows.filter(pk=found[0][1]).first() if found else None
    order = ORDER[filters.order]
    following = page_after(rows, order, cursor_at(was, order), 1) or page_after(rows, order, "", 1)
    return following[0] if following else None


def open_of(member: Member) -> QuerySet[Issue]:
    """The open issues that the member is on, which are of their project: counted out of an index
    alone."""
    return Issue.objects.filter(STATUS["unresolved"], assignee=member)


def tab_counts(*, project: Project, member: Member) -> dict[str, int]:
    """How many issues each tab holds, counted up to one more than MOST_COUNTED: by the names of
    filters' statuses, and "mine"."""
    rows = Issue.objects.of(project)
    tabs = {name: rows.filter(tab) for name, tab in STATUS.items()} | {"mine": open_of(member)}
    counted = [tab.order_by().values("pk")[: MOST_COUNTED + 1] for tab in tabs.values()]
    parts = [tab.query.sql_with_params() for tab in counted]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS tab)" for sql, _ in parts)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _, given in parts for value in given])
        return dict(zip(tabs, cursor.fetchone(), strict=True))

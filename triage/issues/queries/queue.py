"""The queue: which issues, in which order, and what there is to choose from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Member, Project, Reason, Release, Source, Team
from triage.issues.filters import QueueFilters
from triage.issues.paging import after_cursor, cursor_at
from triage.issues.queries.due import due_within
from triage.issues.queries.within import with_complaints
from triage.models import Issue, Owner

PAGE = 50

_STATUS: dict[str, Q] = {
    "unresolved": Q(status=Issue.Status.UNRESOLVED),
    "new": Q(substatus=Issue.Substatus.NEW),
    "ongoing": Q(substatus=Issue.Substatus.ONGOING),
    "escalating": Q(substatus=Issue.Substatus.ESCALATING),
    "regressed": Q(substatus=Issue.Substatus.REGRESSED),
    "resolved": Q(status__in=[Issue.Status.RESOLVED, Issue.Status.VERIFIED]),
    "archived": Q(status=Issue.Status.ARCHIVED),
    "all": ~Q(status=Issue.Status.MERGED),
}
ORDER: dict[str, tuple[str, ...]] = {
    "priority": ("-priority", "-score", "id"),
    "complaints": ("-complaints", "id"),
    "last_seen": ("-last_seen", "id"),
    "due": ("due_at", "id"),
}
_SHORT_ID = re.compile(r"([A-Za-z0-9]{1,8})-([0-9]{1,9})")


@dataclass(frozen=True)
class QueuePage:
    """Up to PAGE issues; `next` is the cursor of the following page, or empty."""

    issues: list[Issue]
    next: str


def issue_named(*, project: Project, short_id: str) -> Issue:
    """The issue of that short id, merged or not. NotFoundError."""
    match = _SHORT_ID.fullmatch(short_id.strip())
    issue = None
    if match and match[1].upper() == project.prefix.upper():
        rows = Issue.objects.of(project).select_related("project", "owner", "assignee__user")
        issue = rows.filter(number=int(match[2])).first()
    if issue is None:
        raise NotFoundError(f"There is no issue {short_id[:20]}.", code="issue_unknown")
    return issue


def standing_issue(issue: Issue) -> Issue:
    """The issue itself, or what it was merged into in the end."""
    while issue.merged_into:
        issue = issue.merged_into
    return issue


def queue_rows(*, project: Project, filters: QueueFilters, member: Member) -> QuerySet[Issue]:
    """Every issue that the filters let through, for `member` where they say "me"; unordered."""
    rows = Issue.objects.of(project).filter(_STATUS[filters.status])
    if filters.owner:
        rows = rows.filter(owner__slug=filters.owner)
    if filters.assignee == "none":
        rows = rows.filter(assignee=None)
    elif filters.assignee == "me":
        rows = rows.filter(assignee=member)
    elif filters.assignee:
        rows = rows.filter(assignee__user__email__iexact=filters.assignee)
    if filters.due:
        rows = rows.filter(due_within(filters.due))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    said = _said(filters)
    if said:
        rows = rows.filter(with_complaints(said))
    if filters.q:
        rows = rows.filter(_about(project, filters.q))
    return rows.select_related("project", "owner", "assignee__user")


def _said(filters: QueueFilters) -> Q:
    """What one complaint of the issue must have, all of it together."""
    said = Q()
    if filters.team:
        said &= Q(feedback__team__slug=filters.team)
    if filters.reason:
        said &= Q(feedback__reasons__contains=[filters.reason])
    if filters.release:
        said &= Q(feedback__answer__release__name=filters.release)
    if filters.source:
        said &= Q(feedback__answer__citations__source__external_id=filters.source)
    return said


def _about(project: Project, text: str) -> Q:
    """A short id, words of the title, or words of a complaint's comment or question."""
    match = _SHORT_ID.fullmatch(text)
    if match and match[1].upper() == project.prefix.upper():
        return Q(number=int(match[2]))
    worded = Q(feedback__comment__icontains=text) | Q(feedback__answer__question__icontains=text)
    return Q(title__icontains=text) | with_complaints(worded)


def queue_page(*, project: Project, filters: QueueFilters, member: Member) -> QueuePage:
    """One page of the queue. FilterRefusedError for a bad cursor."""
    order = ORDER[filters.sort]
    rows = queue_rows(project=project, filters=filters, member=member)
    issues = list(after_cursor(rows, order, filters.cursor)[: PAGE + 1])
    more = len(issues) > PAGE
    return QueuePage(issues[:PAGE], cursor_at(issues[PAGE - 1], order) if more else "")


def in_queue(*, issue: Issue, filters: QueueFilters, member: Member) -> bool:
    """Whether the filters let the issue through as it is now."""
    rows = queue_rows(project=issue.project, filters=filters, member=member)
    return rows.filter(pk=issue.pk).exists()


def next_in_queue(
    *, filters: QueueFilters, member: Member, was: Issue, gone: Sequence[Issue] = ()
) -> Issue | None:
    """The issue after the place where `was` stood (its values as they were), else the first."""
    order = ORDER[filters.sort]
    rows = queue_rows(project=was.project, filters=filters, member=member)
    rows = rows.exclude(pk__in=[issue.pk for issue in gone])
    following = after_cursor(rows, order, cursor_at(was, order)).first()
    return following or after_cursor(rows, order, "").first()


def tab_counts(*, project: Project, member: Member) -> dict[str, int]:
    """How many issues each tab holds: by the names of filters' statuses, and "mine"."""
    counted = {name: Count("id", filter=condition) for name, condition in _STATUS.items()}
    mine = Count("id", filter=_STATUS["unresolved"] & Q(assignee=member))
    counts: dict[str, int] = Issue.objects.of(project).aggregate(**counted, mine=mine)
    return counts


@dataclass(frozen=True)
class Choices:
    """What the queue's selects offer."""

    owners: list[Owner]
    members: list[Member]
    teams: list[Team]
    reasons: list[Reason]
    releases: list[Release]
    sources: list[Source]


MOST_CHOICES = 300


def choices_of(project: Project) -> Choices:
    """Owners, members still here who may act, teams, reasons, releases and sources."""
    working = Member.objects.of(project).filter(left_at=None).exclude(role=Member.Role.VIEWER)
    return Choices(
        owners=list(Owner.objects.of(project)),
        members=list(working.select_related("user")),
        teams=list(Team.objects.of(project)[:MOST_CHOICES]),
        reasons=list(Reason.objects.of(project)),
        releases=list(Release.objects.of(project).order_by("-first_seen")[:MOST_CHOICES]),
        sources=list(Source.objects.of(project)[:MOST_CHOICES]),
    )

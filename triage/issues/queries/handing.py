"""Open issues that somebody else should have: nobody who can work them is on them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from feedback.models import Project
from triage.models import Issue, Owner, TeamMember, can_work

_IN_TEAM = Exists(TeamMember.objects.filter(owner=OuterRef("owner"), member=OuterRef("assignee")))


def left_behind() -> QuerySet[Issue]:
    """Open issues of members who work issues no more; or no more in the team by which they were
    given them."""
    taken = Issue.objects.filter(status=Issue.Status.UNRESOLVED, assignee__isnull=False)
    return taken.filter(~can_work("assignee") | Q(assignee_chosen=False) & ~_IN_TEAM)


def waiting() -> QuerySet[Issue]:
    """Open issues for which a team that assigns has to find somebody."""
    free = Issue.objects.filter(status=Issue.Status.UNRESOLVED, assignee=None)
    return free.filter(assignee_chosen=False).exclude(owner__assigns=Owner.Assigns.NOBODY)


def waiting_in(owner_id: UUID) -> QuerySet[Issue, UUID]:
    """The ids of a team's, in the order in which they are given out."""
    return _in_order(waiting().filter(owner=owner_id))


def waiting_among(ids: Iterable[UUID]) -> list[UUID]:
    """Those of these issues that still wait, in the order in which they are given out."""
    return list(_in_order(waiting().filter(pk__in=list(ids))))


def _in_order(rows: QuerySet[Issue]) -> QuerySet[Issue, UUID]:
    """Those left behind first, then as in the queue."""
    ordered = rows.order_by("former_assignee_id", "-priority", "-complaints", "id")
    return ordered.values_list("id", flat=True)


def projects_to_hand_on() -> list[UUID]:
    """The projects with issues that somebody else should have."""
    projects = Project.objects.filter(
        Q(pk__in=left_behind().values("project")) | Q(pk__in=waiting().values("project"))
    )
    return list(projects.values_list("pk", flat=True))

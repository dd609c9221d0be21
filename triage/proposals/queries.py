"""Every read of proposals, scoped by project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.issues.paging import cursor_at, page_after
from triage.models import Grouping, Issue, Proposal
from triage.proposals.operations.proposing import ACTOR

MOST_APPLIED = 20
# A round is worth it from such a share of new places on, or, so long after the last, so many.
NEW_SHARE, NEW_PLACES, MANY_AFTER = 0.1, 500, timedelta(hours=1)
# A round that began so long ago and has not ended has lost its worker.
LOST_AFTER = timedelta(minutes=10)

_DATA_ORDER = ("-id",)


def proposals_of(project: Project, *, state: str = "") -> QuerySet[Proposal]:
    rows = Proposal.objects.of(project).select_related(
        "project", "issue__project", "issue__owner", "other__project", "other__owner", "activity"
    )
    return rows.filter(state=state) if state else rows


def waiting_of(project: Project) -> QuerySet[Proposal]:
    """Those that wait for a decision and can still be done."""
    gone = Q(issue__status=Issue.Status.MERGED) | Q(other__status=Issue.Status.MERGED)
    return proposals_of(project, state=Proposal.State.OPEN).exclude(gone)


def waiting_about(issue: Issue) -> QuerySet[Proposal]:
    """Those that wait and would change the issue, the surest first."""
    rows = waiting_of(issue.project).filter(Q(issue=issue) | Q(other=issue))
    return rows.order_by("-confidence", "id")


def proposals_named(project: Project, ids: Sequence[UUID]) -> list[Proposal]:
    """The project's proposals of these ids, in that order. NotFoundError where one isn't."""
    rows = proposals_of(project).in_bulk(list(ids))
    if len(rows) != len(set(ids)):
        raise NotFoundError("There is no such proposal.", code="proposal_unknown")
    return [rows[pk] for pk in dict.fromkeys(ids)]


def page_of_data(
    project: Project, *, state: str, cursor: str, limit: int
) -> tuple[list[Proposal], str | None]:
    """Up to `limit`, the newest first, and the following page's cursor. FilterRefusedError."""
    rows = page_after(proposals_of(project, state=state), _DATA_ORDER, cursor, limit + 1)
    return rows[:limit], cursor_at(rows[limit - 1], _DATA_ORDER) if len(rows) > limit else None


def applied_lately(project: Project) -> list[Proposal]:
    """What was applied without asking, the latest first."""
    rows = proposals_of(project, state=Proposal.State.APPLIED).filter(decided_by=ACTOR)
    rows = rows.select_related("activity__issue__project")
    return list(rows.order_by("-decided_at", "-id")[:MOST_APPLIED])


@dataclass(frozen=True)
class Progress:
    """When the last round ended (None: never), what it applied by itself, how many wait."""

    consolidated_at: datetime | None
    applied: int
    waiting: int
    apply_from: float | None


def progress_of(project: Project) -> Progress:
    grouping = Grouping.objects.get(project=project)
    made = Proposal.objects.of(project).order_by("-decided_at").filter(decided_by=ACTOR)
    last = made.filter(state=Proposal.State.APPLIED)
    if grouping.consolidated_at:
        last = last.filter(decided_at__lte=grouping.consolidated_at)
    return Progress(
        grouping.consolidated_at, last.count(), waiting_of(project).count(), grouping.apply_from
    )


@dataclass(frozen=True)
class Round:
    """When the last one ended (None: never); since when one is asked for or runs (None: none
    does); whether that one is lost, since no round takes so long."""

    ended_at: datetime | None
    since: datetime | None
    lost: bool

    @property
    def runs(self) -> bool:
        return self.since is not None and not self.lost


def round_of(project: Project, *, now: datetime) -> Round:
    row = Grouping.objects.get(project=project)
    since = row.consolidating_since
    return Round(row.consolidated_at, since, since is not None and since <= now - LOST_AFTER)


def projects_to_consolidate(now: datetime) -> list[UUID]:
    """Those that never had a round, or where enough complaints got a place since the last; none
    where one is under way."""
    new = Count(
        "project__placements",
        filter=Q(project__placements__placed_at__gt=F("consolidated_at")),
    )
    rows = Grouping.objects.exclude(consolidating_since__gt=now - LOST_AFTER)
    rows = rows.annotate(places=Count("project__placements"), new=new)
    never = Q(consolidated_at=None, places__gt=1)
    share = Q(new__gt=0, new__gte=F("places") * NEW_SHARE)
    many = Q(new__gte=NEW_PLACES, consolidated_at__lte=now - MANY_AFTER)
    due = rows.filter(never | share | many).order_by("project_id")
    return list(due.values_list("project_id", flat=True))

"""Every read of proposals, scoped by project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Feedback, Project
from triage.issues.paging import after_cursor, cursor_at
from triage.models import Grouping, Issue, Proposal
from triage.proposals.common import shared_words
from triage.proposals.operations.proposing import ACTOR

PAGE = 20
SAMPLES = 3
MOST_APPLIED = 20
# A round is worth it from so many new places on, or from such a share of all of them.
NEW_PLACES, NEW_SHARE = 500, 0.1

_ORDER = ("-confidence", "id")
_DATA_ORDER = ("-id",)


def proposals_of(project: Project, *, state: str = "") -> QuerySet[Proposal]:
    rows = Proposal.objects.of(project).select_related(
        "issue__project", "issue__owner", "other__project", "other__owner", "activity"
    )
    return rows.filter(state=state) if state else rows


def waiting_of(project: Project) -> QuerySet[Proposal]:
    """Those that wait for a decision and can still be done."""
    gone = Q(issue__status=Issue.Status.MERGED) | Q(other__status=Issue.Status.MERGED)
    return proposals_of(project, state=Proposal.State.OPEN).exclude(gone)


def proposals_named(project: Project, ids: Sequence[UUID]) -> list[Proposal]:
    """The project's proposals of these ids, in that order. NotFoundError where one isn't."""
    rows = proposals_of(project).select_related("project").in_bulk(list(ids))
    if len(rows) != len(set(ids)):
        raise NotFoundError("There is no such proposal.", code="proposal_unknown")
    return [rows[pk] for pk in dict.fromkeys(ids)]


@dataclass(frozen=True)
class Side:
    """One of two groups of complaints: `issue` None is what would be split off."""

    issue: Issue | None
    count: int
    samples: list[Feedback]


@dataclass(frozen=True)
class Shown:
    """A proposal as the page shows it, with what both sides have in common."""

    proposal: Proposal
    sides: tuple[Side, Side]
    words: list[str]
    sources: list[str]


@dataclass(frozen=True)
class ProposalPage:
    shown: list[Shown]
    next: str


def page_waiting(project: Project, cursor: str = "") -> ProposalPage:
    """Up to PAGE that wait, the surest first. FilterRefusedError for a bad cursor."""
    rows = list(after_cursor(waiting_of(project), _ORDER, cursor)[: PAGE + 1])
    following = cursor_at(rows[PAGE - 1], _ORDER) if len(rows) > PAGE else ""
    return ProposalPage([_shown(row) for row in rows[:PAGE]], following)


def page_of_data(
    project: Project, *, state: str, cursor: str, limit: int
) -> tuple[list[Proposal], str | None]:
    """Up to `limit`, the newest first, and the following page's cursor. FilterRefusedError."""
    rows = list(after_cursor(proposals_of(project, state=state), _DATA_ORDER, cursor)[: limit + 1])
    return rows[:limit], cursor_at(rows[limit - 1], _DATA_ORDER) if len(rows) > limit else None


def applied_lately(project: Project) -> list[Proposal]:
    """What was applied without asking, the latest first."""
    rows = proposals_of(project, state=Proposal.State.APPLIED).filter(decided_by=ACTOR)
    return list(rows.order_by("-decided_at", "-id")[:MOST_APPLIED])


def _shown(row: Proposal) -> Shown:
    if row.kind == Proposal.Kind.MERGE and row.other:
        sides = _side(row.issue, _in(row.issue)), _side(row.other, _in(row.other))
    else:
        taken = _in(row.issue).filter(pk__in=row.feedback)
        rest = _in(row.issue).exclude(pk__in=row.feedback)
        sides = _side(row.issue, rest), _side(None, taken)
    texts = [[f"{s.answer.question} {s.comment}" for s in side.samples] for side in sides]
    return Shown(row, sides, shared_words(*texts), _shared_sources(sides))


def _in(issue: Issue) -> QuerySet[Feedback]:
    return Feedback.objects.of(issue.project).filter(placement__issue=issue)


def _side(issue: Issue | None, rows: QuerySet[Feedback]) -> Side:
    """The likest to their issue first: they say best what it is about."""
    likest = rows.order_by(F("placement__similarity").desc(nulls_last=True), "id")
    samples = likest.select_related("answer").prefetch_related("answer__citations__source")
    return Side(issue, rows.count(), list(samples[:SAMPLES]))


def _shared_sources(sides: tuple[Side, Side]) -> list[str]:
    one, two = (
        {str(c.source) for s in side.samples for c in s.answer.citations.all()} for side in sides
    )
    return sorted(one & two)


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


def projects_to_consolidate() -> list[UUID]:
    """Those where enough complaints got a place since the last round, or that never had one."""
    new = Count(
        "project__placements",
        filter=Q(project__placements__placed_at__gt=F("consolidated_at")),
    )
    rows = Grouping.objects.annotate(places=Count("project__placements"), new=new)
    never = Q(consolidated_at=None, places__gt=1)
    changed = Q(new__gte=NEW_PLACES) | Q(new__gt=0, new__gte=F("places") * NEW_SHARE)
    return list(
        rows.filter(never | changed).order_by("project_id").values_list("project_id", flat=True)
    )

"""One round of consolidation: find, propose, apply what is sure enough."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from feedback.models import Project
from triage.clustering.changes import YOUNG, YOUNG_FROM, Change
from triage.issues.operations.regrouping import survivor
from triage.models import Fix, Grouping, Issue, IssueActivity, Proposal
from triage.proposals.operations.deciding import ProposalStateError, apply
from triage.proposals.operations.proposing import ACTOR, propose

# The second does what the first has made possible: moves into what was split off.
PASSES = 2

Kind = Proposal.Kind
# What is merged away can't be taken from any more.
ORDER = (Kind.SPLIT, Kind.MOVE, Kind.MERGE)


def consolidate(
    *,
    project: Project,
    changes_of: Callable[[Project], Sequence[Change]],
    clock: Callable[[], datetime],
) -> int:
    """Propose what `changes_of` finds; how many were applied by themselves.

    Those are as sure as the project asks for; or as sure as YOUNG_FROM, and only young issues lose
    by them, which nobody knows yet: of fewer than YOUNG complaints, and no person has done
    anything to them. Each is applied in a transaction of its own. `clock` is asked again at the
    end, since a round takes time and what it moved itself is nothing new to the next.
    """
    applied = 0
    for _ in range(PASSES):
        propose(project=project, changes=changes_of(project), now=clock())
        done = sum(_applied(proposal, now=clock()) for proposal in _to_apply(project))
        applied += done
        if not done:
            break
    Grouping.objects.filter(project=project).update(consolidated_at=clock())
    return applied


def _to_apply(project: Project) -> list[Proposal]:
    apply_from = Grouping.objects.values_list("apply_from", flat=True).get(project=project)
    if apply_from is None:
        return []
    waiting = Proposal.objects.of(project).filter(state=Proposal.State.OPEN)
    rows = waiting.select_related("project", "issue", "other").order_by("-confidence", "id")
    touched = _touched(project)
    sure = [row for row in rows if row.confidence >= apply_from or _is_free(row, touched)]
    return sorted(sure, key=lambda row: ORDER.index(Kind(row.kind)))


def _applied(proposal: Proposal, *, now: datetime) -> bool:
    """What another one has overtaken waits for the next round; and what was closed by a fix, also
    since the round began, for a person: its fix and what is told of it would be lost."""
    if Fix.objects.standing().filter(issue__in=[proposal.issue_id, proposal.other_id]).exists():
        return False
    try:
        apply(proposal=proposal, actor=ACTOR, now=now)
    except ProposalStateError:
        return False
    return True


def _touched(project: Project) -> set[UUID]:
    """The issues that a person has done something to."""
    acts = IssueActivity.objects.filter(issue__project=project)
    acts = acts.exclude(actor__startswith="system:")
    return set(acts.values_list("issue_id", flat=True).distinct())


def _is_free(row: Proposal, touched: set[UUID]) -> bool:
    """Whether only what is young loses by it; and it hides nothing in an issue that is closed."""
    if row.confidence < YOUNG_FROM:
        return False
    if row.kind == Kind.MERGE and row.other:
        pair = {row.issue, row.other}
        kept = survivor(pair)
        [lost] = pair - {kept}
    else:
        lost, kept = row.issue, row.other or row.issue
    young = lost.complaints < YOUNG and lost.pk not in touched
    return young and kept.status == Issue.Status.UNRESOLVED

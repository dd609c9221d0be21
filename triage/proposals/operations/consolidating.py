"""One round of consolidation: find, propose, apply what is sure enough."""

from collections.abc import Callable, Sequence
from datetime import datetime

from feedback.models import Project
from triage.clustering.changes import Change
from triage.models import Grouping, Proposal
from triage.proposals.operations.deciding import ProposalStateError, apply
from triage.proposals.operations.proposing import ACTOR, propose


def consolidate(
    *,
    project: Project,
    changes_of: Callable[[Project], Sequence[Change]],
    clock: Callable[[], datetime],
) -> int:
    """Propose what `changes_of` finds; how many were applied by themselves.

    Each is applied in a transaction of its own, the surest first: what one has overtaken waits
    for the next round. `clock` is asked again at the end, since a round takes time and what it
    moved itself is nothing new to the next.
    """
    propose(project=project, changes=changes_of(project), now=clock())
    applied = 0
    apply_from = Grouping.objects.values_list("apply_from", flat=True).get(project=project)
    if apply_from is not None:
        waiting = Proposal.objects.of(project).filter(state=Proposal.State.OPEN)
        sure = waiting.filter(confidence__gte=apply_from).order_by("-confidence", "id")
        for proposal in sure.select_related("project"):
            try:
                apply(proposal=proposal, actor=ACTOR, now=clock())
                applied += 1
            except ProposalStateError:
                continue
    Grouping.objects.filter(project=project).update(consolidated_at=clock())
    return applied

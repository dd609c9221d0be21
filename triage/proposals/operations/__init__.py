"""Every write of proposals: what consolidation found, and what was decided."""

from triage.proposals.operations.consolidating import consolidate
from triage.proposals.operations.deciding import ProposalStateError, apply, reject, take_back
from triage.proposals.operations.proposing import propose
from triage.proposals.operations.setting import choose_apply_from

__all__ = [
    "ProposalStateError",
    "apply",
    "choose_apply_from",
    "consolidate",
    "propose",
    "reject",
    "take_back",
]

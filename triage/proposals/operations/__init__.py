"""Every write of proposals: what consolidation found, and what was decided."""

from triage.proposals.operations.consolidating import consolidate
from triage.proposals.operations.deciding import ProposalStateError, apply, reject, take_back
from triage.proposals.operations.proposing import propose
from triage.proposals.operations.rounds import ask_for_round, begin_round, end_round
from triage.proposals.operations.setting import choose_apply_from

__all__ = [
    "ProposalStateError",
    "apply",
    "ask_for_round",
    "begin_round",
    "choose_apply_from",
    "consolidate",
    "end_round",
    "propose",
    "reject",
    "take_back",
]

"""The pages of proposals: what waits for a decision, and deciding it."""

from triage.proposals.pages.deciding import decide, undo_decisions
from triage.proposals.pages.reading import proposal, proposals
from triage.proposals.pages.rounds import choose_confidence, how_it_goes, run_now

__all__ = [
    "choose_confidence",
    "decide",
    "how_it_goes",
    "proposal",
    "proposals",
    "run_now",
    "undo_decisions",
]

"""The floor's pages: the queue, an issue, acting on them; and who answers for what."""

from triage.issues.pages.acting import act, bulk_act, undo_acts
from triage.issues.pages.alike import issues_alike
from triage.issues.pages.bursts import bursts, count_bursts, undo_bursts
from triage.issues.pages.live import hold, live
from triage.issues.pages.owners import act_on_owner, owner, owners, set_owner_away
from triage.issues.pages.ownership import rules, rules_revert, rules_trial
from triage.issues.pages.reading import issue, queue
from triage.issues.pages.saved import change_view, save_view
from triage.issues.pages.standing_out import standing_out
from triage.issues.pages.suggesting import choose_suggesting

__all__ = [
    "act",
    "act_on_owner",
    "bulk_act",
    "bursts",
    "change_view",
    "choose_suggesting",
    "count_bursts",
    "hold",
    "issue",
    "issues_alike",
    "live",
    "owner",
    "owners",
    "queue",
    "rules",
    "rules_revert",
    "rules_trial",
    "save_view",
    "set_owner_away",
    "standing_out",
    "undo_acts",
    "undo_bursts",
]

"""The floor's pages: the queue, an issue, acting on them; and who answers for what."""

from triage.issues.pages.acting import act, bulk_act, undo_acts
from triage.issues.pages.ownership import rules
from triage.issues.pages.reading import issue, queue

__all__ = ["act", "bulk_act", "issue", "queue", "rules", "undo_acts"]

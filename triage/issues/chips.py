"""An issue's state in a word or two, with the tone of its chip."""

from datetime import datetime

from triage.issues.due_words import DueWords, due_words
from triage.models import Issue
from triage.models.issues import NEVER

# Status or substatus: the word on the chip, and the colour beside the word.
_CHIPS = {
    "new": ("New", "accent"),
    "ongoing": ("Ongoing", ""),
    "escalating": ("Escalating", "bad"),
    "regressed": ("Came back", "bad"),
    "resolved": ("Resolved", "good"),
    "verified": ("Verified", "good"),
    "archived": ("Archived", ""),
    "merged": ("Merged", ""),
}


def status_chip(issue: Issue) -> tuple[str, str]:
    """The word, and its tone: a class of the chip, or nothing."""
    return _CHIPS[issue.substatus or issue.status]


def due_chip(issue: Issue, now: datetime) -> DueWords | None:
    """When an open issue is due; that it waits; or nothing."""
    if issue.status != Issue.Status.UNRESOLVED:
        return None
    if issue.waiting_since:
        return DueWords(f"Waits on {issue.waiting_on}", "")
    due_at = None if issue.due_at == NEVER else issue.due_at
    return due_words(due_at=due_at, responded=bool(issue.responded_at), now=now)

"""How the pages say an issue's state and times."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django import template

from triage.issues.due_words import DueWords, due_words
from triage.issues.wording import ago as how_long_ago
from triage.models import Issue
from triage.models.issues import NEVER

register = template.Library()

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


@register.filter
def up_to(count: int, most: int) -> str:
    """1,234, or 1,000+ where no more than so many were counted."""
    return f"{most:,}+" if count > most else f"{count:,}"


@register.filter
def status_word(issue: Issue) -> str:
    return _CHIPS[issue.substatus or issue.status][0]


@register.filter
def status_tone(issue: Issue) -> str:
    return _CHIPS[issue.substatus or issue.status][1]


@register.filter
def of(words: Mapping[str, str] | None, short_id: str) -> str:
    """What a mapping has of an issue, if anything."""
    return words.get(short_id, "") if words else ""


@register.filter
def alike(likeness: Mapping[UUID, float] | None, issue: Issue) -> str:
    """How near in meaning an issue is to what is looked for, where that is known."""
    near = (likeness or {}).get(issue.pk)
    return "" if near is None else f"{near:.2f} alike"


@register.filter
def ago(then: datetime, now: datetime) -> str:
    return how_long_ago(then, now)


@register.filter
def due_chip(issue: Issue, now: datetime) -> DueWords | None:
    """When an open issue is due; that it waits; or nothing."""
    if issue.status != Issue.Status.UNRESOLVED:
        return None
    if issue.waiting_since:
        return DueWords(f"Waits on {issue.waiting_on}", "")
    due_at = None if issue.due_at == NEVER else issue.due_at
    return due_words(due_at=due_at, responded=bool(issue.responded_at), now=now)


@register.filter
def working_time(time: timedelta) -> str:
    """Working time to the hour: "16 working hours"."""
    hours = round(time.total_seconds() / 3600)
    return f"{hours} working hour{'' if hours == 1 else 's'}"

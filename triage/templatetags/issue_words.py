"""How the pages say an issue's state and times."""

from datetime import datetime

from django import template

from triage.issues.wording import ago as how_long_ago
from triage.models import Issue

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
def status_word(issue: Issue) -> str:
    return _CHIPS[issue.substatus or issue.status][0]


@register.filter
def status_tone(issue: Issue) -> str:
    return _CHIPS[issue.substatus or issue.status][1]


@register.filter
def ago(then: datetime, now: datetime) -> str:
    return how_long_ago(then, now)

"""How the pages say an issue's state and times."""

from datetime import datetime, timedelta

from django import template

from triage.issues import chips
from triage.issues.due_words import DueWords
from triage.issues.wording import ago as how_long_ago
from triage.models import Issue

register = template.Library()


@register.filter
def up_to(count: int, most: int) -> str:
    """1,234, or 1,000+ where no more than so many were counted."""
    return f"{most:,}+" if count > most else f"{count:,}"


@register.filter
def status_word(issue: Issue) -> str:
    return chips.status_chip(issue)[0]


@register.filter
def status_tone(issue: Issue) -> str:
    return chips.status_chip(issue)[1]


@register.filter
def ago(then: datetime, now: datetime) -> str:
    return how_long_ago(then, now)


@register.filter
def due_chip(issue: Issue, now: datetime) -> DueWords | None:
    """When an open issue is due; that it waits; or nothing."""
    return chips.due_chip(issue, now)


@register.filter
def working_time(time: timedelta) -> str:
    """Working time to the hour: "16 working hours"."""
    hours = round(time.total_seconds() / 3600)
    return f"{hours} working hour{'' if hours == 1 else 's'}"

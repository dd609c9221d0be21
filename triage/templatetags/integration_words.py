"""What other pages say of an issue's twins outside."""

from django import template

from triage.integrations.trackers.queries import Elsewhere, elsewhere
from triage.models import Issue

register = template.Library()


@register.simple_tag
def twins_of(issue: Issue) -> Elsewhere:
    """Where the issue is, and could be, outside."""
    return elsewhere(issue)

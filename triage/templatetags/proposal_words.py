"""What other pages say of proposals."""

from django import template

from feedback.models import Project
from triage.proposals.queries import waiting_of

register = template.Library()


@register.simple_tag
def proposals_waiting(project: Project) -> int:
    """How many wait for a decision."""
    return waiting_of(project).count()

"""What other pages say of proposals."""

from django import template

from feedback.models import Project
from triage.models import Issue, Proposal
from triage.proposals.operations.deciding import in_words
from triage.proposals.queries import waiting_about, waiting_of

register = template.Library()


@register.simple_tag
def proposals_waiting(project: Project) -> int:
    """How many wait for a decision."""
    return waiting_of(project).count()


@register.simple_tag
def proposals_about(issue: Issue) -> list[tuple[Proposal, str]]:
    """Those that wait and would change the issue, with what each would do."""
    rows = waiting_about(issue)
    # Mostly there are none, and to ask for that takes a tenth of the time.
    return [(row, in_words(row)) for row in rows] if rows.exists() else []

"""How the pages say how urgent an issue is."""

from django import template

from triage.models import Issue
from triage.priority.showing import Part, parts_shown, why

register = template.Library()


@register.filter
def priority_why(issue: Issue) -> str:
    return why(by=issue.priority_by, score=issue.score, stored=issue.score_parts)


@register.filter
def score_parts(issue: Issue) -> list[Part]:
    return parts_shown(issue.score_parts)

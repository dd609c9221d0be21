"""What other pages say of notices."""

from django import template

from feedback.models import Member
from triage.notices.for_members import unread_of

register = template.Library()


@register.simple_tag
def notices_unread(member: Member) -> int:
    """How many notices wait for the member."""
    return unread_of(member)

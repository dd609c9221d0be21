"""What the pages of corrections say of shares."""

from django import template

register = template.Library()


@register.filter
def share_of(part: int, whole: int) -> str:
    """ "83%"."""
    return f"{part / whole:.0%}"


@register.filter
def percents(interval: tuple[float, float]) -> str:
    """ "71% to 92%"."""
    low, high = interval
    return f"{low:.0%} to {high:.0%}"

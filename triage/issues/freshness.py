"""Whether a source may still be relied on. Pure."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

SOON = timedelta(days=30)

Tone = Literal["good", "warn", "bad", ""]


class Freshness(NamedTuple):
    """A word for people, and how it is coloured beside that word."""

    word: str
    tone: Tone


def freshness(*, status: str, approved_until: date | None, today: date) -> Freshness:
    """What a source's status and approval date come to on a day. The date itself still counts."""
    if status == "withdrawn":
        return Freshness("withdrawn", "bad")
    if approved_until and approved_until < today:
        return Freshness("expired", "bad")
    if status == "draft":
        return Freshness("draft", "warn")
    if approved_until and approved_until - today <= SOON:
        return Freshness("expires soon", "warn")
    if status == "approved":
        return Freshness("approved", "good")
    return Freshness("status not stated", "")

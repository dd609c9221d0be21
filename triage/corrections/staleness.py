"""Why a verified answer may not be relied on any more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RestsOn:
    """A source as it is now, and the version in which it was read for the answer."""

    name: str
    status: str
    approved_until: date | None
    version: str
    read_version: str


def stale_why(valid_until: date | None, sources: Sequence[RestsOn], *, today: date) -> str:
    """The first reason, in words; "" while it holds. A day named still counts itself."""
    if valid_until and valid_until < today:
        return f"it was valid until {valid_until}"
    for one in sources:
        if one.status == "withdrawn":
            return f"{one.name} was withdrawn"[:300]
        if one.approved_until and one.approved_until < today:
            return f"{one.name} was approved until {one.approved_until}"[-300:]
        if one.version != one.read_version:
            return f"{one.name} has another version than the one that was read"[-300:]
    return ""

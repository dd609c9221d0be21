"""What a reporter is told of their word's fate. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

State = Literal["received", "under review", "being fixed", "fixed", "declined"]

STATES: tuple[State, ...] = ("received", "under review", "being fixed", "fixed", "declined")


@dataclass(frozen=True)
class Receipt:
    """`says` is what a triager said to reporters, "" for nothing; `since` the day from which it
    is fixed or declined, where one is known; `asks` the fix in force, of which reporters can say
    whether it is right now."""

    state: State
    says: str = ""
    since: date | None = None
    asks: UUID | None = None


class Mending(Protocol):
    """A fix, as far as it matters here. `in_force_at` None: it waits for production."""

    pk: UUID
    kind: str
    says: str
    made_at: datetime
    in_force_at: datetime | None


def state_of(*, status: str, taken: bool, returns: bool = False, noise: bool = False) -> State:
    """From the status of the issue that the word is in.

    `taken`: somebody is on it and has done something. `returns`: it is archived for a while, which
    puts it off and declines nothing. `noise`: it is set aside as pressed by mistake, and nobody
    answers that.
    """
    if noise:
        return "received"
    if status == "unresolved":
        return "being fixed" if taken else "under review"
    if status == "archived":
        return "under review" if returns else "declined"
    return "fixed" if status in {"resolved", "verified"} else "received"


def receipt_of(
    state: State, *, fix: Mending | None, says: str, at: datetime | None, now: datetime
) -> Receipt:
    """With words and a day only where the state is an end.

    What is resolved is fixed once its fix is in force, and declined where that is to mend nothing.
    `says` and `at` are of what has no fix.
    """
    if state == "fixed" and fix:
        return _by_fix(fix, now)
    if state not in {"fixed", "declined"}:
        return Receipt(state)
    return Receipt(state, says, at.date() if at else None)


def _by_fix(fix: Mending, now: datetime) -> Receipt:
    if fix.kind == "wont_fix":
        return Receipt("declined", fix.says, fix.made_at.date())
    if fix.in_force_at is None or fix.in_force_at > now:
        return Receipt("being fixed")
    return Receipt("fixed", fix.says, fix.in_force_at.date(), asks=fix.pk)

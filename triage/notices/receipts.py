"""What a reporter is told of their word's fate. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["received", "under review", "being fixed", "fixed", "declined"]

STATES: tuple[State, ...] = ("received", "under review", "being fixed", "fixed", "declined")


@dataclass(frozen=True)
class Receipt:
    """`says` is what a triager said to reporters, "" for nothing; `since` the day from which it
    is fixed or declined, where one is known."""

    state: State
    says: str = ""
    since: date | None = None


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


def receipt_of(state: State, *, says: str, at: datetime | None) -> Receipt:
    """With words and a day only where the state is an end."""
    if state not in {"fixed", "declined"}:
        return Receipt(state)
    return Receipt(state, says, at.date() if at else None)

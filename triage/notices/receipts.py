"""What a reporter is told of their word's fate. Pure."""

from typing import Literal

State = Literal["received", "under review", "being fixed", "fixed", "declined"]

STATES: tuple[State, ...] = ("received", "under review", "being fixed", "fixed", "declined")


def state_of(*, status: str | None, taken: bool) -> State:
    """From the status of the issue that the word is in; None where it is in none.

    `taken`: somebody has taken the issue on. What is merged is asked of the issue it went into.
    """
    if status == "unresolved":
        return "being fixed" if taken else "under review"
    closed: dict[str | None, State] = {
        "resolved": "fixed",
        "verified": "fixed",
        "archived": "declined",
    }
    return closed.get(status, "received")

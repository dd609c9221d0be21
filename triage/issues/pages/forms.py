"""What a form's fields may hold."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from triage.issues.operations import IssueRefusedError
from triage.models import Owner
from triage.routing.clocks import hours_of


def ids(texts: Iterable[str], *, what: str) -> list[UUID]:
    """The ids that a form names. IssueRefusedError for what is none."""
    try:
        return [UUID(text) for text in texts]
    except ValueError as error:
        raise IssueRefusedError(f"That is no {what}.", path=what) from error


def number(text: str, *, what: str) -> int:
    """A whole number of a form. IssueRefusedError."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise IssueRefusedError(f"The {what} is a whole number.", path=what)
    return int(text)


def line(text: str) -> str:
    """One line of a form, without space around it. IssueRefusedError."""
    if "\x00" in text:
        raise IssueRefusedError("That is no text.")
    return text.strip()


def day(text: str, *, path: str) -> date:
    """A day as browsers send it. IssueRefusedError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise IssueRefusedError("The day is written 2026-12-31.", path=path) from error


def midnight(text: str, *, owner: Owner, path: str) -> datetime:
    """When a day begins in the owner's time zone. IssueRefusedError."""
    return datetime.combine(day(text, path=path), time(), tzinfo=hours_of(owner).zone)

"""What a detector hands over: something found, with what it rests on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

LOW, MEDIUM, HIGH, URGENT = 1, 2, 3, 4


class Heard(NamedTuple):
    """A complaint: whose it is, and when it was given."""

    id: UUID
    voter: str
    at: datetime


@dataclass(frozen=True)
class Window:
    """From when to when it was looked: `since` counts, `until` does not."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Found:
    """Something worth an issue of its own.

    `subject` is the same whenever the same is found again. `says` is one sentence with the figures
    that matter; `definition` says what was counted, out of what. `figures` are (name, value).
    `last_seen` is when what it rests on last happened: what happens after an issue was resolved
    brings it back. `sources` are ids of the sources that it is about, for whoever answers for them.
    """

    subject: str
    title: str
    says: str
    definition: str
    window: Window
    figures: tuple[tuple[str, str], ...]
    heard: tuple[Heard, ...]
    first_seen: datetime
    last_seen: datetime
    sources: tuple[UUID, ...] = ()
    priority: int = MEDIUM

    @property
    def people(self) -> int:
        return len({complaint.voter for complaint in self.heard})

    def evidence(self) -> dict[str, object]:
        """As it is kept and shown."""
        return {
            "says": self.says,
            "definition": self.definition,
            "since": self.window.since.isoformat(),
            "until": self.window.until.isoformat(),
            "figures": [list(figure) for figure in self.figures],
        }


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 answer", "1,200 answers"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def by_whom(heard: Iterable[Heard]) -> str:
    """ "12 complaints by 3 people"."""
    listed = list(heard)
    people = len({complaint.voter for complaint in listed})
    return f"{counted(len(listed), 'complaint')} by {counted(people, 'person', 'people')}"

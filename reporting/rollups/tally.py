"""What the daily tables add up to, over a period and a group. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


@dataclass(frozen=True, order=True)
class Window:
    """Days (UTC) from `first` to `last`, both within."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a window ends before it begins")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_week(self) -> bool:
        """Whether it is one from Monday to Sunday."""
        return self.days == 7 and self.first.weekday() == 0

    def common(self, other: "Window") -> "Window | None":
        """The days that are in both."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Window(first, last) if first <= last else None

    def before(self) -> "Window":
        """The window of equal length that ends the day before."""
        return Window(self.first - timedelta(self.days), self.first - timedelta(1))

    def weeks(self) -> "Iterator[Window]":
        """The weeks from Monday to Sunday that it touches, cut to it at both ends."""
        first = self.first
        while first <= self.last:
            last = min(first + timedelta(6 - first.weekday()), self.last)
            yield Window(first, last)
            first = last + timedelta(1)


class Cell(NamedTuple):
    """A place in a table of figures; a week by its first day within the table's window.

    None means all of them, and "" those without a team or cohort.
    """

    week: date | None = None
    team: str | None = None
    cohort: str | None = None


@dataclass(frozen=True)
class Tally:
    """Everything counted in a cell. See the models for what each count is.

    `users` are the distinct people with an answer or a word, `speakers` those with a standing
    word, `voters` those with a thumb, `viewers` those of whom it was sent that they saw an answer;
    seeing one is no use by itself. Whoever is not known counts once for each visitor id, and
    each answer to nobody known as one more user. `registered`, `active` (those of them with an
    answer or a word in the period) and `never_used` (those without any up to its end) are people
    registered and not left at the period's end, by the team and cohort they are in at present.
    """

    answers: int = 0
    anonymous: int = 0
    abstained: int = 0
    rated_answers: int = 0
    complained_answers: int = 0
    words: int = 0
    up: int = 0
    down: int = 0
    complaints: int = 0
    corrections: int = 0
    unverified: int = 0
    seen: int = 0
    seen_spoken: int = 0
    answered: int = 0
    cited: int = 0
    complete: int = 0
    approved: int = 0
    current: int = 0
    verifiable: int = 0
    unverified_answers: int = 0
    cited_complained: int = 0
    unduly_answered: int = 0
    abstained_right: int = 0
    abstained_wrong: int = 0
    users: int = 0
    speakers: int = 0
    voters: int = 0
    viewers: int = 0
    registered: int = 0
    active: int = 0
    never_used: int = 0

"""Spans: the days, and the runs of weeks, for which what happened is kept added up. Pure.

A window is put together from as few of them as there are: long ones within, short ones at its
ends. Weeks begin on Monday; longer spans are so many weeks from a fixed one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

# In days. Each is a whole number of the one before it.
LENGTHS = (1, 7, 28, 112)

_MONDAY = date(1, 1, 1).toordinal()  # the first of days is one


class Span(NamedTuple):
    """So many days from the first on."""

    days: int
    first: date

    @classmethod
    def around(cls, day: date, days: int) -> "Span":
        """The span of that length that the day is in."""
        past = (day.toordinal() - _MONDAY) % days
        return cls(days, day - timedelta(past))

    @property
    def over(self) -> date:
        """The day after its last."""
        return self.first + timedelta(self.days)

    def parts(self) -> "list[Span]":
        """The spans of the next shorter length that it is made of."""
        shorter = LENGTHS[LENGTHS.index(self.days) - 1]
        starts = range(0, self.days, shorter)
        return [Span(shorter, self.first + timedelta(start)) for start in starts]


def spans_of(first: date, over: date) -> Iterator[Span]:
    """The fewest spans that make up the days from `first` to before `over`, in order."""
    while first < over:
        fitting = (
            span
            for days in reversed(LENGTHS)
            if (span := Span.around(first, days)).first == first and span.over <= over
        )
        span = next(fitting)
        yield span
        first = span.over

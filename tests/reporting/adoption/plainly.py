"""Random people with their days of use, and the definitions of adoption read plainly of each."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from hypothesis import strategies as st

from reporting.adoption.bits import Bits, Numbers, bits_of, flags_of, width
from reporting.adoption.states import State
from reporting.adoption.use import WEEK, Use
from reporting.rollups.marks import NEVER, Marks

MONDAY = date(2026, 3, 2)


def use_of(first: date, days: Bits, registered: Numbers, left: Numbers) -> Use:
    """From who used it on every day from a Monday on."""
    people = len(registered)
    marks = Marks.none(people)
    for day, row in enumerate(days):
        marks.add(day, np.flatnonzero(flags_of(row, people)).astype(np.uint32))
    starts = range(0, len(days), WEEK)
    weeks = [np.bitwise_or.reduce(days[at : at + WEEK], axis=0) for at in starts]
    return Use(first, len(days) - 1, np.array(weeks), days, marks, registered, left)


@dataclass(frozen=True)
class Someone:
    """A person by days: registered, left or not, and those of use."""

    registered: int
    left: int | None
    used: frozenset[int] = field(default_factory=frozenset)

    def is_there(self, day: int) -> bool:
        return self.registered <= day and (self.left is None or self.left > day)

    def state(self, day: int) -> State | None:
        if not self.is_there(day):
            return None
        ago = [day - used for used in self.used if used <= day]
        if not ago:
            return State.NEVER_USED
        if min(ago) >= 84:
            return State.LAPSED
        if min(ago) >= 28:
            return State.DORMANT
        weeks = {days // 7 for days in ago if days < 28}
        return State.HABITUAL if len(weeks) >= 3 else State.OCCASIONAL

    def until(self, last: int) -> int:
        return last if self.left is None else min(last, self.left)

    def lapsed(self, last: int) -> int | None:
        """The first day known by the last at whose end 84 days have gone without use."""
        days = range(min(self.used, default=last + 1), self.until(last) + 1)
        return next((d for d in days if all(d - used not in range(84) for used in self.used)), None)


@dataclass(frozen=True)
class Case:
    days: int
    people: list[Someone]

    @property
    def last(self) -> int:
        return self.days - 1

    def use(self) -> Use:
        rows = [bits_of(np.array([d in p.used for p in self.people])) for d in range(self.days)]
        left = [NEVER if p.left is None else p.left for p in self.people]
        return use_of(
            MONDAY,
            np.array(rows).reshape(self.days, width(len(self.people))),
            np.array([p.registered for p in self.people], np.int32),
            np.array(left, np.int32),
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to 30 weeks of a few people, each with stretches of use and of none."""
    days = draw(st.integers(1, 210))
    someone = st.builds(
        Someone,
        registered=st.integers(-20, days + 5),
        left=st.none() | st.integers(0, days + 5),
        used=st.lists(
            st.tuples(st.integers(0, days - 1), st.integers(1, 40), st.integers(1, 9)), max_size=3
        ).map(lambda runs: _days(runs, days)),
    )
    return Case(days, draw(st.lists(someone, min_size=1, max_size=9)))


def _days(runs: list[tuple[int, int, int]], days: int) -> frozenset[int]:
    """Runs of use: from a day on, for so many days, every so many days."""
    return frozenset(
        day
        for start, length, step in runs
        for day in range(start, start + length, step)
        if day < days
    )

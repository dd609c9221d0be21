"""Which state of use each registered person is in at the end of a day. Pure.

The states are exclusive and add up to all who are registered and have not left. After the last
use, in days: habitual and occasional 0 to 27, dormant 28 to 83, lapsed 84 or more. Weeks, four to
28 days and twelve to 84, are the seven days that end with the day looked at, and so on back; at
the end of a calendar week they are calendar weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reporting.adoption.bits import Bits, at_least, size
from reporting.adoption.use import WEEK, Use

ACTIVE_WEEKS, LAPSED_WEEKS = 4, 12
HABIT = 3  # of the ACTIVE_WEEKS


class State(StrEnum):
    """In the order in which they are shown: the most use first."""

    HABITUAL = "habitual"
    OCCASIONAL = "occasional"
    DORMANT = "dormant"
    LAPSED = "lapsed"
    NEVER_USED = "never_used"


@dataclass(frozen=True)
class Standing:
    """Who is in which state at the end of a day, and who was active of late; rows of bits."""

    there: Bits
    states: Mapping[State, Bits]
    today: Bits
    week: Bits

    @property
    def month(self) -> Bits:
        """Active within 28 days."""
        return self.states[State.HABITUAL] | self.states[State.OCCASIONAL]

    @property
    def activated(self) -> Bits:
        """All who have used it at all."""
        return self.there & ~self.states[State.NEVER_USED]


def states(weeks: Bits, *, ever: Bits, there: Bits) -> dict[State, Bits]:
    """The states of those who are there, given who used it in each of the up to twelve last weeks
    [weeks, bytes], the latest last, and who `ever` did."""
    near, far = weeks[-ACTIVE_WEEKS:], weeks[-LAPSED_WEEKS:]
    habitual = at_least(near, HABIT) & there
    active = np.bitwise_or.reduce(near, axis=0) & there
    known = np.bitwise_or.reduce(far, axis=0) & there
    used = ever & there
    return {
        State.HABITUAL: habitual,
        State.OCCASIONAL: active & ~habitual,
        State.DORMANT: known & ~active,
        State.LAPSED: used & ~known,
        State.NEVER_USED: there & ~used,
    }


def standing(use: Use) -> Standing:
    """How everybody stands at the end of the last day."""
    weeks = _weeks_to(use.days[-WEEK * LAPSED_WEEKS :])
    ever = np.bitwise_or.reduce(use.weeks, axis=0)
    there = use.there[-1]
    return Standing(
        there=there,
        states=states(weeks, ever=ever, there=there),
        today=use.days[-1] & there,
        week=weeks[-1] & there,
    )


def _weeks_to(days: Bits) -> Bits:
    """The weeks that end with the last of the days, the first as far as there are days."""
    ends = range(len(days), 0, -WEEK)
    weeks = [np.bitwise_or.reduce(days[max(0, end - WEEK) : end], axis=0) for end in ends]
    return np.array(weeks[::-1])


def course(use: Use) -> list[dict[State, Bits]]:
    """The states at the end of each calendar week but the last, and then at the last day."""
    ever = np.bitwise_or.accumulate(use.weeks, axis=0)
    return [
        states(use.weeks_to(at, LAPSED_WEEKS), ever=ever[at], there=use.there[at])
        for at in range(len(use.weeks) - 1)
    ] + [dict(standing(use).states)]


def ever_habitual(use: Use) -> Bits:
    """Who has been habitual at the end of any calendar week, or is so at the last day."""
    found = at_least(_weeks_to(use.days[-WEEK * ACTIVE_WEEKS :]), HABIT)
    for at in range((use.last + 1) // WEEK):
        found |= at_least(use.weeks_to(at, ACTIVE_WEEKS), HABIT)
    return found


@dataclass(frozen=True)
class Stickiness:
    """How many of the days of a week those who were active use it, on average.

    The mean over `people` of days used / `days`, with the sums of which its interval is made.
    """

    people: int
    days: int
    used: int
    squares: int


def stickiness(use: Use, at: int, among: Bits) -> tuple[Stickiness, Stickiness]:
    """Of calendar week `at`, of those `among`: of the people active in the week (DAU/WAU), and of
    those active in the 28 days to its end (DAU/MAU). Its days are among those of `use.days`."""
    first, last, shift = at * WEEK, use.week_end(at), use.row_of_day_0
    days = use.days[first + shift : last + shift + 1] & among
    used = size(days)
    squares = used + 2 * sum(
        size(days[one] & days[other]) for one in range(len(days)) for other in range(one)
    )
    month = np.bitwise_or.reduce(use.weeks_to(at, ACTIVE_WEEKS), axis=0) & among
    week = size(use.weeks[at] & among)
    return (
        Stickiness(week, len(days), used, squares),
        Stickiness(size(month), len(days), used, squares),
    )

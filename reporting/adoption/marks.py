"""What each person's days of use come to, kept up day after day. Pure.

Any of it as of a day needs only the days up to it, so that a copy of some day can be gone on from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reporting.adoption.bits import NEVER, Flags, Numbers

# Days after the first use, which is day 0.
NTH_DAYS = (1, 7, 14, 28, 56, 84)
LAPSED_AFTER = 84

# The bit that stands for each of them, by the number of days after the first use.
_BIT = np.zeros(max(NTH_DAYS) + 2, np.uint8)
_BIT[list(NTH_DAYS)] = [1 << place for place in range(len(NTH_DAYS))]


@dataclass(frozen=True)
class Marks:
    """Days as numbers, [people] each. `first` and `last` use, NEVER and -NEVER where there is none;
    `broke`, the day on which the first stretch of 84 days without use was full that was ended by a
    use, else NEVER; `kept`, bits of NTH_DAYS on which they used it."""

    first: Numbers
    last: Numbers
    broke: Numbers
    kept: NDArray[np.uint8]

    @classmethod
    def none(cls, people: int) -> "Marks":
        """Before anybody used it."""
        first, last, broke = (np.full(people, mark, np.int32) for mark in (NEVER, -NEVER, NEVER))
        return cls(first, last, broke, np.zeros(people, np.uint8))

    def add(self, day: int, who: NDArray[np.integer]) -> None:
        """Those people used it on that day, which comes after all that were added."""
        before = self.last[who]
        fresh = who[before < 0]
        self.first[fresh] = day
        late = (before >= 0) & (day - before > LAPSED_AFTER)
        back = who[late & (self.broke[who] == NEVER)]
        self.broke[back] = self.last[back] + LAPSED_AFTER
        self.last[who] = day
        since = np.minimum(day - self.first[who], len(_BIT) - 1)
        self.kept[who] |= _BIT[since]

    def lapsed(self, until: Numbers) -> Numbers:
        """The day on which the first 84 days without use were full, as far as is known by `until`
        [people]; else NEVER."""
        full = self.last + LAPSED_AFTER
        now = (self.first < NEVER) & (full <= until)
        return np.minimum(self.broke, np.where(now, full, NEVER))

    def kept_on(self, day: int) -> Flags:
        """Who used it on that day after their first use, one of NTH_DAYS."""
        found: Flags = (self.kept & _BIT[day]) > 0
        return found

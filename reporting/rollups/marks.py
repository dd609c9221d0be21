"""What each person's days of use come to, kept up day after day. Pure.

Any of it as of a day needs only the days up to it, so that a copy of some day can be gone on from.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import Mask, Numbers

Days = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint8]

# A day that never comes.
NEVER = np.int32(2**30)

# Days after the first use, which is day 0.
NTH_DAYS = (1, 7, 14, 28, 56, 84)
LAPSED_AFTER = 84

# The bit that stands for each of them, by the number of days after the first use.
_BIT = np.zeros(max(NTH_DAYS) + 2, np.uint8)
_BIT[list(NTH_DAYS)] = [1 << place for place in range(len(NTH_DAYS))]

# As stored a day is two bytes, from this one on: enough up to 2169.
_EPOCH = date(1990, 1, 1).toordinal() - 1


@dataclass(frozen=True)
class Marks:
    """By a person's number, days as ordinals, or counted from another day on.

    `first` and `last` use, NEVER and -NEVER where there is none; `broke`, the day on which the
    first stretch of 84 days without use was full that was ended by a use, else NEVER; `kept`, bits
    of NTH_DAYS on which they used it.
    """

    first: Days
    last: Days
    broke: Days
    kept: Bits

    @classmethod
    def none(cls, size: int) -> "Marks":
        """Before anybody used it; `size` is one more than the highest number."""
        first, last, broke = (np.full(size, mark, np.int32) for mark in (NEVER, -NEVER, NEVER))
        return cls(first, last, broke, np.zeros(size, np.uint8))

    def add(self, day: int, who: Numbers) -> None:
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

    def lapsed(self, until: Days) -> Days:
        """The day on which the first 84 days without use were full, as far as is known by `until`
        of each; else NEVER."""
        full = self.last + LAPSED_AFTER
        now = (self.first < NEVER) & (full <= until)
        return np.minimum(self.broke, np.where(now, full, NEVER))

    def kept_on(self, day: int) -> Mask:
        """Who used it on that day after their first use, one of NTH_DAYS."""
        found: Mask = (self.kept & _BIT[day]) > 0
        return found

    def of_size(self, size: int) -> "Marks":
        """The same, of so many numbers."""
        return self.counted_from(0, size)

    def counted_from(self, day: int, size: int) -> "Marks":
        """The same, of so many numbers, with days counted from that one on."""
        found = Marks.none(size)
        known = min(size, self.first.size)
        used = np.flatnonzero(self.first[:known] < NEVER)
        found.first[used], found.last[used] = self.first[used] - day, self.last[used] - day
        broke = np.flatnonzero(self.broke[:known] < NEVER)
        found.broke[broke] = self.broke[broke] - day
        found.kept[:known] = self.kept[:known]
        return found

    def to_bytes(self) -> bytes:
        """Of ordinals, as they are stored."""
        days = np.stack([self.first, self.last, self.broke])
        days = np.where(np.abs(days) == NEVER, 0, days - _EPOCH)
        return days.astype("<u2").tobytes() + self.kept.tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Marks":
        """What `to_bytes` made."""
        size = len(stored) // 7
        first, last, broke = (
            np.frombuffer(stored, "<u2", 3 * size).reshape(3, size).astype(np.int32)
        )
        kept = np.frombuffer(stored, np.uint8, size, 6 * size).copy()
        return cls(
            np.where(first > 0, first + _EPOCH, NEVER),
            np.where(last > 0, last + _EPOCH, -NEVER),
            np.where(broke > 0, broke + _EPOCH, NEVER),
            kept,
        )

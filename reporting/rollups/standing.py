"""How many of the known people are registered, active, or never used it. Pure.

At the ends of many windows at once, by the teams and cohorts that people are in at present.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import People
from reporting.rollups.placed import Counts, Integers
from reporting.rollups.register import Days, Known
from reporting.rollups.tally import Window

Ends = npt.NDArray[np.int16]

_WORD = 64  # bits


class Standing:
    """Whoever is known, with the ends of windows at which they count.

    A person is registered from their day on until the day they left, and has never used it until
    the day of their first use: at so many ends in a row, of which only the first and the one
    after the last are kept.
    """

    def __init__(self, known: Known, windows: Sequence[Window]) -> None:
        """For windows that end as any of those do."""
        self._lasts = np.unique([window.last.toordinal() for window in windows])
        self._shape = len(known.teams), len(known.cohorts)
        places = np.where(known.team < 0, 0, known.team * self._shape[1] + known.cohort)
        over = np.int16(self._lasts.size)
        came = np.where(known.team < 0, over, self._ends(known.registered))
        left = np.maximum(came, np.where(known.left > 0, self._ends(known.left), over))
        began = np.where(known.first_use > 0, self._ends(known.first_use), over)
        come = self._counts(came, places)
        self._registered = come - self._counts(left, places)
        self._never = come - self._counts(np.minimum(left, np.maximum(came, began)), places)
        self._line_up(places, came, left)

    def _line_up(self, places: Integers, came: Ends, left: Ends) -> None:
        """Place after place, each from a word of bits of its own on, so that those in it are
        counted by words; the gaps have nobody, as has the number after the last."""
        size = places.size
        people = np.bincount(places, minlength=self._shape[0] * self._shape[1])
        words = np.concatenate([[0], -(-people // _WORD)]).cumsum()
        self._words = words
        shift = words[:-1] * _WORD - (people.cumsum() - people)
        order = np.argsort(places.astype(np.min_scalar_type(people.size)), kind="stable")
        self._numbers = np.full(int(words[-1]) * _WORD, size, np.intp)
        self._numbers[np.arange(size) + np.repeat(shift, people)] = order
        self._size = size
        self._came, self._left = (
            np.append(ends, np.int16(0)).take(self._numbers) for ends in (came, left)
        )

    def counts(self, window: Window, used: People) -> Counts:
        """[register.STANDS, team, cohort] for a window in which those used it."""
        end = int(np.searchsorted(self._lasts, window.last.toordinal()))
        active = used.mask(self._size + 1)
        active[self._size] = False
        active = active.take(self._numbers)
        active &= self._came <= end
        active &= self._left > end
        bits = np.bitwise_count(np.packbits(active).view(np.uint64)).cumsum(dtype=np.int64)
        cells = np.diff(np.concatenate([[0], bits])[self._words])
        return np.stack([self._registered[end], cells.reshape(self._shape), self._never[end]])

    def _ends(self, days: Days) -> Ends:
        """For each day the first of the ends that is not before it."""
        low, high = int(self._lasts[0]), int(self._lasts[-1]) + 1
        ends = np.searchsorted(self._lasts, np.arange(low, high + 1)).astype(np.int16)
        return ends.take(days.clip(low, high) - low)

    def _counts(self, ends: Ends, places: Integers) -> Counts:
        """[end, team, cohort]: those whose end was by then."""
        size = self._shape[0] * self._shape[1]
        cells = np.bincount(ends * np.intp(size) + places, minlength=(self._lasts.size + 1) * size)
        return cells.reshape(-1, *self._shape).cumsum(axis=0)

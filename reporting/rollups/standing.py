"""How many of the known people are registered, active, or never used it. Pure.

At the ends of many windows at once, by the teams and cohorts that people are in at present.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import People
from reporting.rollups.placed import Counts, with_totals
from reporting.rollups.register import Days, Known
from reporting.rollups.tally import Window

Ends = npt.NDArray[np.int16]


class Standing:
    """Whoever is known, with the ends of windows at which they count.

    A person is registered from their day on until the day they left, and has never used it until
    the day of their first use: at so many ends in a row, of which only the first and the one
    after the last are kept.
    """

    def __init__(self, known: Known, windows: Sequence[Window]) -> None:
        self._lasts = np.unique([window.last.toordinal() for window in windows])
        self._shape = len(known.teams), len(known.cohorts)
        places = known.team * self._shape[1] + known.cohort
        self._places = np.where(known.team < 0, 0, places).astype(np.intp)
        over = np.int16(self._lasts.size)
        self._from = np.where(known.team < 0, over, self._ends(known.registered))
        self._to = np.where(known.left > 0, self._ends(known.left), over)
        began = np.where(known.first_use > 0, self._ends(known.first_use), over)
        self._registered = self._counts(self._to)
        self._never = self._counts(np.minimum(self._to, began))

    def counts(self, window: Window, used: People) -> Counts:
        """[registered, active, never used; team; cohort], with all of them last, for a window in
        which those used it."""
        end = int(np.searchsorted(self._lasts, window.last.toordinal()))
        there = (self._from <= end) & (end < self._to)
        active = np.flatnonzero(used.mask(self._places.size) & there)
        cells = np.bincount(self._places.take(active), minlength=self._shape[0] * self._shape[1])
        return with_totals(
            np.stack([self._registered[end], cells.reshape(self._shape), self._never[end]])
        )

    def _ends(self, days: Days) -> Ends:
        """For each day the first of the ends that is not before it."""
        low, high = int(self._lasts[0]), int(self._lasts[-1]) + 1
        ends = np.searchsorted(self._lasts, np.arange(low, high + 1)).astype(np.int16)
        return ends.take(days.clip(low, high) - low)

    def _counts(self, to: Ends) -> Counts:
        """[end, team, cohort]: those for whom the end is among theirs."""
        some = self._from < to
        size = self._shape[0] * self._shape[1]
        cells = np.zeros((self._lasts.size + 1) * size, np.int64)
        for ends, sign in ((self._from, 1), (to, -1)):
            at = ends[some].astype(np.intp) * size + self._places[some]
            cells += sign * np.bincount(at, minlength=cells.size)
        return cells.reshape(-1, *self._shape).cumsum(axis=0)

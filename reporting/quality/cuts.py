"""Where a series of binomial counts is cut: exactly, by PELT. Pure.

`ruptures` brings most of scipy with it, a second for every process that starts: imported where
something is cut.
"""

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import ruptures


def ends_of(weeks: Sequence[tuple[int, int]], *, shortest: int, penalty: float) -> list[int]:
    """Where each stretch of the weeks, each (how many, out of how many > 0), ends, by place: the
    last at their number. None is under `shortest` weeks; each cut costs `penalty`."""
    search = ruptures.Pelt(custom_cost=_Binomial(), min_size=shortest, jump=1)
    return [int(end) for end in search.fit(np.asarray(weeks, dtype=float)).predict(pen=penalty)]


class _Binomial(ruptures.base.BaseCost):  # type: ignore[misc]
    """Twice the negative log likelihood of a stretch at its own level, constants left out."""

    model = "binomial"
    min_size = 1

    def fit(self, signal: Any) -> "_Binomial":
        self.signal = signal
        self.sums = np.vstack([[0, 0], np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        part, whole = (self.sums[end] - self.sums[start]).tolist()
        return -2 * (_likely(part, whole) + _likely(whole - part, whole))


def _likely(part: float, whole: float) -> float:
    return part * log(part / whole) if part else 0.0

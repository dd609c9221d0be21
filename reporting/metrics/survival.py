"""How long it takes until something happens, where some are only known for a while.

Kaplan and Meier 1958, JASA 53:457-481; the band is Greenwood's variance (1926) on the scale of
log(-log), so that it stays within 0 and 1 (Kalbfleisch and Prentice 1980); the median's interval
is where the band crosses a half (Brookmeyer and Crowley 1982, Biometrics 38:29-41). Two curves are
compared by the log-rank test (Mantel 1966, Cancer Chemotherapy Reports 50:163-170). Pure.
"""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.statistics import Z

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Survival:
    """The share that it has not happened to by the end of each day on which it happened to any.

    `days`, `at_risk`, `events` and `share`, `low`, `high` at 95% are of one length. `people` is
    how many there were at the beginning. `followed` is the longest that anybody was known for.
    """

    people: int
    followed: int
    days: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    share: Floats
    low: Floats
    high: Floats

    @property
    def median(self) -> int | None:
        """The day by which it has happened to half; None where fewer than that are known to."""
        return self._first(self.share)

    @property
    def median_interval(self) -> tuple[int | None, int | None]:
        """95% limits of the median; None for one that can't be told yet."""
        return self._first(self.low), self._first(self.high)

    def at(self, day: int) -> tuple[float, float, float]:
        """The share by the end of that day, with its limits."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        if place < 0:
            return 1.0, 1.0, 1.0
        return float(self.share[place]), float(self.low[place]), float(self.high[place])

    def _first(self, curve: Floats) -> int | None:
        below = np.flatnonzero(curve <= 0.5)
        return int(self.days[below[0]]) if len(below) else None


def survival(days: Whole, observed: Flags) -> Survival:
    """The curve of people [people] to whom it happened after so many whole days, where observed,
    or to whom it had not happened by then. Who is censored on a day was at risk on it. Whatever is
    counted may stand for people, and any unit of time for days."""
    people = len(days)
    longest = int(days.max(initial=0))
    events, at_risk = _risks(days, observed, longest + 1)
    on = np.flatnonzero(events)
    events, at_risk = events[on], at_risk[on]
    share: Floats = np.cumprod(1 - events / at_risk).astype(np.float64)
    low, high = _band(share, events, at_risk)
    return Survival(people, longest, on, at_risk, events, share, low, high)


def logrank(days: Whole, observed: Flags, others: Whole, others_observed: Flags) -> float:
    """How often chance alone sets two curves so far apart, or further; 1 where nothing is known.

    Both as `survival` takes them, in one unit.
    """
    size = int(max(days.max(initial=0), others.max(initial=0))) + 1
    (a, n), (b, m) = (
        _risks(*group, size) for group in ((days, observed), (others, others_observed))
    )
    on = np.flatnonzero((a + b > 0) & (n + m > 1))
    a, n, b, m = (column[on] for column in (a, n, b, m))
    events, at_risk = a + b, n + m
    surplus = float((a - events * n / at_risk).sum())
    spread = events * (n / at_risk) * (m / at_risk) * (at_risk - events) / (at_risk - 1)
    variance = float(spread.sum())
    return erfc(abs(surplus) / sqrt(2 * variance)) if variance > 0 else 1.0


def _risks(days: Whole, observed: Flags, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """On each day to how many it happened, and how many were at risk."""
    events = np.bincount(days[observed], minlength=size)
    gone = np.cumsum(np.bincount(days, minlength=size))
    return events, len(days) - np.concatenate([[0], gone[:-1]])


def _band(
    share: Floats, events: NDArray[np.int64], at_risk: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Where the share is 0 the formula has no value: from 0 to the limit before it."""
    told = share > 0
    spread = np.sqrt(np.cumsum(events[told] / (at_risk[told] * (at_risk[told] - events[told]))))
    scale = Z * spread / np.log(share[told])
    low, high = np.zeros_like(share), np.ones_like(share)
    low[told], high[told] = share[told] ** np.exp(-scale), share[told] ** np.exp(scale)
    if told.any():
        high[~told] = high[told][-1]
    return low, high

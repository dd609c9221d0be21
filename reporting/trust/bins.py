"""Sums of judged answers by bins of stated confidence: all that calibration needs. Pure.

Everything is in whole numbers, so that adding days and groups up in any order gives the same, and
the same as the raw rows give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 20
# Confidence is stated in millionths.
WHOLE = 1_000_000


@dataclass(frozen=True)
class Bin:
    """Answers whose stated confidence lies within `low` and `high`, the upper end left out.

    See `reporting.models.ConfidenceSpan` for what is summed.
    """

    low: float
    high: float
    answers: int = 0
    judged: int = 0
    right: int = 0
    stated: int = 0
    stated_right: int = 0
    stated_squared: int = 0

    @property
    def wrong(self) -> int:
        return self.judged - self.right

    @property
    def stated_wrong(self) -> int:
        return self.stated - self.stated_right

    @property
    def mean(self) -> float:
        """The mean confidence of the judged."""
        return self.stated / WHOLE / self.judged

    @property
    def share(self) -> float:
        """The share right of the judged."""
        return self.right / self.judged

    @property
    def squared_error(self) -> float:
        """The sum of (confidence - outcome) squared, the outcome being 1 where right, else 0."""
        whole = self.stated_squared - 2 * self.stated_right * WHOLE + self.right * WHOLE**2
        return whole / WHOLE**2


def merged(bins: Iterable[Bin]) -> Bin:
    """One bin of several that follow each other, or of one bin of several groups."""
    some = list(bins)
    return Bin(
        min(one.low for one in some),
        max(one.high for one in some),
        sum(one.answers for one in some),
        sum(one.judged for one in some),
        sum(one.right for one in some),
        sum(one.stated for one in some),
        sum(one.stated_right for one in some),
        sum(one.stated_squared for one in some),
    )


def empty() -> list[Bin]:
    """All bins, with nothing in them."""
    return [Bin(place / BINS, (place + 1) / BINS) for place in range(BINS)]


def pairs(bins: Sequence[Bin]) -> list[Bin]:
    """Ten bins of twenty: what is drawn, and what the calibration error is reckoned by."""
    return [merged(bins[place : place + 2]) for place in range(0, len(bins), 2)]

"""Values with their intervals, and the exact interval of a share. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, 95% where nothing else is said."""

    value: float
    low: float
    high: float

    @property
    def interval(self) -> tuple[float, float]:
        return self.low, self.high


def exact_limits(
    part: npt.ArrayLike, whole: npt.ArrayLike, *, doubt: float
) -> tuple[Shares, Shares]:
    """What each true share lies below, and above, only in `doubt` of all samples that could have
    been drawn; one element for each part of a whole, 0 <= part <= whole > 0.

    Clopper and Pearson 1934, Biometrika 26:404-413: exact, hence safe for one of one.
    """
    some, rest = np.asarray(part), np.asarray(whole) - np.asarray(part)
    low = np.where(some > 0, betaincinv(np.maximum(some, 1), rest + 1, doubt), 0.0)
    high = np.where(rest > 0, betaincinv(some + 1, np.maximum(rest, 1), 1 - doubt), 1.0)
    return low, high

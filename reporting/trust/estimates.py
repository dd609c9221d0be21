"""Values with their intervals, and the exact interval of a share. Pure."""

from dataclasses import dataclass

from scipy.special import betaincinv


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, 95% where nothing else is said."""

    value: float
    low: float
    high: float

    @property
    def interval(self) -> tuple[float, float]:
        return self.low, self.high


def lower(part: int, whole: int, *, doubt: float) -> float:
    """What the true share lies below only in `doubt` of all samples that could have been drawn.

    Clopper and Pearson 1934, Biometrika 26:404-413: exact, hence safe for one of one.
    """
    return float(betaincinv(part, whole - part + 1, doubt)) if part else 0.0


def upper(part: int, whole: int, *, doubt: float) -> float:
    """The same above: what the share exceeds only so seldom."""
    return float(betaincinv(part + 1, whole - part, 1 - doubt)) if part < whole else 1.0

"""Shares compared, with what chance alone would do. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scipy.special import betainc

# The 97.5% point of the normal distribution.
Z = 1.959963984540054


@dataclass(frozen=True)
class Lift:
    """How many times as large one share is as another, with an interval."""

    ratio: float
    low: float
    high: float


def lift(some: tuple[int, int], others: tuple[int, int], *, level: float = 0.95) -> Lift:
    """The ratio of two shares, each (how many, out of how many), out of at least one.

    On a log scale after Katz, Baptista, Azen and Pike 1978, "Obtaining confidence intervals for
    the risk ratio in cohort studies", Biometrics 34, with a half added to every count, so that
    none is 0 (Walter 1975).
    """
    (a, n), (b, m) = ((count + 0.5, total + 0.5) for count, total in (some, others))
    ratio = (a / n) / (b / m)
    spread = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(
        max(1 / a - 1 / n + 1 / b - 1 / m, 0.0)
    )
    return Lift(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def chance_of_more(some: tuple[int, int], others: tuple[int, int]) -> float:
    """Fisher's exact test, one-sided: how likely as many or more are among `some` if both shares
    are the same. The interval alone is too easily above 1 where the counts are small."""
    (a, n), (b, m) = some, others
    return sum(
        math.exp(_log_choose(a + b, k) + _log_choose(n + m - a - b, n - k) - _log_choose(n + m, n))
        for k in range(a, min(a + b, n) + 1)
        if n - k <= n + m - a - b
    )


def discoveries(chances: Sequence[float], *, rate: float = 0.05) -> list[int]:
    """Which of several tests to believe, by place, so that at most the share `rate` of them is
    expected to be false: Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    believed = 0
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rate * rank / len(chances):
            believed = rank
    return sorted(order[:believed])


def level_among(believed: int, tested: int, *, rate: float = 0.05) -> float:
    """The level of intervals for what was picked out of several tests, so that at most the share
    `rate` of them is expected to miss: Benjamini and Yekutieli 2005, JASA 100."""
    return 1 - rate * believed / tested


def wilson(*, part: int, whole: int) -> tuple[float, float]:
    """The score interval of part/whole; 0 <= part <= whole > 0."""
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is not a share")
    return score_interval(part / whole, whole)


def score_interval(share: float, size: float) -> tuple[float, float]:
    """The 95% interval of a share (0 to 1) that rests on `size` events, or on what is worth so
    many (Wilson 1927, JASA 22:209-212).

    Unlike the textbook interval it stays within 0 and 1 and holds for few events.
    """
    shrink = 1 + Z * Z / size
    middle = (share + Z * Z / (2 * size)) / shrink
    half = Z / shrink * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    low = middle - half if share > 0 else 0.0
    high = middle + half if share < 1 else 1.0
    return max(low, 0.0), min(high, 1.0)


def newcombe(some: tuple[int, int], others: tuple[int, int]) -> tuple[float, float]:
    """The 95% interval of the difference of two shares, `some` less `others`, each (how many, out
    of how many): Newcombe 1998, Statistics in Medicine 17, method 10, from Wilson's intervals."""
    (a, n), (b, m) = some, others
    p, q = a / n, b / m
    (p_low, p_high), (q_low, q_high) = wilson(part=a, whole=n), wilson(part=b, whole=m)
    low = p - q - math.sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    return low, p - q + math.sqrt((p_high - p) ** 2 + (q - q_low) ** 2)


def chance_of_rate(since: tuple[int, float], before: tuple[int, float], *, above: float) -> float:
    """How likely it is that events come at more than `above` times the rate that they came at
    before, each (how many, in how long), both lengths in one unit.

    Of Poisson counts given their sum, the later ones are a binomial share; with its Jeffreys prior
    that is a beta distribution (Brown, Cai and DasGupta 2001, Statistical Science 16).
    """
    (y, later), (x, earlier) = since, before
    odds = above * later / earlier
    return 1 - float(betainc(y + 0.5, x + 0.5, odds / (1 + odds)))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)

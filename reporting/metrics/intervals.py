"""Intervals for shares, at 95%. Pure; two published formulas, checked in tests against scipy's.

Both take each event as independent of the others. Votes are not quite: a few people who vote
often make the true uncertainty larger than the interval says.
"""

from math import sqrt

# The 97.5% point of the normal distribution.
Z = 1.959963984540054


def wilson(*, part: int, whole: int) -> tuple[float, float]:
    """The score interval of part/whole (Wilson 1927, JASA 22:209-212); 0 <= part <= whole > 0.

    Unlike the textbook interval it stays within 0 and 1 and holds for few events.
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is not a share")
    share = part / whole
    shrink = 1 + Z * Z / whole
    middle = (share + Z * Z / (2 * whole)) / shrink
    half = Z / shrink * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    low = middle - half if part else 0.0
    high = middle + half if part < whole else 1.0
    return max(low, 0.0), min(high, 1.0)


def newcombe(*, part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float]:
    """The interval of part/whole minus other_part/other_whole, taken as independent samples.

    Method 10 of Newcombe 1998, Statistics in Medicine 17:873-890: Wilson's limits of each, squared
    and added.
    """
    share, other = part / whole, other_part / other_whole
    low, high = wilson(part=part, whole=whole)
    other_low, other_high = wilson(part=other_part, whole=other_whole)
    return (
        share - other - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        share - other + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )

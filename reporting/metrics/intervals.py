"""The interval of a difference of shares, at 95%. Pure; a published formula, checked in a test
against scipy's.

Like Wilson's it takes each event as independent of the others. Votes are not quite: a few people
who vote often make the true uncertainty larger than the interval says.
"""

from math import sqrt

from triage.statistics import wilson


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

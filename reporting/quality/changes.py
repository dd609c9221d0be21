"""When a weekly share changed its level: change points of binomial counts. Pure.

Weeks are cut into stretches of one level each, so that the likelihood of the counts is greatest
less a penalty for every cut: found exactly by PELT (Killick, Fearnhead and Eckley 2012, JASA 107:
1590-1598; `ruptures`: Truong, Oudre and Vayatis 2020, Signal Processing 167). The penalty is that
of a modified BIC, three times the log of the number of weeks for a cut (Zhang and Siegmund 2007,
Biometrics 63:22-32).

A few people give many of the thumbs, so weeks differ by more than binomial chance. By how much is
measured from each week to the next, which a change of level hardly touches, and the likelihood is
scaled down by it (quasi-likelihood: McCullagh and Nelder 1989, section 4.5). How often flat series
show a change all the same: `make bench-quality`.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

Counts = Sequence[tuple[int, int]]

# A week alone is no level.
SHORTEST = 2
# With fewer weeks nothing is looked for. In few, the scale is uncertain too, so the penalty is
# never less than that of half a year: with 12 weeks as false alarms show.
FEWEST_WEEKS, HALF_A_YEAR = 8, 26


@dataclass(frozen=True)
class Stretch:
    """Weeks of one level, from `first` up to before `end`, by place; what was counted in them."""

    first: int
    end: int
    part: int
    whole: int


def stretches(weeks: Counts) -> list[Stretch]:
    """The weeks, each (how many, out of how many > 0), cut where the level changed. One stretch
    where it did not, or where there are too few weeks to tell; none of no weeks."""
    ends = _ends(weeks) if len(weeks) >= FEWEST_WEEKS else [len(weeks)] * bool(weeks)
    return [
        Stretch(first, end, *(sum(week[side] for week in weeks[first:end]) for side in (0, 1)))
        for first, end in zip([0, *ends], ends, strict=False)
    ]


def spread_of(weeks: Counts) -> float:
    """How many times as much neighbouring weeks differ as binomial chance would have it; at
    least 1."""
    if len(weeks) < SHORTEST:
        return 1.0
    ratios = []
    for (part, whole), (other_part, other_whole) in itertools.pairwise(weeks):
        share = (part + other_part) / (whole + other_whole)
        chance = share * (1 - share) * (1 / whole + 1 / other_whole)
        ratios.append((part / whole - other_part / other_whole) ** 2 / chance if chance else 0.0)
    return max(sum(ratios) / len(ratios), 1.0)


def _ends(weeks: Counts) -> list[int]:
    from reporting.quality.cuts import ends_of  # noqa: PLC0415 - it brings a large library

    penalty = 3 * log(max(len(weeks), HALF_A_YEAR)) * spread_of(weeks)
    return ends_of(weeks, shortest=SHORTEST, penalty=penalty)

"""Whether people use it more once what they complained of was cleaned up. Pure.

A difference in differences: how the weekly use of people whose complaint rested on what a fix
mended changed from the four weeks before it to the four since, less how it changed for people who
complained in the same weeks of what nothing had mended. Whoever complains was there in that week,
and so is less often there later; comparing within the week of the last complaint takes that away.

It holds where both would have moved alike without the fix. That can't be seen; whether they moved
alike before can: the same reckoning of the four weeks before against the four before those, when
nothing was mended yet, should give nothing (Angrist and Pischke 2009, Mostly Harmless Econometrics,
chapter 5). Passing that is no proof, where few people are compared.

One person may count at several fixes, once on either side. So the standard error is that of the
jackknife which leaves out people (Efron and Stein 1981, Annals of Statistics 9), to first order,
and the interval is Student's, with one degree of freedom less than the smaller side has people.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEEKS = 4
# Fewer people on either side say nothing that the interval would not take back.
LEAST = 10


class Verdict(StrEnum):
    MORE = "more"
    LESS = "less"
    NO_CLEAR = "no_clear_difference"
    NOT_COMPARABLE = "not_comparable"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Sample:
    """People at fixes [rows]: who, of which stratum (a fix, and the week of the last complaint
    before it), whether the fix is of what they complained of; and in which share of the weeks they
    used it: of the four from eight weeks before, the four before, the four since."""

    person: Numbers
    stratum: Numbers
    treated: Flags
    earlier: Shares
    before: Shares
    since: Shares

    def where(self, rows: Flags) -> "Sample":
        return Sample(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Difference:
    """`value` in shares of weeks, since less before, treated less others, with a 95% interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Effect:
    """What became of it. `treated` and `others` are people who are compared; the differences are
    none where there are too few of them. `placebo` is that of the weeks before."""

    verdict: Verdict
    treated: int
    others: int
    after: Difference | None
    placebo: Difference | None


def effect_of(sample: Sample) -> Effect:
    """The verdict on a fix, or on several at once."""
    compared = _comparable(sample)
    treated, others = (
        len(np.unique(compared.person[rows])) for rows in (compared.treated, ~compared.treated)
    )
    if min(treated, others) < LEAST:
        return Effect(Verdict.TOO_EARLY, treated, others, None, None)
    after = difference(compared, compared.since - compared.before)
    placebo = difference(compared, compared.before - compared.earlier)
    return Effect(_verdict(after, placebo), treated, others, after, placebo)


def _verdict(after: Difference, placebo: Difference) -> Verdict:
    if placebo.clear:
        return Verdict.NOT_COMPARABLE
    if not after.clear:
        return Verdict.NO_CLEAR
    return Verdict.MORE if after.value > 0 else Verdict.LESS


def _comparable(sample: Sample) -> Sample:
    """The strata with at least two people on either side: of one nothing is known of the spread."""
    size = int(sample.stratum.max(initial=-1)) + 1
    both = np.ones(size, np.bool_)
    for side in (sample.treated, ~sample.treated):
        both &= np.bincount(sample.stratum[side], minlength=size) >= 2
    return sample.where(both[sample.stratum])


def difference(sample: Sample, change: Shares) -> Difference:
    """Of the changes [rows] of treated people less those of others, each stratum by how many
    treated people it has. Every stratum has at least two rows on either side."""
    size = int(sample.stratum.max()) + 1
    weights = np.bincount(sample.stratum[sample.treated], minlength=size) / sample.treated.sum()
    value, pull = 0.0, np.zeros(len(change))
    for side, sign in ((sample.treated, 1.0), (~sample.treated, -1.0)):
        stratum = sample.stratum[side]
        count = np.bincount(stratum, minlength=size)
        mean = np.bincount(stratum, change[side], size) / np.maximum(count, 1)
        value += sign * float(weights @ mean)
        # How far the mean moves without this row.
        pull[side] = sign * weights[stratum] * (change[side] - mean[stratum]) / (count[stratum] - 1)
    people, place = np.unique(sample.person, return_inverse=True)
    spread = float(np.sqrt((np.bincount(place, pull, len(people)) ** 2).sum()))
    smaller = min(len(np.unique(sample.person[s])) for s in (sample.treated, ~sample.treated))
    half = float(stdtrit(smaller - 1, 0.975)) * spread
    return Difference(value, value - half, value + half)

"""Two shares compared as if both had been asked the same mix of things. Pure.

Direct standardisation (Neison 1844, Journal of the Statistical Society of London 7:40-68; Rothman,
Greenland and Lash 2008, "Modern epidemiology", ch. 4): within each stratum, such as a team, the two
shares are compared, and the differences are averaged by how much of the rollout falls into each.
So both shares are those of the rollout's mix. Strata that one of the two hardly has tell nothing
of the difference: they are left out, on both sides, and it is said how much they are.

With two ways to tell apart, such as team and topic, most of their combinations are in one of the
two only. There the pilot is weighted so that it has the rollout's mix of either, whatever the
combinations (raking: Deming and Stephan 1940, Annals of Mathematical Statistics 11:427-444). That
takes it that a topic is harder than another in about the same way for every team.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from math import sqrt
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from triage.statistics import Z

# Events in a stratum on either side from which it counts. How often the interval holds the truth
# with strata so small: docs/statistics.md.
FEWEST = 5

# Raking ends when both mixes are right to so much, or is given up: there is no such weighting where
# the pilot's combinations hang together too little.
CLOSE, MOST_ROUNDS = 1e-6, 200

Key = TypeVar("Key")
One = TypeVar("One")
Other = TypeVar("Other")
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stratum:
    """Of one stratum, of how many how many were so: in the pilot and in the rollout."""

    pilot: int
    pilot_of: int
    rollout: int
    rollout_of: int

    @property
    def is_common(self) -> bool:
        return min(self.pilot_of, self.rollout_of) >= FEWEST


@dataclass(frozen=True)
class Adjusted(Generic[Key]):
    """What is left when both have the rollout's mix.

    `difference` is rollout less pilot, with its 95% interval; `covered` the share of the rollout's
    events that fall into strata which both have; `left_out` the others, the largest first.
    """

    pilot: float
    rollout: float
    difference: float
    interval: tuple[float, float]
    covered: float
    left_out: tuple[Key, ...]


def adjusted(strata: Mapping[Key, Stratum]) -> Adjusted[Key] | None:
    """The comparison; None where the two have no stratum in common.

    The variance is that of a weighted sum of binomial shares, by the delta method; in it each share
    has one event more of either kind (Agresti and Caffo 2000, The American Statistician 54), since
    a stratum in which all were content is not one without doubt. The weights are taken as given.
    """
    common = {key: one for key, one in strata.items() if one.is_common}
    whole = sum(one.rollout_of for one in common.values())
    if not whole:
        return None
    pilot = rollout = variance = 0.0
    for one in common.values():
        weight = one.rollout_of / whole
        pilot += weight * one.pilot / one.pilot_of
        rollout += weight * one.rollout / one.rollout_of
        variance += weight**2 * (
            _variance(one.pilot, one.pilot_of) + _variance(one.rollout, one.rollout_of)
        )
    return _adjusted(strata, set(common), pilot, rollout, variance)


def raked(cells: Mapping[tuple[One, Other], Stratum]) -> Adjusted[tuple[One, Other]] | None:
    """The comparison with the rollout's mix of the one and of the other at once; None where the
    two have too little in common.

    What is left out is of a team or topic that either hardly has. The pilot's variance is that of
    the number of events that its weighted ones are worth (Kish 1965, "Survey sampling", 11.7); how
    often the interval holds the truth: docs/statistics.md.
    """
    ones = list(dict.fromkeys(one for one, _ in cells))
    others = list(dict.fromkeys(other for _, other in cells))
    counts = np.zeros((4, len(ones), len(others)))
    for (one, other), stratum in cells.items():
        counts[:, ones.index(one), others.index(other)] = astuple(stratum)
    common = _in_common(counts[1], counts[3])
    pilot, pilot_of, rollout, rollout_of = counts * common
    weights = _weighted(pilot_of, rollout_of) if common.any() else None
    if weights is None:
        return None
    there = pilot_of > 0
    share = float((weights[there] * pilot[there] / pilot_of[there]).sum())
    worth = 1 / float((weights[there] ** 2 / pilot_of[there]).sum())
    whole = float(rollout_of.sum())
    variance = _variance(share * worth, worth) + _variance(float(rollout.sum()), whole)
    kept = [key for key in cells if common[ones.index(key[0]), others.index(key[1])]]
    return _adjusted(cells, set(kept), share, float(rollout.sum()) / whole, variance)


def _in_common(pilot_of: Numbers, rollout_of: Numbers) -> npt.NDArray[np.bool_]:
    """Which combinations are of rows and columns that both have, without the others."""
    found = np.ones(pilot_of.shape, bool)
    while True:
        fewer = found.copy()
        for axis in (0, 1):
            ours, theirs = (
                (of * found).sum(axis=axis, keepdims=True) for of in (pilot_of, rollout_of)
            )
            fewer &= np.minimum(ours, theirs) >= FEWEST
        if (fewer == found).all():
            return found
        found = fewer


def _weighted(pilot_of: Numbers, rollout_of: Numbers) -> Numbers | None:
    """The weight of each combination's events in the pilot, 1 in all; None where none fit."""
    weights: Numbers = pilot_of / pilot_of.sum()
    wanted = rollout_of / rollout_of.sum()
    for _ in range(MOST_ROUNDS):
        for axis in (0, 1):
            is_now: Any = weights.sum(axis=axis, keepdims=True)
            wants = wanted.sum(axis=axis, keepdims=True)
            weights *= np.divide(wants, is_now, out=np.zeros_like(wants), where=is_now > 0)
        # The latter mix is right after each round; so much is the former off.
        if np.abs(weights.sum(axis=0) - wanted.sum(axis=0)).max() < CLOSE:
            return weights
    return None


def _adjusted(
    strata: Mapping[Key, Stratum], common: set[Key], pilot: float, rollout: float, variance: float
) -> Adjusted[Key]:
    half = Z * sqrt(variance)
    difference = rollout - pilot
    others = [key for key, one in strata.items() if key not in common and one.rollout_of]
    whole = sum(one.rollout_of for one in strata.values())
    left = sum(strata[key].rollout_of for key in others)
    return Adjusted(
        pilot=pilot,
        rollout=rollout,
        difference=difference,
        interval=(max(difference - half, -1.0), min(difference + half, 1.0)),
        covered=(whole - left) / whole,
        left_out=tuple(sorted(others, key=lambda key: -strata[key].rollout_of)),
    )


def _variance(part: float, whole: float) -> float:
    share = (part + 1) / (whole + 2)
    return share * (1 - share) / (whole + 2)

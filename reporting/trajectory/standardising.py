"""Two shares compared as if both had been asked the same mix of things. Pure.

Direct standardisation (Neison 1844, Journal of the Statistical Society of London 7:40-68; Rothman,
Greenland and Lash 2008, "Modern epidemiology", ch. 4): within each stratum, such as a team, the two
shares are compared, and the differences are averaged by how much of the rollout falls into each.
So both shares are those of the rollout's mix. Strata that one of the two hardly has tell nothing
of the difference: they are left out, on both sides, and it is said how much they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

from triage.statistics import Z

# Events in a stratum on either side from which it counts. How often the interval holds the truth
# with strata so small: docs/statistics.md.
FEWEST = 5

Key = TypeVar("Key")


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
    strata: int
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
    half = Z * sqrt(variance)
    difference = rollout - pilot
    others = [key for key, one in strata.items() if key not in common and one.rollout_of]
    return Adjusted(
        pilot=pilot,
        rollout=rollout,
        difference=difference,
        interval=(max(difference - half, -1.0), min(difference + half, 1.0)),
        strata=len(common),
        covered=whole / sum(one.rollout_of for one in strata.values()),
        left_out=tuple(sorted(others, key=lambda key: -strata[key].rollout_of)),
    )


def _variance(part: int, whole: int) -> float:
    share = (part + 1) / (whole + 2)
    return share * (1 - share) / (whole + 2)

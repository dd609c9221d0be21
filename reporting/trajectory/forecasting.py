"""Where a weekly share is heading, and how sure that is. Pure.

A local level with drift (Harvey 1989, "Forecasting, structural time series models and the Kalman
filter", 2.3): on the scale of log odds the true share of each week is that of the week before, and
a drift, and a random step. The drift stays, or ebbs away (Gardner and McKenzie 1985, Management
Science 31:1237-1246), or there is none. What is counted in a week is binomial around it, so that
the filter goes to where the share is likeliest each week (Fahrmeir 1992, JASA 87:501-509,
posterior modes). How large the steps and the drift are is not known: everything is worked out for
each pair of a grid, and the results are weighed by how likely each makes the weeks (Hoeting,
Madigan, Raftery and Volinsky 1999, Statistical Science 14:382-417). How often the bands hold the
truth is measured by simulation: docs/statistics.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtr

# Full weeks with anything counted in them, from which a course can be told.
FEWEST_WEEKS = 8
# By how much the log odds step from week to week (standard deviation), from hardly at all to a
# fall from 92% to 85% within a week. Before anything is seen one is as likely as another, on a
# plain scale and not on a logarithmic one (Gelman 2006, Bayesian Analysis 1:515-534), which errs
# to wide bands while there are few weeks.
STEPS = (0.02, 0.05, 0.1, 0.15, 0.25, 0.4, 0.7)
# By how much they drift in the first week (standard deviation), and how much of that is left a
# week later: not at all; as 92% that are 75% a quarter of a year later; or three times that at
# first, and half of it left after six weeks. As likely as each other.
DRIFTS = ((0.0, 1.0), (0.1, 1.0), (0.3, 0.9))
# Before anything is seen a share may be anything: 0.1% to 99.9% is seven to either side.
VAGUE = 5.0
# The limits are found to this on the scale of log odds.
_HALVINGS = 24
_FARTHEST = 30.0
_NEWTON = 6

Numbers = npt.NDArray[np.float64]


class Week(NamedTuple):
    """What was counted in a week: `part` of `whole`; nothing where `whole` is 0."""

    part: int
    whole: int


@dataclass(frozen=True)
class Belief:
    """What is known of a share: a mixture of normal distributions of its log odds."""

    means: Numbers
    spreads: Numbers
    weights: Numbers

    def chance_above(self, share: float) -> float:
        """How likely the share is that or more; 0 and 1 are never quite reached."""
        if not 0 < share < 1:
            return float(share <= 0)
        return float(self.weights @ ndtr((self.means - logit(share)) / self.spreads))

    def quantiles(self, *chances: float) -> list[float]:
        """For each chance (0 to 1) the share that it lies below with it."""
        wanted = np.array(chances)
        low, high = np.full(len(chances), -_FARTHEST), np.full(len(chances), _FARTHEST)
        for _ in range(_HALVINGS):
            at = (low + high) / 2
            below = ndtr((at[:, None] - self.means) / self.spreads) @ self.weights < wanted
            low, high = np.where(below, at, low), np.where(below, high, at)
        return [float(share) for share in expit((low + high) / 2)]

    def limits(self, level: float) -> tuple[float, float]:
        """Between which it lies, as likely as `level` (0 to 1), as much being below as above."""
        low, high = self.quantiles((1 - level) / 2, (1 + level) / 2)
        return low, high


@dataclass(frozen=True)
class Course:
    """What the weeks tell of the last of them: level and drift for each pair of the grid.

    `spread` has shape (pairs, 2, 2), everything else (pairs,).
    """

    level: Numbers
    drift: Numbers
    spread: Numbers
    steps: Numbers
    kept: Numbers
    weights: Numbers

    def after(self, weeks: int) -> Belief:
        """The true share so many weeks later; 0 for that of the last week."""
        moved = sum((self.kept**week for week in range(weeks)), np.zeros_like(self.kept))
        variance = (
            self.spread[:, 0, 0]
            + 2 * moved * self.spread[:, 0, 1]
            + moved**2 * self.spread[:, 1, 1]
            + weeks * self.steps**2
        )
        return Belief(self.level + moved * self.drift, np.sqrt(variance), self.weights)


def course_of(weeks: Sequence[Week]) -> Course | None:
    """What the weeks tell, the last one last; None where it is too early to tell.

    Weeks in which nothing was counted pass by, and leave it less sure.
    """
    if sum(week.whole > 0 for week in weeks) < FEWEST_WEEKS:
        return None
    pairs = np.array([(step, *drift) for step in STEPS for drift in DRIFTS])
    filtered = _Filter(steps=pairs[:, 0], drifts=pairs[:, 1], kept=pairs[:, 2])
    for place, week in enumerate(weeks):
        if place:
            filtered.go_on()
        if week.whole:
            filtered.see(week)
    return filtered.course()


class _Filter:
    """The Kalman filter of level and drift, for all pairs of the grid at once."""

    def __init__(self, *, steps: Numbers, drifts: Numbers, kept: Numbers) -> None:
        self.steps, self.kept = steps, kept
        self.state = np.zeros((len(steps), 2))
        self.spread = np.zeros((len(steps), 2, 2))
        self.spread[:, 0, 0] = VAGUE**2
        self.spread[:, 1, 1] = drifts**2
        self.likelihood = np.log(steps)  # the grid is finer where they are small

    def go_on(self) -> None:
        """To the week after."""
        forward = np.zeros_like(self.spread)
        forward[:, 0, :] = 1
        forward[:, 1, 1] = self.kept
        self.state = (forward @ self.state[:, :, None])[:, :, 0]
        self.spread = forward @ self.spread @ forward.transpose(0, 2, 1)
        self.spread[:, 0, 0] += self.steps**2

    def see(self, week: Week) -> None:
        """What was counted in the week: the level moves to where it is likeliest."""
        expected, before = self.state[:, 0], self.spread[:, 0, 0]
        level = np.full(len(self.steps), np.log((week.part + 0.5) / (week.whole - week.part + 0.5)))
        for _ in range(_NEWTON):
            share = expit(level)
            after = 1 / (week.whole * share * (1 - share) + 1 / before)
            slope = week.part - week.whole * share - (level - expected) / before
            level = level + after * slope
        surprise = level - expected
        self.likelihood += week.part * level - week.whole * np.logaddexp(0, level)
        self.likelihood += 0.5 * (np.log(after / before) - surprise**2 / before)
        gain = self.spread[:, :, 0] / before[:, None]
        less = (before - after)[:, None, None]
        self.state = self.state + gain * surprise[:, None]
        self.spread = self.spread - less * gain[:, :, None] * gain[:, None, :]

    def course(self) -> Course:
        weights = np.exp(self.likelihood - self.likelihood.max())
        return Course(
            level=self.state[:, 0],
            drift=self.state[:, 1],
            spread=self.spread,
            steps=self.steps,
            kept=self.kept,
            weights=weights / weights.sum(),
        )

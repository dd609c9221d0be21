"""How often intervals of calibration hold the truth, and how often a threshold keeps its word.

`make bench-calibration`: assistants whose truth is known, simulated; about a minute.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from reporting.trust.bins import BINS, WHOLE, Bin, empty, pairs
from reporting.trust.calibration import brier, calibration_error, overconfidence
from reporting.trust.risk import curve, threshold_for
from tests.benchmarks.table import Figure, report

Values = npt.NDArray[np.float64]
TOLERABLE = 0.1
RUNS = 400
MANY = 1_000_000
SIZES = (50, 200, 1000)

STATED: dict[str, Callable[[np.random.Generator, int], Values]] = {
    "mostly 80% to 99%": lambda dice, n: np.clip(dice.normal(0.9, 0.05, n), 0.5, 0.99),
    "anything": lambda dice, n: dice.uniform(0, 1, n),
}
TRUE: dict[str, Callable[[Values], Values]] = {
    "calibrated": lambda c: c,
    "10 points too sure": lambda c: np.clip(c - 0.1, 0, 1),
    "half as far from 50% as it says": lambda c: 0.5 + (c - 0.5) / 2,
}


@dataclass
class Held:
    """How often each interval held the truth, over all runs."""

    error: list[bool] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    score: list[bool] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    estimate: list[float] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)
    broken: list[bool] = field(default_factory=list)


def binned(stated: Values, right: npt.NDArray[np.bool_]) -> list[Bin]:
    """What is kept of such answers, all of them judged."""
    places = np.minimum((stated * BINS).astype(int), BINS - 1)
    bins = empty()
    for place, one in enumerate(bins):
        here = places == place
        millionths = np.rint(stated[here] * WHOLE).astype(int)
        sums = (millionths, millionths[right[here]], millionths**2)
        number = int(here.sum())
        counts = (number, number, int(right[here].sum()), *(int(some.sum()) for some in sums))
        bins[place] = Bin(one.low, one.high, *counts)
    return bins


def simulate(stated: str, true: str, size: int, dice: np.random.Generator) -> Held:
    """Many samples of that size from one assistant."""
    draw, chance = STATED[stated], TRUE[true]
    many = draw(dice, MANY)
    truth = chance(many)
    place = np.minimum((many * 10).astype(int), 9)
    error = np.abs(np.bincount(place, truth - many)).sum() / MANY
    score = np.mean(truth * (many - 1) ** 2 + (1 - truth) * many**2)
    held = Held()
    for _ in range(RUNS):
        some = draw(dice, size)
        bins = binned(some, dice.random(size) < chance(some))
        gap = calibration_error(pairs(bins))
        off, brier_score = overconfidence(bins), brier(bins)
        held.raw.append(gap.raw)
        held.estimate.append(gap.estimate.value)
        held.error.append(gap.estimate.low - 1e-9 <= error <= gap.estimate.high)
        held.sure.append(off.low <= np.mean(many - truth) <= off.high)
        held.score.append(brier_score.low <= score <= brier_score.high)
        best = threshold_for(TOLERABLE, curve(bins))
        held.named.append(best is not None)
        risk = 1 - truth[many >= best.threshold].mean() if best else 0.0
        held.broken.append(bool(risk > TOLERABLE))
    return held


def figures() -> Iterator[Figure]:
    """Of each assistant and number of judged answers."""
    dice = np.random.default_rng(7)
    for stated, true, size in product(STATED, TRUE, SIZES):
        held = simulate(stated, true, size, dice)
        of = f"states {stated}, is {true}, {size:,} judged"
        yield Figure(f"{of}: calibration error as usually told", float(np.mean(held.raw)), "")
        yield Figure("its estimate", float(np.mean(held.estimate)), "")
        yield Figure("its interval holds the truth", float(np.mean(held.error)), "", 0.95)
        yield Figure(
            "too sure by: the interval holds the truth", float(np.mean(held.sure)), "", 0.95
        )
        yield Figure(
            "Brier score: the interval holds the truth", float(np.mean(held.score)), "", 0.95
        )
        yield Figure(f"a threshold for {TOLERABLE:.0%} is named", float(np.mean(held.named)), "")
        yield Figure("and keeps more risk", float(np.mean(held.broken)), "", 0.05, "at most")


if __name__ == "__main__":
    report("calibration", list(figures()))

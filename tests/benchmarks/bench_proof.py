"""`make bench-proof`: fixes with known effects, looked at every day; is what is said of them true?

Each fix has 28 days before it and up to 90 after. Days differ by what moves all questions alike
(log-normal, 0.3). Every day the verdict is asked for, and the first that is not "too early" stands:
the strictest way to read something that may be looked at whenever one likes. Meanwhile each
complaint may bring the issue back, by `triage.clustering.coming_back`. Drift that has nothing to do
with the fix halves or doubles the complaints of everything on the day it ships. FIXES makes it
smaller.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from statistics import mean, median

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.table import Figure, keep, report
from triage.clustering.coming_back import says_it_is_back
from triage.resolution.proof import Count, Day, Outcome, proof_of

FIXES = int(os.environ.get("FIXES", "1000"))  # over all effects and projects
BEFORE, AFTER = 28, 90  # days
SHOCK = 0.3
LIMIT = 5  # percent
# What is left of the complaints, and what drift leaves of all of them.
EFFECTS = {
    "none": (1.0, 1.0),
    "small": (0.7, 1.0),
    "large": (0.25, 1.0),
    "none, all halve": (1.0, 0.5),
    "none, all double": (1.0, 2.0),
    "large, all double": (0.25, 2.0),
}
GOOD = 0.5
BAD = {Outcome.NO_BETTER, Outcome.WORSE}


@dataclass(frozen=True)
class Traffic:
    """Answers a day to like questions and to others, and the share that is complained of."""

    name: str
    alike: float
    alike_rate: float
    others: float
    others_rate: float


TRAFFIC = (
    Traffic("few: 2 a day, 10%", 2, 0.10, 50, 0.02),
    Traffic("some: 5 a day, 20%", 5, 0.20, 300, 0.03),
    Traffic("many: 20 a day, 25%", 20, 0.25, 1000, 0.03),
)


@dataclass(frozen=True)
class Row:
    """Of fixes of one effect under one traffic, in percent; answers until the proof told.
    `reopened`: complaints brought the issue back, not the proof; `first`: the first one
    would have. `back`: either of the two did."""

    traffic: str
    effect: str
    fixes: int
    verified: float
    no_better: float
    worse: float
    too_early: float
    held: float
    answers: float | None
    reopened: float
    first: float
    back: float


@dataclass
class Watched:
    """What became of one fix."""

    told: Outcome = Outcome.TOO_EARLY
    answers: int = 0
    holds: bool = True
    reopened: bool = False
    complaints: int = 0


def _day(traffic: Traffic, left: float, drift: float, chance: np.random.Generator) -> Day:
    moved = drift * chance.lognormal(0, SHOCK)
    return Day(
        _count(traffic.alike, traffic.alike_rate * left * moved, chance),
        _count(traffic.others, traffic.others_rate * moved, chance),
    )


def _count(answers: float, rate: float, chance: np.random.Generator) -> Count:
    number = int(chance.poisson(answers))
    return Count(int(chance.binomial(number, min(rate, 1.0))), number)


def _watch(traffic: Traffic, effect: str, chance: np.random.Generator) -> Watched:
    left, drift = EFFECTS[effect]
    before = [_day(traffic, 1, 1, chance) for _ in range(BEFORE)]
    before.append(Day(Count(1, 1), Count(0, 0)))  # an issue has a complaint
    after: list[Day] = []
    watched = Watched()
    for _ in range(AFTER):
        after.append(_day(traffic, left, drift, chance))
        if watched.told not in BAD and not watched.reopened:
            watched.reopened = _comes_back(watched.complaints, before, after, chance)
        watched.complaints += after[-1].alike.complaints
        proof = proof_of(before, after)
        watched.holds &= proof.low <= left * 1.02 and left <= proof.high * 1.02  # the grid's step
        if watched.told == Outcome.TOO_EARLY and proof.outcome != watched.told:
            watched.told = proof.outcome
            watched.answers = sum(day.alike.answers for day in after)
    return watched


def _comes_back(
    complaints: int, before: Sequence[Day], after: Sequence[Day], chance: np.random.Generator
) -> bool:
    """Whether one of the last day's complaints brings the issue back, at its hour."""
    *days, today = after
    earlier = sum(day.alike.complaints for day in before)
    others_before = sum(day.others.complaints for day in before)
    others = sum(day.others.complaints for day in days)
    for place, hour in enumerate(sorted(chance.uniform(size=today.alike.complaints)), start=1):
        heard = (len(days) + hour) / BEFORE
        others_now = others + chance.binomial(today.others.complaints, hour)
        if says_it_is_back(complaints + place, earlier, heard, (others_now, others_before)):
            return True
    return False


def _row(traffic: Traffic, effect: str, number: int, chance: np.random.Generator) -> Row:
    every = [_watch(traffic, effect, chance) for _ in range(number)]
    outcomes = Counter(one.told for one in every)
    told = [one.answers for one in every if one.told != Outcome.TOO_EARLY]

    def share(true: Sequence[bool]) -> float:
        return 100 * sum(true) / number

    return Row(
        traffic.name,
        effect,
        number,
        held=share([one.holds for one in every]),
        answers=median(told) if told else None,
        reopened=share([one.reopened for one in every]),
        first=share([one.complaints > 0 for one in every]),
        back=share([one.reopened or one.told in BAD for one in every]),
        **{outcome.value: 100 * outcomes[outcome] / number for outcome in Outcome},
    )


def main() -> None:
    chance = np.random.default_rng(2026)
    number = max(1, FIXES // (len(TRAFFIC) * len(EFFECTS)))
    rows = [_row(traffic, effect, number, chance) for traffic in TRAFFIC for effect in EFFECTS]
    table = Table(title="proof, in percent of fixes", title_justify="left")
    for field in fields(Row):
        table.add_column(field.name.replace("_", " "), no_wrap=True)
    for row in rows:
        table.add_row(
            *(f"{v:,.4g}" if isinstance(v, float) else str(v) for v in asdict(row).values())
        )
    Console(width=180).print(table)
    keep("proof-rows", [asdict(row) for row in rows])
    untouched = [row for row in rows if EFFECTS[row.effect][0] == 1]
    good = [row for row in rows if EFFECTS[row.effect][0] <= GOOD]
    steady = [row for row in good if EFFECTS[row.effect][1] == 1]
    report(
        "proof",
        [
            Figure(
                "verified though the fix did nothing",
                *(mean(row.verified for row in untouched), "%", LIMIT, "at most"),
            ),
            Figure(
                "true effect outside the limits on any day",
                *(mean(100 - row.held for row in rows), "%", LIMIT, "at most"),
            ),
            Figure("good fixes reopened", mean(row.back for row in steady), "%"),
            Figure(
                "good fixes reopened while all complaints double",
                *(mean(row.back for row in good if row not in steady), "%"),
            ),
        ],
    )


if __name__ == "__main__":
    main()

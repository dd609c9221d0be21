"""`make bench-proof`: fixes with known effects, looked at every day; is what is said of them true?

Each fix has 28 days before it and up to 90 after. Days differ by what moves all questions alike
(log-normal, 0.3). Every day the verdict is asked for, and the first that is not "too early" stands:
the strictest way to read something that may be looked at whenever one likes. Drift that has nothing
to do with the fix halves the complaints of everything on the day it ships. FIXES makes it smaller.
"""

import os
from collections import Counter
from dataclasses import asdict, dataclass
from statistics import mean, median

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.table import Figure, keep, report
from triage.resolution.proof import Count, Day, Outcome, proof_of

FIXES = int(os.environ.get("FIXES", "1000"))  # over all effects and projects
BEFORE, AFTER = 28, 90  # days
SHOCK = 0.3
LIMIT = 5  # percent
# What is left of the complaints, and what drift leaves of all of them.
EFFECTS = {"none": (1.0, 1.0), "small": (0.7, 1.0), "large": (0.25, 1.0), "drift": (1.0, 0.5)}


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
    """Of fixes of one effect under one traffic, in percent; answers until it was told."""

    traffic: str
    effect: str
    fixes: int
    verified: float
    no_better: float
    worse: float
    too_early: float
    held: float
    answers: float | None


def _day(traffic: Traffic, left: float, drift: float, chance: np.random.Generator) -> Day:
    moved = drift * chance.lognormal(0, SHOCK)
    return Day(
        _count(traffic.alike, traffic.alike_rate * left * moved, chance),
        _count(traffic.others, traffic.others_rate * moved, chance),
    )


def _count(answers: float, rate: float, chance: np.random.Generator) -> Count:
    number = int(chance.poisson(answers))
    return Count(int(chance.binomial(number, min(rate, 1.0))), number)


def _row(traffic: Traffic, effect: str, number: int, chance: np.random.Generator) -> Row:
    left, drift = EFFECTS[effect]
    outcomes: Counter[Outcome] = Counter()
    answers, held = [], 0
    for _ in range(number):
        before = [_day(traffic, 1, 1, chance) for _ in range(BEFORE)]
        before.append(Day(Count(1, 1), Count(0, 0)))  # an issue has a complaint
        after: list[Day] = []
        first, holds = Outcome.TOO_EARLY, True
        for _ in range(AFTER):
            after.append(_day(traffic, left, drift, chance))
            proof = proof_of(before, after)
            holds &= proof.low <= left * 1.02 and left <= proof.high * 1.02  # a step of the grid
            if first == Outcome.TOO_EARLY and proof.outcome != first:
                first = proof.outcome
                answers.append(sum(day.alike.answers for day in after))
        outcomes[first] += 1
        held += holds
    shares = {outcome.value: 100 * outcomes[outcome] / number for outcome in Outcome}
    told = median(answers) if answers else None
    return Row(traffic.name, effect, number, held=100 * held / number, answers=told, **shares)


def main() -> None:
    chance = np.random.default_rng(2026)
    number = max(1, FIXES // (len(TRAFFIC) * len(EFFECTS)))
    rows = [_row(traffic, effect, number, chance) for traffic in TRAFFIC for effect in EFFECTS]
    table = Table(title="proof, in percent of fixes", title_justify="left")
    for name in Row.__dataclass_fields__:
        table.add_column(name.replace("_", " "), no_wrap=True)
    for row in rows:
        table.add_row(
            *(f"{v:,.4g}" if isinstance(v, float) else str(v) for v in asdict(row).values())
        )
    Console().print(table)
    keep("proof-rows", [asdict(row) for row in rows])
    untouched = [row for row in rows if EFFECTS[row.effect][0] == 1]
    false = mean(row.verified for row in untouched)
    lapsed = mean(100 - row.held for row in rows)
    report(
        "proof",
        [
            Figure("verified though the fix did nothing", false, "%", LIMIT, "at most"),
            Figure("true effect outside the limits on any day", lapsed, "%", LIMIT, "at most"),
        ],
    )


if __name__ == "__main__":
    main()

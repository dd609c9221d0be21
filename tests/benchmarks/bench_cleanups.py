"""`make bench-cleanups`: clean-ups with known effects on use; is what is said of them true?

Each person uses it in a week with a chance of their own, which falls as weeks pass and wanders from
week to week. In the four weeks before a fix a quarter of the weeks in which somebody used it have a
complaint: of what is mended, or of something else. RUNS makes it smaller.
"""

import os
from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from reporting.fixes.cleanups import WEEKS, Sample, Verdict, effect_of
from tests.benchmarks.table import Figure, keep, report

RUNS = int(os.environ.get("RUNS", "400"))  # of each kind
LIMIT = 5  # percent
FALLS, WANDERS, COMPLAINS = -0.05, 0.7, 0.25
ALL_WEEKS = np.arange(-2 * WEEKS, WEEKS)


@dataclass(frozen=True)
class World:
    """`gains`: weeks more that the treated use it, as a share; `apart`: how their log odds of use
    move away from the others' with each week, before and since; `keen`: whether who uses it more
    also complains more of what is mended."""

    name: str
    people: int
    fixes: int
    gains: float = 0.0
    apart: float = 0.0
    keen: bool = False


WORLDS = (
    World("nothing, few", 100, 1),
    World("nothing, some", 300, 1),
    World("nothing, five fixes of the same people", 300, 5),
    World("nothing, those who use it more complain of it more", 1000, 1, keen=True),
    World("15 points more, some", 300, 1, gains=0.15),
    World("15 points more, five fixes", 300, 5, gains=0.15),
    World("nothing, but moving apart all along", 300, 5, apart=-0.15),
)


@dataclass(frozen=True)
class Row:
    """In percent of the runs; `treated` and `others` are people, on the mean."""

    world: str
    treated: float
    others: float
    more: float
    less: float
    no_clear: float
    not_comparable: float
    too_early: float


def _fix(world: World, base: np.ndarray, number: int, chance: np.random.Generator) -> Sample:
    wander = chance.normal(size=(world.people, len(ALL_WEEKS)))
    for week in range(1, len(ALL_WEEKS)):
        fresh = np.sqrt(1 - WANDERS**2) * wander[:, week]
        wander[:, week] = WANDERS * wander[:, week - 1] + fresh
    mended = chance.random(world.people) < 0.3 * (0.5 + base if world.keen else 1)
    odds = np.log(base / (1 - base))[:, None] + FALLS * ALL_WEEKS + wander
    odds += world.apart * mended[:, None] * ALL_WEEKS
    share = 1 / (1 + np.exp(-odds))
    share[:, 2 * WEEKS :] += world.gains * mended[:, None]
    used = chance.random(share.shape) < share
    said = used[:, WEEKS : 2 * WEEKS] & (chance.random((world.people, WEEKS)) < COMPLAINS)
    last = WEEKS - 1 - said[:, ::-1].argmax(axis=1)
    person = np.flatnonzero(said.any(axis=1))
    parts = [used[person, at : at + WEEKS].mean(axis=1) for at in (0, WEEKS, 2 * WEEKS)]
    return Sample(person, number * WEEKS + last[person], mended[person], *parts)


def _row(world: World, chance: np.random.Generator) -> Row:
    verdicts: Counter[Verdict] = Counter()
    sizes = np.zeros(2)
    for _ in range(RUNS):
        base = chance.beta(1.2, 1.2, world.people).clip(0.01, 0.99)
        fixes = [_fix(world, base, number, chance) for number in range(world.fixes)]
        columns = zip(*(vars(fix).values() for fix in fixes), strict=True)
        effect = effect_of(Sample(*(np.concatenate(column) for column in columns)))
        verdicts[effect.verdict] += 1
        sizes += effect.treated, effect.others
    shares = (100 * verdicts[verdict] / RUNS for verdict in Verdict)
    return Row(world.name, *(sizes / RUNS).tolist(), *shares)


def main() -> None:
    chance = np.random.default_rng(2026)
    rows = [_row(world, chance) for world in WORLDS]
    table = Table(title=f"{RUNS} runs of each", title_justify="left")
    for column in asdict(rows[0]):
        table.add_column(column.replace("_", " "), justify="left" if column == "world" else "right")
    for row in rows:
        table.add_row(row.world, *(f"{value:.0f}" for value in list(asdict(row).values())[1:]))
    Console(width=140).print(table)
    keep("cleanups-rows", [asdict(row) for row in rows])
    nothing = rows[:3]
    called = sum(row.more + row.less for row in nothing) / len(nothing)
    report("cleanups", [Figure("called clear where nothing is", called, "%", LIMIT, "at most")])


if __name__ == "__main__":
    main()

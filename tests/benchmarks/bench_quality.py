"""`make bench-quality`: are audited quality and changes of satisfaction what they claim to be?

Audits: answers of which a known share is right, and readers who speak by whether theirs is. How
often do the intervals hold that share: of thumbs, of the judged sample alone, of both joined? And
what does one audit say of a target: that it is reached, that it is not, or that it can't tell?

Changes: half a year of weekly thumbs without a change, and with one. How often is one shown, and
is it the right week? Weeks are uneven beyond chance where a few people give many of the thumbs
(beta-binomial; `uneven` is the correlation of two thumbs of one week). RUNS makes it smaller.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from reporting.audits.inference import PREDICTS, Judged, estimated
from reporting.audits.metrics import audited_quality
from reporting.quality.changes import stretches
from reporting.trajectory.audited import Reach, reach_of
from tests.benchmarks.table import Figure, keep, report
from triage.statistics import wilson

RUNS = int(os.environ.get("RUNS", "1000"))  # of each row
ANSWERS = 3000
RIGHT = (0.7, 0.85, 0.95)
SIZES = (30, 40, 100, 300)
TARGET, LATELY = 0.88, (0.75, 0.8, 0.88, 0.93, 0.96)
WEEKS, CHANGES_AT = 26, 16
# How likely who got a wrong answer speaks, who got a right one does, and either says the opposite.
READERS = {
    "unhappy speak more": (0.30, 0.08, 0.1),
    "happy speak more": (0.08, 0.30, 0.1),
    "all speak alike": (0.10, 0.10, 0.1),
    "most speak": (0.70, 0.50, 0.05),
    "what they say is chance": (0.10, 0.10, 0.5),
}
# Thumbs a week, share up, unevenness.
FLAT = ((15, 0.7, 0.0), (40, 0.75, 0.0), (40, 0.95, 0.0), (200, 0.8, 0.0))
UNEVEN = ((40, 0.75, 0.02), (200, 0.8, 0.01))
# Of 80% up, by how many points it falls; thumbs a week; unevenness.
FALLS = ((0.20, 15, 0.0), (0.15, 40, 0.0), (0.10, 40, 0.0), (0.15, 40, 0.02), (0.10, 200, 0.01))


@dataclass(frozen=True)
class Audited:
    """Of audits of one size: how often each interval holds the share, the worst of RIGHT, in
    percent; and how wide it is on the average, in points."""

    readers: str
    judged: int
    thumbs: float
    alone: float
    joined: float
    alone_wide: float
    joined_wide: float


@dataclass(frozen=True)
class Promised:
    """Of audits of one size and share of right answers, what they say of TARGET, in percent."""

    right: float
    judged: int
    reached: float
    not_reached: float


@dataclass(frozen=True)
class Looked:
    """Of series of one kind: how many show a change, and how many one within a week of the true
    one, in percent."""

    series: str
    shown: float
    near: float | None = None


def _cells(right: float, readers: tuple[float, float, float]) -> Any:
    """The chance of each of (wrong, right) x (complained, silent, praised)."""
    if_wrong, if_right, slips = readers
    return np.array(
        [
            (1 - right) * np.array([if_wrong * (1 - slips), 1 - if_wrong, if_wrong * slips]),
            right * np.array([if_right * slips, 1 - if_right, if_right * (1 - slips)]),
        ]
    )


def _drawn(
    cells: Any, size: int, chance: np.random.Generator
) -> tuple[dict[str, Judged], dict[str, int]]:
    """An audit of so many of the ANSWERS, and what is said of all of them."""
    answers = chance.multinomial(ANSWERS, cells.ravel())
    drawn = chance.multivariate_hypergeometric(answers, size).reshape(2, 3)
    both = answers.reshape(2, 3).sum(axis=0)
    judged = {
        said: Judged(right=int(good), wrong=int(bad))
        for said, bad, good in zip(PREDICTS, *drawn, strict=True)
    }
    return judged, dict(zip(PREDICTS, both.tolist(), strict=True))


def _held(right: float, name: str, size: int, chance: np.random.Generator) -> Any:
    """Over RUNS audits: thumbs, alone and joined holding the share; the widths of the latter."""
    cells, found = _cells(right, READERS[name]), np.zeros(5)
    for _ in range(RUNS):
        judged, population = _drawn(cells, size, chance)
        joined = estimated(judged, population)
        assert joined is not None
        alone = wilson(part=sum(one.right for one in judged.values()), whole=size)
        up, down = population["praised"], population["complained"]
        thumbs = wilson(part=up, whole=up + down)
        found += [
            thumbs[0] <= right <= thumbs[1],
            alone[0] <= right <= alone[1],
            joined.low <= right <= joined.high,
            alone[1] - alone[0],
            joined.high - joined.low,
        ]
    return 100 * found / RUNS


def _audited(name: str, size: int, chance: np.random.Generator) -> Audited:
    every = np.array([_held(right, name, size, chance) for right in RIGHT])
    held, wide = every[:, :3].min(axis=0).tolist(), every[:, 3:].mean(axis=0).tolist()
    return Audited(name, size, *held, *wide)


def _promised(right: float, size: int, chance: np.random.Generator) -> Promised:
    cells, says = _cells(right, READERS["unhappy speak more"]), Counter[Reach]()
    for _ in range(RUNS):
        judged, population = _drawn(cells, size, chance)
        figure = audited_quality(judged, population, people=ANSWERS)
        says[reach_of(figure, TARGET)] += 1
    told = (100 * says[one] / RUNS for one in (Reach.REACHED, Reach.BELOW))
    return Promised(right, size, *told)


def _series(levels: Any, thumbs: float, uneven: float, chance: np.random.Generator) -> Any:
    shares = levels
    if uneven:
        scale = 1 / uneven - 1
        shares = chance.beta(levels * scale, (1 - levels) * scale)
    wholes = np.maximum(chance.poisson(thumbs, levels.size), 10)
    parts = chance.binomial(wholes, shares)
    return list(zip(parts.tolist(), wholes.tolist(), strict=True))


def _flat(thumbs: float, share: float, uneven: float, chance: np.random.Generator) -> Looked:
    levels = np.full(WEEKS, share)
    shown = sum(len(stretches(_series(levels, thumbs, uneven, chance))) > 1 for _ in range(RUNS))
    name = f"flat at {share:.0%}, {thumbs} thumbs a week{', uneven' if uneven else ''}"
    return Looked(name, 100 * shown / RUNS)


def _fall(drop: float, thumbs: float, uneven: float, chance: np.random.Generator) -> Looked:
    levels = np.where(np.arange(WEEKS) < CHANGES_AT, 0.8, 0.8 - drop)
    shown = near = 0
    for _ in range(RUNS):
        cuts = [one.first for one in stretches(_series(levels, thumbs, uneven, chance))[1:]]
        shown += bool(cuts)
        near += any(abs(cut - CHANGES_AT) <= 1 for cut in cuts)
    name = f"80% to {0.8 - drop:.0%}, {thumbs} thumbs a week{', uneven' if uneven else ''}"
    return Looked(name, 100 * shown / RUNS, 100 * near / RUNS)


def _print(title: str, kind: type, rows: Sequence[Any]) -> None:
    table = Table(title=title, title_justify="left")
    for field in fields(kind):
        table.add_column(field.name.replace("_", " "), no_wrap=True)
    for row in rows:
        cells = asdict(row).values()
        table.add_row(*(f"{v:.1f}" if isinstance(v, float) else str(v or "") for v in cells))
    Console(width=140).print(table)


def main() -> None:
    chance = np.random.default_rng(2026)
    audits = [_audited(name, size, chance) for name in READERS for size in SIZES]
    _print("audits: intervals that hold the truth (%), and their width (points)", Audited, audits)
    promised = [_promised(right, size, chance) for size in SIZES for right in LATELY]
    _print(f"audits against a target of {TARGET:.0%} (%)", Promised, promised)
    flat = [_flat(*series, chance) for series in (*FLAT, *UNEVEN)]
    falls = [_fall(*series, chance) for series in FALLS]
    _print("changes shown (%)", Looked, [*flat, *falls])
    keep("quality-rows", [asdict(row) for row in (*audits, *promised, *flat, *falls)])
    unlike = [row for row in audits if "more" in row.readers]
    most = [row.joined_wide / row.alone_wide for row in audits if "most" in row.readers]
    at_target = [row for row in promised if row.right == TARGET]
    report(
        "quality",
        [
            Figure("joined intervals that hold, least", min(r.joined for r in audits), "%", 92),
            Figure(
                "joined intervals that hold, on the average",
                *(float(np.mean([r.joined for r in audits])), "%", 93),
            ),
            Figure(
                "intervals of thumbs that hold where one side speaks more, most",
                *(max(r.thumbs for r in unlike), "%", 50, "at most"),
            ),
            Figure(
                "width of joined as a share of alone, where most speak",
                *(float(np.mean(most)), "", 0.85, "at most"),
            ),
            Figure(
                "audits that take a share at its target for above or below, most",
                *(max(r.reached + r.not_reached for r in at_target), "%", 8, "at most"),
            ),
            Figure(
                "flat series that show a change, most",
                *(max(r.shown for r in flat), "%", 5, "at most"),
            ),
        ],
    )


if __name__ == "__main__":
    main()

"""`make bench-alerts`: weekly figures that stay as they are, and some that drop, looked at daily.

Voters are clustered: each person has a mind of their own (a beta distribution), says several things
a week, and who is there this week is likely to be there the next. Only full weeks count, so that
the looks between two Mondays see the same. A project watches 30 series. SERIES makes it smaller.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from reporting.alerts.detector import FEWEST, Week, bar, look
from tests.benchmarks.table import Figure, keep, report

SERIES = int(os.environ.get("SERIES", "100"))  # of each kind
WATCHED = 30
YEARS, WEEKS = 2, 52
BEFORE, AFTER = 30, 26  # weeks
DROPS = (0.05, 0.10, 0.20)
MONDAY = date(2026, 1, 5)
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """People, the share of them that is there in a week, how likely who is there stays for the
    next, what each says a week, and the share of it that is good. With `says` 0 it is activity:
    being there is what is good."""

    name: str
    people: int
    there: float
    stays: float
    says: float
    good: float
    of_one_mind: float = 4.0  # the beta distribution's weight: as if each had said so much before


KINDS = (
    Kind("thumbs, 10 voters a week", 40, 0.25, 0.5, 3, 0.85),
    Kind("thumbs, 50 voters a week", 200, 0.25, 0.5, 3, 0.85),
    Kind("answers not complained of, 30 people a week", 60, 0.5, 0.7, 5, 0.92),
    Kind("active of 50 people", 50, 0.4, 0.5, 0, 0.4),
    Kind("active of 200 people", 200, 0.3, 0.5, 0, 0.3),
)


@dataclass(frozen=True)
class Row:
    """False alarms a year of one series alone, and of a project of 30; of drops, in how many of a
    hundred there is an alert within half a year, and after how many weeks (median)."""

    kind: str
    alone: float
    project: float
    found_5: float
    weeks_5: float | None
    found_10: float
    weeks_10: float | None
    found_20: float
    weeks_20: float | None


def _weeks(
    kind: Kind, number: int, chance: np.random.Generator, *, drop: float = 0.0
) -> list[Week]:
    """So many weeks; from BEFORE on good is rarer by the drop."""
    found = []
    minds = chance.beta(*_mind(kind, kind.good), kind.people)
    there = chance.random(kind.people) < kind.there
    for week in range(number):
        if drop and week == BEFORE:
            minds = chance.beta(*_mind(kind, kind.good - drop), kind.people)
        anew = chance.random(kind.people) >= kind.stays
        likely = minds if not kind.says else np.full(kind.people, kind.there)
        there = np.where(anew, chance.random(kind.people) < likely, there)
        found.append(_week(kind, week, there, minds, chance))
    return found


def _mind(kind: Kind, good: float) -> tuple[float, float]:
    return good * kind.of_one_mind, (1 - good) * kind.of_one_mind


def _week(
    kind: Kind, week: int, there: NDArray[np.bool_], minds: Shares, chance: np.random.Generator
) -> Week:
    first = MONDAY + timedelta(weeks=week)
    if not kind.says:
        return Week(first, int(there.sum()), kind.people)
    said = 1 + chance.poisson(kind.says - 1, int(there.sum()))
    return Week(first, int(chance.binomial(said, minds[there]).sum()), int(said.sum()))


def _alarms(weeks: Sequence[Week], needed: float) -> Iterator[int]:
    """After how many weeks it alarms, each time from anew."""
    begun = 0
    for seen in range(FEWEST + 1, len(weeks) + 1):
        found = look(weeks[begun:seen])
        if found and found.evidence >= needed:
            yield seen
            begun = seen


def _row(kind: Kind, chance: np.random.Generator) -> Row:
    flat = [_weeks(kind, YEARS * WEEKS, chance) for _ in range(SERIES)]
    rates = [
        sum(len(list(_alarms(weeks, bar(watched)))) for weeks in flat) / (SERIES * YEARS)
        for watched in (1, WATCHED)
    ]
    told: dict[str, float | None] = {}
    for drop in DROPS:
        delays = [_delay(kind, drop, chance) for _ in range(SERIES // 2)]
        heard = [delay for delay in delays if delay is not None]
        told[f"found_{drop * 100:.0f}"] = 100 * len(heard) / len(delays)
        told[f"weeks_{drop * 100:.0f}"] = median(heard) if heard else None
    return Row(kind.name, rates[0], rates[1] * WATCHED, **told)  # type: ignore[arg-type]


def _delay(kind: Kind, drop: float, chance: np.random.Generator) -> int | None:
    weeks = _weeks(kind, BEFORE + AFTER, chance, drop=drop)
    later = (seen for seen in _alarms(weeks, bar(WATCHED)) if seen > BEFORE)
    first = next(later, None)
    return None if first is None else first - BEFORE


def main() -> None:
    chance = np.random.default_rng(2026)
    rows = [_row(kind, chance) for kind in KINDS]
    table = Table(title=f"alerts, {SERIES} series of each kind", title_justify="left")
    for field in fields(Row):
        table.add_column(field.name.replace("_", " "), no_wrap=True)
    for row in rows:
        table.add_row(
            *(f"{v:,.3g}" if isinstance(v, float) else str(v) for v in asdict(row).values())
        )
    Console(width=180).print(table)
    keep("alerts-rows", [asdict(row) for row in rows])
    report(
        "alerts",
        [
            Figure(
                "false alarms a year in a project of 30 series, the worst kind",
                *(max(row.project for row in rows), "", 1, "at most"),
            ),
            Figure(
                "false alarms a year of one series alone, the worst kind",
                *(max(row.alone for row in rows), "", 1, "at most"),
            ),
        ],
    )


if __name__ == "__main__":
    main()

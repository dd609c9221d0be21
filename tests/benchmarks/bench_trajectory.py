"""`make bench-trajectory`: do forecasts and standardised differences hold the truth as they say?

Forecasts: true shares that go on in seven ways, on log odds, for 8 or 26 weeks with 20 or 200 votes
each; what the bands at 80% and 95% say of the true share 4 and 13 weeks later. Differences: a pilot
and a rollout of four times its votes, in teams and on topics of different size on either side. Each
team, each topic and each combination of them is of its own ease (0.6, 0.6 and 0.4 on log odds). How
often the intervals with the same mix of teams, of topics, of both and of each combination hold the
difference within these, and how often Newcombe's of the raw difference does. RUNS makes it
smaller or larger.
"""

import os
from collections.abc import Callable, Sequence
from itertools import product
from statistics import mean

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from scipy.special import expit

from reporting.trajectory.forecasting import Week, course_of
from reporting.trajectory.standardising import Stratum, adjusted, raked
from tests.benchmarks.table import Figure, keep, report
from triage.statistics import newcombe

RUNS = int(os.environ.get("RUNS", "200"))
AHEAD = (4, 13)
Numbers = npt.NDArray[np.float64]

DIFFERENCES = (
    *("raw", "teams", "topics", "both", "each combination"),
    *("teams in common", "topics in common", "both in common", "each combination in common"),
)

random = np.random.default_rng(7)


def _walk(
    drift: float, step: float, jump: float = 0.0, kept: float = 1.0
) -> Callable[..., Numbers]:
    def course(weeks: int) -> Numbers:
        moves = drift * kept ** np.arange(weeks) + random.normal(0, step, weeks)
        moves[(weeks - AHEAD[-1]) // 2] += jump
        return np.asarray(random.normal(1.2, 0.5) + np.cumsum(moves))

    return course


# Log odds: drift and step of a week.
COURSES = {
    "stands still": _walk(0, 0),
    "walks (0.1)": _walk(0, 0.1),
    "walks wildly (0.3)": _walk(0, 0.3),
    "rises (0.05, 0.03)": _walk(0.05, 0.03),
    "falls (0.08, 0.05)": _walk(-0.08, 0.05),
    "rises ever less (0.12, 0.05)": _walk(0.12, 0.05, kept=0.93),
    "falls at once (0.8), walks (0.03)": _walk(0, 0.03, jump=-0.8),
}


def _forecasts(course: Callable[..., Numbers], votes: int, weeks: int) -> dict[str, float]:
    """In percent how often each band holds, and how wide the 80% one is in points."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        true = expit(course(weeks + AHEAD[-1]))
        of = np.maximum(random.poisson(votes, weeks), 1)
        up = random.binomial(of, true[:weeks])
        told = course_of([Week(int(a), int(b)) for a, b in zip(up, of, strict=True)])
        assert told
        for ahead, level in product(AHEAD, (0.8, 0.95)):
            low, high = told.after(ahead).limits(level)
            holds = low <= true[weeks - 1 + ahead] <= high
            found.setdefault(f"{ahead} weeks, {level:.0%}", []).append(100.0 * bool(holds))
            if level == 0.8:
                found.setdefault(f"{ahead} weeks, width", []).append(100 * (high - low))
    return {name: mean(values) for name, values in found.items()}


def _mix(of: int, alike: float) -> Numbers:
    return np.asarray(random.dirichlet(np.full(of, alike)))


def _differences(teams: int, topics: int, votes: int, effect: float) -> dict[str, float]:
    """In percent how often each interval holds the difference within teams and topics, and how much
    of the rollout is in teams and topics that both have."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        ease = expit(
            1.7
            + random.normal(0, 0.6, (teams, 1))
            + random.normal(0, 0.6, (1, topics))
            + random.normal(0, 0.4, (teams, topics))
        )
        since = np.clip(ease + effect, 0.02, 0.98)
        pilot, rollout = (
            random.multinomial(n, np.outer(_mix(teams, 1), _mix(topics, 1)).ravel()).reshape(
                teams, topics
            )
            for n in (votes, 4 * votes)
        )
        up, up_since = random.binomial(pilot, ease), random.binomial(rollout, since)
        columns = (up, pilot, up_since, rollout)
        true = float((rollout * (since - ease)).sum() / rollout.sum())
        raw = newcombe((int(up_since.sum()), 4 * votes), (int(up.sum()), votes))
        told = {"teams": adjusted(_by(columns, 1)), "topics": adjusted(_by(columns, 0))}
        told["both"] = raked(_cells(columns))
        told["each combination"] = adjusted(_cells(columns))
        intervals = {"raw": raw, **{name: one.interval for name, one in told.items() if one}}
        for name, (low, high) in intervals.items():
            found.setdefault(name, []).append(100.0 * bool(low <= true <= high))
        for name, one in told.items():
            found.setdefault(f"{name} in common", []).append(100 * one.covered if one else 0.0)
    return {name: mean(found.get(name, [np.nan])) for name in DIFFERENCES}


def _by(columns: Sequence[Numbers], axis: int) -> dict[int, Stratum]:
    """By team (the topics, axis 1, added up), or by topic."""
    counts = [column.sum(axis=axis) for column in columns]
    return {n: Stratum(*map(int, of)) for n, of in enumerate(zip(*counts, strict=True))}


def _cells(columns: Sequence[Numbers]) -> dict[tuple[int, int], Stratum]:
    return {
        at: Stratum(*(int(column[at]) for column in columns)) for at in np.ndindex(columns[0].shape)
    }


def _shown(title: str, rows: dict[tuple[str, ...], dict[str, float]]) -> None:
    table = Table(*[""] * len(next(iter(rows))), *next(iter(rows.values())), title=title)
    for names, row in rows.items():
        table.add_row(*names, *(f"{value:.0f}" for value in row.values()))
    Console(width=160).print(table)
    keep(f"trajectory-{title}", [{"of": ", ".join(names), **row} for names, row in rows.items()])


def main() -> None:
    forecasts = {
        (name, f"{votes} votes", f"{weeks} weeks"): _forecasts(course, votes, weeks)
        for (name, course), votes, weeks in product(COURSES.items(), (20, 200), (8, 26))
    }
    differences = {
        (f"{teams} teams, {topics} topics", f"{votes} votes", f"{effect:+.0%}"): _differences(
            teams, topics, votes, effect
        )
        for (teams, topics), votes, effect in product(
            ((3, 4), (12, 1), (12, 8), (12, 20)), (60, 200, 1000), (0.0, -0.1)
        )
    }
    _shown("forecasts", forecasts)
    _shown("differences", differences)
    bands = [(key, value) for row in forecasts.values() for key, value in row.items() if "%" in key]
    report(
        "trajectory",
        [
            *(
                Figure(
                    f"truth within the {level} band",
                    *(mean(value for key, value in bands if level in key), "%"),
                    limit=float(level[:-1]),
                )
                for level in ("80%", "95%")
            ),
            Figure(
                "truth within the interval with the same mix of both",
                *(float(np.nanmean([row["both"] for row in differences.values()])), "%", 94.0),
            ),
            Figure(
                "... of the raw difference",
                *(mean(row["raw"] for row in differences.values()), "%"),
            ),
        ],
    )


if __name__ == "__main__":
    main()

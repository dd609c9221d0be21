"""`make bench-trajectory`: do forecasts and standardised differences hold the truth as they say?

Forecasts: true shares that go on in seven ways, on log odds, for 8 or 26 weeks with 20 or 200 votes
each; what the bands at 80% and 95% say of the true share 4 and 13 weeks later. Differences: a pilot
and a rollout of four times its votes, in teams of different size on either side and of different
ease; what the interval says of the difference within the teams that both have, and what Newcombe's
of the raw difference does. RUNS makes it smaller or larger.
"""

import os
from collections.abc import Callable
from itertools import product
from statistics import mean

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from scipy.special import expit

from reporting.trajectory.forecasting import Week, course_of
from reporting.trajectory.standardising import FEWEST, Stratum, adjusted
from tests.benchmarks.table import Figure, keep, report
from triage.statistics import newcombe

RUNS = int(os.environ.get("RUNS", "200"))
AHEAD = (4, 13)
Numbers = npt.NDArray[np.float64]

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


def _differences(teams: int, votes: int, effect: float) -> dict[str, float]:
    found: dict[str, list[float]] = {"holds": [], "raw holds": [], "covered": []}
    for _ in range(RUNS):
        ease = np.clip(random.normal(0.85, 0.1, teams), 0.3, 0.99)
        pilot = random.multinomial(votes, random.dirichlet(np.ones(teams)))
        rollout = random.multinomial(4 * votes, random.dirichlet(np.ones(teams)))
        since = np.clip(ease + effect, 0.02, 0.98)
        up, up_since = random.binomial(pilot, ease), random.binomial(rollout, since)
        columns = (up, pilot, up_since, rollout)
        told = adjusted({n: Stratum(*(int(c[n]) for c in columns)) for n in range(teams)})
        if told is None:
            continue
        common = rollout * (np.minimum(pilot, rollout) >= FEWEST)
        true = float(common @ (since - ease) / common.sum())
        raw = newcombe((int(up_since.sum()), 4 * votes), (int(up.sum()), votes))
        for name, (low, high) in (("holds", told.interval), ("raw holds", raw)):
            found[name].append(100.0 * bool(low <= true <= high))
        found["covered"].append(100 * told.covered)
    return {name: mean(values) for name, values in found.items()}


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
        (f"{teams} teams", f"{votes} votes", f"{effect:+.0%}"): _differences(teams, votes, effect)
        for teams, votes, effect in product((3, 12, 60), (60, 200, 1000), (0.0, -0.1))
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
                "truth within the interval of a standardised difference",
                *(mean(row["holds"] for row in differences.values()), "%", 94.0),
            ),
            Figure(
                "... of the raw difference",
                *(mean(row["raw holds"] for row in differences.values()), "%"),
            ),
        ],
    )


if __name__ == "__main__":
    main()

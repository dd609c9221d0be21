"""How well groupings do: the scores of one way on the samples of one case, and their table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean, stdev

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.clustering.agreement import ami, ari
from tests.benchmarks.clustering.labelled import Sample
from tests.benchmarks.clustering.worker import Run
from tests.benchmarks.table import keep

COLUMNS = ("texts", "way", "AMI", "ARI", "groups", "kinds", "kept %", "CPU-s", "MiB")
WIDTH = 110  # characters, also where it is not a terminal that is printed to


@dataclass(frozen=True)
class Score:
    """One grouping of one sample. Agreement with people's own sorting from 0 to 100; `kept`: of
    the texts that were there before the last ones came, the percentage that kept their group."""

    ami: float
    ari: float
    groups: int
    kinds: int
    cpu_s: float
    peak_mib: float
    kept: float | None = None


@dataclass(frozen=True)
class Row:
    """A way on a case: a score for each sample; none where it is not installed."""

    case: str
    way: str
    scores: Sequence[Score]

    def of(self, name: str) -> list[float]:
        return [getattr(score, name) for score in self.scores]

    def cells(self) -> list[str]:
        if not self.scores:
            return [self.case, self.way, "not installed: make peers"]
        agreed = [over(self.of(name)) for name in ("ami", "ari", "groups")]
        stayed = "" if None in self.of("kept") else over(self.of("kept"))
        kinds, cpu, peak = (mean(self.of(name)) for name in ("kinds", "cpu_s", "peak_mib"))
        return [self.case, self.way, *agreed, f"{kinds:.0f}", stayed, f"{cpu:.2f}", f"{peak:.0f}"]


def score(sample: Sample, run: Run, *, kept: float | None = None) -> Score:
    return Score(
        ami(sample.kinds, run.labels) * 100,
        ari(sample.kinds, run.labels) * 100,
        len(np.unique(run.labels)),
        len(np.unique(sample.kinds)),
        run.cpu_s,
        run.peak_mib,
        kept,
    )


def spread(values: Sequence[float]) -> float | None:
    """The standard deviation, where there is more than one value."""
    return stdev(values) if len(values) > 1 else None


def over(values: Sequence[float]) -> str:
    """Mean and standard deviation, as printed."""
    deviation = spread(values)
    return f"{mean(values):.1f}" + ("" if deviation is None else f" ± {deviation:.1f}")


def show(name: str, rows: Sequence[Row]) -> None:
    """Print the table, and write every score to var/bench/NAME-scores.json."""
    table = Table(title=name, title_justify="left", box=None)
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if place > 1 else "left")
    for row in rows:
        table.add_row(*row.cells())
    Console(width=max(WIDTH, Console().width)).print(table)
    keep(f"{name}-scores", [asdict(row) for row in rows])

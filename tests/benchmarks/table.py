"""What a benchmark prints and keeps: each figure beside the limit or peer it is held against."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

BASE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One measured value. `limit` is what it should reach, or not exceed, as `wanted` says;
    `spread` the standard deviation, where it is a mean."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    wanted: str = "at least"
    spread: float | None = None

    @property
    def kept(self) -> bool | None:
        if self.limit is None:
            return None
        return self.value >= self.limit if self.wanted == "at least" else self.value <= self.limit


def report(name: str, figures: Sequence[Figure]) -> None:
    """Print the table, and write the same as JSON to var/bench/NAME.json."""
    table = Table(title=name, title_justify="left")
    for column in ("figure", "measured", "limit", ""):
        table.add_column(column, justify="left" if column == "figure" else "right")
    for figure in figures:
        limit = "" if figure.limit is None else f"{figure.wanted} {figure.limit:,.4g}"
        kept = {True: "kept", False: "MISSED", None: ""}[figure.kept]
        spread = "" if figure.spread is None else f"± {figure.spread:.2g} "
        table.add_row(figure.name, f"{figure.value:,.4g} {spread}{figure.unit}", limit, kept)
    Console().print(table)
    keep(name, [asdict(figure) | {"kept": figure.kept} for figure in figures])


def keep(name: str, rows: Sequence[object]) -> None:
    """Write rows to var/bench/NAME.json."""
    (folder() / f"{name}.json").write_text(json.dumps(rows, indent=2))


def folder() -> Path:
    """Where benchmarks keep what they find."""
    found = Path(os.environ.get("ERRATA_VAR") or BASE / "var") / "bench"
    found.mkdir(parents=True, exist_ok=True)
    return found

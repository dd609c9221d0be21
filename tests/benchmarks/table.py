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
    """One measured value. `limit` is what it should reach, or not exceed, as `wanted` says."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    wanted: str = "at least"

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
        table.add_row(figure.name, f"{figure.value:,.4g} {figure.unit}", limit, kept)
    Console().print(table)
    folder = Path(os.environ.get("ERRATA_VAR") or BASE / "var") / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(figure) | {"kept": figure.kept} for figure in figures]
    (folder / f"{name}.json").write_text(json.dumps(rows, indent=2))

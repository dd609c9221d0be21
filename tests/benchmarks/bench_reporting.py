"""`make bench-reporting`: every report page, with any filter, over 400 days of a large project.

At SIZE=1 that is 200,000 people with 10,000,000 answers and 1,000,000 votes; a tenth of it unless
said otherwise. A hundredth and a tenth of the full size are measured beside it, to show growth.
What is measured is the server's time for a page, for each part that it fetches later, and for an
API answer, by Django's test client in a process beside the database, all caches empty. The limit
is held against CPU time, its own and the database's: the clock beside it is right where nothing
else runs. Figures by plain SQL over the raw rows are beside those from what is folded.
"""

import multiprocessing
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.table import Table

from config.services.places import Places
from tests.benchmarks.reporting.measuring import Measured, measured
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report

SIZE = float(os.environ.get("SIZE", "0.1"))
# To show growth.
SMALLER = (0.01, 0.1)
LIMIT_MS = 100


def main() -> None:
    sizes = [*(size for size in SMALLER if size < SIZE), SIZE]
    with bench_stack("--services-only") as stack:
        stack.manage("prepare")
        stack.manage("migrate")
        places = Places(stack.var)
        servers = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url}
        servers["ERRATA_VAR"] = str(stack.var)
        found = {}
        for number, size in enumerate(sizes, start=1):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                found[size] = pool.submit(measured, servers, number=number, size=size).result()
    Console().print(_growth(found))
    report("reporting", [figure for size, one in found.items() for figure in _figures(size, one)])
    for name, times in found[SIZE].pages.items():
        Console().print(f"slowest of {name}: {times.slowest}", markup=False, highlight=False)
    Console().print(f"not measured: {', '.join(found[SIZE].not_walked)}", highlight=False)
    for name, error in found[SIZE].errors.items():
        Console().print(f"FAILED {name}: {error}", markup=False, highlight=False)


def _growth(found: Mapping[float, Measured]) -> Table:
    """Each page at each size: CPU at the 95th percentile."""
    table = Table(title="CPU in ms at the 95th percentile", title_justify="left")
    table.add_column("")
    for size in found:
        table.add_column(f"{10 * size:g} million answers", justify="right")
    for name in next(reversed(found.values())).pages:
        times = (one.pages.get(name) for one in found.values())
        table.add_row(name, *(f"{of.cpu:.0f}" if of else "" for of in times))
    return table


def _figures(size: float, one: Measured) -> list[Figure]:
    of = f"{10 * size:g} million answers"
    limit = LIMIT_MS if size == SIZE else None
    figures = [
        Figure(f"{of}: seeding", one.seeded, "s"),
        Figure(f"{of}: rebuild, CPU", one.rebuilt, "s"),
        Figure(f"{of}: folding a vote, CPU", one.folded, "ms"),
    ]
    for name, times in one.pages.items():
        figures.append(Figure(f"{of}: {name}: p95, CPU", times.cpu, "ms", limit, "at most"))
        figures.append(Figure(f"{of}: {name}: p95, clock", times.clock, "ms"))
    for name, (raw, folded) in one.figures.items():
        figures.append(Figure(f"{of}: {name}: raw rows", raw, "ms"))
        figures.append(Figure(f"{of}: {name}: raw rows / folded", raw / folded, "times"))
    return figures


if __name__ == "__main__":
    main()

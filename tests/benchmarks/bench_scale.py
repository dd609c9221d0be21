"""`make bench-scale`: what placing a complaint costs, by how many issues and complaints there are.

First through `place_waiting` on a real database, with vectors made around those of real texts and
handed out by the text: the model's own time, 5 ms a text whatever else, is left out. Then through
the centres alone, without the database, for as many complaints as COMPLAINTS says.
"""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from config.services.places import Places
from tests.benchmarks.scale import alone, through
from tests.benchmarks.scale.vectors import real
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import Stack
from triage.embedding.vectors import Vectors

ISSUES = (10, 1_000, 100_000)
COMPLAINTS = int(os.environ.get("COMPLAINTS", "100_000"))

T = TypeVar("T")


def _elsewhere(call: Callable[..., T], *arguments: object) -> T:
    """In a process of its own, for its peak of memory."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(call, *arguments).result()


def _by_issues(stack: Stack, near: Vectors) -> list[Figure]:
    places = Places(stack.var)
    servers = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url}
    figures = []
    for issues in ISSUES:
        slug, name = f"scale-{issues}", f"{issues:,} issues"
        stack.bootstrap(slug)
        cost = _elsewhere(through.measured, near, issues, slug, servers)
        figures += [
            Figure(f"{name}: a complaint", cost.wall_ms, "ms"),
            Figure(f"{name}: of it CPU, worker's and database's", cost.cpu_ms, "ms"),
            Figure(f"{name}: the first batch, centres read", cost.first_s, "s"),
            Figure(f"{name}: the worker's peak memory", cost.peak_mib, "MiB"),
        ]
    return figures


def _by_complaints(near: Vectors) -> list[Figure]:
    sizes = tuple(size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= COMPLAINTS)
    figures = []
    for size, done in zip(sizes, _elsewhere(alone.measured, near, sizes), strict=True):
        name = f"{size:,} complaints, {done.issues:,} issues"
        figures += [
            Figure(f"{name}: a complaint up to there, CPU", 1000 * done.cpu_s / size, "ms"),
            Figure(f"{name}: peak memory", done.peak_mib, "MiB"),
        ]
    return figures


def main() -> None:
    near = real()
    figures = _by_complaints(near)
    with bench_stack("--services-only") as stack:
        stack.manage("migrate")
        figures = _by_issues(stack, near) + figures
    report("scale", figures)


if __name__ == "__main__":
    main()

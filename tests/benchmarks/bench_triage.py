"""`make bench-triage`: the queue with 100,000 issues and 1,000,000 complaints.

What is measured is the server's time for a whole page or API answer: the real URL stack with its
middleware, views and templates, by Django's test client in a process beside the database; no
network. ISSUES and COMPLAINTS make it smaller. Each kind is asked for in turns, over all that is
in it; the table says the slowest too.
"""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console

from config.services.places import Places
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.benchmarks.triage.measuring import Times, measured

ISSUES = int(os.environ.get("ISSUES", "100_000"))
COMPLAINTS = int(os.environ.get("COMPLAINTS", "1_000_000"))
LIMIT_MS = 100


def _figures(name: str, times: Times) -> list[Figure]:
    return [
        Figure(f"{name}: median", times.p50, "ms"),
        Figure(f"{name}: 95th percentile", times.p95, "ms", LIMIT_MS, "at most"),
        Figure(f"{name}: most", times.most, "ms"),
    ]


def main() -> None:
    with bench_stack("--services-only") as stack:
        stack.manage("prepare")
        stack.manage("migrate")
        secret = stack.bootstrap("triage")["keys"]["secret"]
        places = Places(stack.var)
        servers = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url}
        servers["ERRATA_VAR"] = str(stack.var)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            size = {"issues": ISSUES, "complaints": COMPLAINTS}
            seeded, kinds = pool.submit(measured, "triage", secret, servers, **size).result()
    figures = [Figure("seeding", seeded, "s")]
    for name, times in kinds.items():
        figures += _figures(name, times)
    report("triage", figures)
    for name, times in kinds.items():
        Console().print(f"slowest of {name}: {times.slowest}", markup=False, highlight=False)


if __name__ == "__main__":
    main()

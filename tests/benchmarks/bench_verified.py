"""`make bench-verified`: a verified answer by meaning, among 100,000.

What is measured is the server's time for a whole API answer: the real URL stack, by Django's test
client in a process beside the database; no network. The questions are made of words, so that many
are nearly alike; half of those asked are none of them. ANSWERS makes it smaller. Also whether the
index finds what comparing with all of them finds, and what the model takes of a process.
"""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from config.services.places import Places
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.benchmarks.verified.measuring import measured

ANSWERS = int(os.environ.get("ANSWERS", "100_000"))
LIMIT_MS = 10


def main() -> None:
    with bench_stack("--services-only") as stack:
        stack.manage("prepare")
        stack.manage("migrate")
        secret = stack.bootstrap("verified")["keys"]["secret"]
        places = Places(stack.var)
        servers = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url}
        servers["ERRATA_VAR"] = str(stack.var)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            found = pool.submit(measured, "verified", secret, servers, answers=ANSWERS).result()
    report(
        "verified",
        [
            Figure("seeding", found.seeding_s, "s"),
            Figure("an answer: median", found.p50, "ms"),
            Figure("an answer: 95th percentile", found.p95, "ms", LIMIT_MS, "at most"),
            Figure("an answer: CPU of the web process", found.cpu, "ms"),
            Figure("beside it, CPU of an answer that says how much waits", found.bare, "ms"),
            Figure("of the nearest, found", 100 * found.recall, "%", 95),
            Figure("memory of the model", found.model_mb, "MB"),
        ],
    )


if __name__ == "__main__":
    main()

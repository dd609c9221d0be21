"""`make bench-reading`: the first page of 50 out of a million words, by each filter.

What is measured is the whole request as a client on the same machine sees it, one at a time over
a kept connection. Each page is asked for in short rounds, in turn with the others; its figure is
the median of the rounds' 95th percentiles. In brackets: how many words are on the page.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlencode

import httpx
import psycopg

from config.services.places import Places
from tests.benchmarks.client import reading, send
from tests.benchmarks.seeding import seed
from tests.benchmarks.sender import keys_of
from tests.benchmarks.serving import ERRATA, Server, served
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import Stack

ROWS = 1_000_000
ROUNDS = 5
TIMES = 40
LIMIT_MS = 10
# As an import does it after its batches.
ANALYSE = "from feedback.capture.operations import tell_of_growth; tell_of_growth(by=1.1)"

# By how much of the million each leaves, from all to nothing: see tests.benchmarks.seeding.
FILTERS: dict[str, dict[str, str]] = {
    "no filter": {},
    "a large team": {"team": "team-0"},
    "a small team": {"team": "team-35"},
    "a rare team (0.02 %)": {"team": "team-36"},
    "a large cohort": {"cohort": "cohort-0"},
    "a rare cohort (0.04 %)": {"cohort": "cohort-6"},
    "the latest release": {"release": "release-23"},
    "the first release": {"release": "release-0"},
    "a rare release (0.01 %)": {"release": "release-24"},
    "a common reason": {"reason": "wrong"},
    "a rare reason (0.02 %)": {"reason": "unsafe"},
    "a reason that nobody gave": {"reason": "formatting"},
    "large team, common reason": {"team": "team-0", "reason": "wrong"},
    "large team, rare reason": {"team": "team-0", "reason": "unsafe"},
    "rare team, common reason": {"team": "team-36", "reason": "wrong"},
    "rare team, rare reason": {"team": "team-36", "reason": "unsafe"},
    "large cohort, rare reason": {"cohort": "cohort-0", "reason": "unsafe"},
    "large team, first release": {"team": "team-0", "release": "release-0"},
    "first release, common reason": {"release": "release-0", "reason": "wrong"},
    "rare team, rare cohort": {"team": "team-36", "cohort": "cohort-6"},
}
# What no index has together, and the planner can't foresee: it reads a large part of a filter's
# rows. Without a limit, so that a change to it is seen.
WORST: dict[str, dict[str, str]] = {
    "team, cohort, release, reason": {
        "team": "team-1",
        "cohort": "cohort-1",
        "release": "release-12",
        "reason": "out_of_date",
    },
    "a large team, and a reason that only another gives": {
        "team": "team-0",
        "reason": "integration_failed",
    },
}
NOT_ANALYSED = {"team": "team-35", "reason": "too_long"}


@dataclass(frozen=True)
class Reader:
    """A host that reads with its secret key."""

    server: Server
    headers: dict[str, str]

    def page(self, asked: dict[str, str]) -> list[str]:
        """The ids on the page."""
        url = f"http://127.0.0.1:{self.server.port}{_path(asked)}"
        found = httpx.get(url, headers=self.headers, timeout=30)
        return [row["id"] for row in found.raise_for_status().json()["results"]]

    def p95(self, asked: dict[str, str]) -> float:
        """Milliseconds in which 95 in a hundred requests of a round are answered."""
        one = reading("127.0.0.1", _path(asked), self.headers)
        run = send("127.0.0.1", self.server.port, [one] * TIMES, concurrency=1)
        assert run.statuses == {200: TIMES}, run.statuses
        return quantiles(run.waits, n=100)[94] * 1000


def _path(asked: dict[str, str]) -> str:
    return f"/api/v1/feedback?{urlencode(asked)}"


def _cursor(stack: Stack, place: int) -> dict[str, str]:
    """The page after so many rows."""
    from feedback.reading.parameters import cursor_after

    with psycopg.connect(Places(stack.var).database_url) as database:
        found = database.execute(
            "SELECT id FROM feedback_feedback ORDER BY id DESC OFFSET %s LIMIT 1", [place]
        ).fetchone()
    assert found
    return {"cursor": cursor_after(found[0])}


def main() -> None:
    with bench_stack("--services-only") as stack:
        stack.manage("migrate")
        secret = keys_of(stack)["secret"]
        seed(stack, ROWS)
        with served(stack, ERRATA, workers=1) as server:
            figures = _measured(stack, Reader(server, {"Authorization": f"Bearer {secret}"}))
    report("reading", figures)


def _measured(stack: Stack, reader: Reader) -> list[Figure]:
    before = reader.p95(NOT_ANALYSED)
    stack.manage("shell", "--no-imports", "--command", ANALYSE)
    deep = _cursor(stack, ROWS * 9 // 10)
    cases = FILTERS | {
        "deep cursor": deep,
        "deep cursor, large team": deep | {"team": "team-0"},
        "deep cursor, common reason": deep | {"reason": "wrong"},
        "deep cursor, team and reason": deep | {"team": "team-0", "reason": "wrong"},
    }
    kept = _rounds(reader, cases | {"small team and reason": NOT_ANALYSED})
    return [
        *(Figure(name, waits, "ms", LIMIT_MS, "at most") for name, waits in kept.items()),
        Figure("the last, before the tables were analysed", before, "ms"),
        *(Figure(name, waits, "ms") for name, waits in _rounds(reader, WORST).items()),
    ]


def _rounds(reader: Reader, cases: dict[str, dict[str, str]]) -> dict[str, float]:
    """Each page's figure, by its name and how many words are on it."""
    named = {f"{name} ({len(reader.page(asked))})": asked for name, asked in cases.items()}
    rounds = [[reader.p95(asked) for asked in named.values()] for _ in range(ROUNDS)]
    return dict(zip(named, map(median, zip(*rounds, strict=True)), strict=True))


if __name__ == "__main__":
    main()

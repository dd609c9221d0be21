"""`make bench-capture`: votes a second with everything on, beside a bare view on the same servers.

Two web servers stand side by side, two workers each: Errata's, and `tests.benchmarks.bare`. They
are asked in turn, in short rounds, and compared within the run. Then Errata's takes 100,000 votes
more, one by one, while the memory of its workers is read.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median, quantiles

import psycopg

from config.services.places import Places
from tests.benchmarks.bare import TABLE
from tests.benchmarks.client import Run, send
from tests.benchmarks.sender import Sender, keys_of
from tests.benchmarks.serving import BARE, ERRATA, Server, served
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import Stack

ROUNDS = 5
VOTES = 2_000
BATCHES = 60
BATCH = 100
WORKERS = 2

MEMORY_VOTES = 100_000
MEMORY_STEP = 10_000
MEMORY_LIMIT_MIB = 350
GROWTH_LIMIT_MIB = 10


@dataclass(frozen=True)
class Shape:
    """What is sent, how many of it in a round, and the status that each server answers with."""

    make: Callable[[], bytes]
    number: int
    status: dict[str, int]


def _compared(servers: dict[str, Server], shape: Shape) -> dict[str, list[Run]]:
    """Each server's runs, taken in turn; the first round warms both."""
    runs: dict[str, list[Run]] = {name: [] for name in servers}
    for round_ in range(ROUNDS + 1):
        for name, server in servers.items():
            run = send("127.0.0.1", server.port, [shape.make() for _ in range(shape.number)])
            assert set(run.statuses) == {shape.status[name]}, (name, run.statuses)
            if round_:
                runs[name].append(run)
    return runs


def _rate(runs: list[Run], each: int = 1) -> float:
    return median(len(run.waits) * each / run.seconds for run in runs)


def _p95(runs: list[Run]) -> float:
    return median(quantiles(run.waits, n=100)[94] for run in runs)


def _figures(votes: dict[str, list[Run]], batches: dict[str, list[Run]]) -> list[Figure]:
    bare, ours = votes["bare"], votes["errata"]
    share = _rate(batches["errata"]) / _rate(batches["bare"])
    return [
        Figure("bare view, one INSERT", _rate(bare), "votes/s"),
        Figure("everything on", _rate(ours), "votes/s"),
        Figure("share of the bare view's rate", _rate(ours) / _rate(bare), "of it", 0.6),
        Figure("bare view, 95th percentile", _p95(bare) * 1000, "ms"),
        Figure("everything on, 95th percentile", _p95(ours) * 1000, "ms"),
        Figure("its share of the bare view's", _p95(ours) / _p95(bare), "of it", 1.7, "at most"),
        Figure("bare view, a batch's unnest", _rate(batches["bare"], BATCH), "items/s"),
        Figure("batch of 100, everything on", _rate(batches["errata"], BATCH), "items/s"),
        Figure("share of the bare view's rate", share, "of it", 0.6),
    ]


def _memory(server: Server, sender: Sender) -> list[Figure]:
    """Of workers that are warm already, over votes that come one by one."""
    read = [server.memory()]
    for _ in range(0, MEMORY_VOTES, MEMORY_STEP):
        run = send("127.0.0.1", server.port, [sender.one() for _ in range(MEMORY_STEP)])
        assert set(run.statuses) == {201}, run.statuses
        read.append(server.memory())
    growth = read[-1] - read[0]
    return [
        Figure("two workers' memory (PSS), warm", read[0], "MiB"),
        Figure("at most in 100,000 votes more", max(read), "MiB", MEMORY_LIMIT_MIB, "at most"),
        Figure("growth in them", growth, "MiB", GROWTH_LIMIT_MIB, "at most"),
    ]


def _asked(stack: Stack, *statements: str) -> list[int]:
    """The first value of each statement's answer, 0 where there is none."""
    with psycopg.connect(Places(stack.var).database_url, autocommit=True) as database:
        cursors = [database.execute(statement) for statement in statements]
        return [int((c.fetchone() or [0])[0]) if c.description else 0 for c in cursors]


def _assert_stored(stack: Stack) -> None:
    """Each server stored what it was sent, in its own way: they are what they are taken for."""
    rounds = ROUNDS + 1
    compared = rounds * (VOTES + BATCHES * BATCH)
    counts = [f"SELECT count(*) FROM {name}" for name in ("bare_vote", "feedback_feedback")]
    assert _asked(stack, *counts) == [compared, compared + VOTES + MEMORY_VOTES]


def main() -> None:
    with ExitStack() as stays:
        stack = stays.enter_context(bench_stack("--services-only"))
        stack.manage("migrate")
        sender = Sender(keys_of(stack))
        _asked(stack, TABLE)
        ours = stays.enter_context(served(stack, ERRATA, workers=WORKERS))
        bare = stays.enter_context(served(stack, BARE, workers=WORKERS))
        servers = {"bare": bare, "errata": ours}
        send("127.0.0.1", ours.port, [sender.one() for _ in range(VOTES)])
        _asked(stack, "ANALYZE")
        one = Shape(sender.one, VOTES, {"bare": 200, "errata": 201})
        many = Shape(lambda: sender.many(BATCH), BATCHES, {"bare": 200, "errata": 207})
        figures = _figures(_compared(servers, one), _compared(servers, many))
        figures += _memory(ours, sender)
        _assert_stored(stack)
    report("capture", figures)


if __name__ == "__main__":
    main()

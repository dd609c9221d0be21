"""`make bench-capture`: votes a second with everything on, beside a bare view on the same servers.

Two web servers stand side by side, two workers each: Errata's, and `tests.benchmarks.bare`. They
are asked in turn, in short rounds, and compared within the run.
"""

import json
import os
import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

import psutil
import psycopg

from config.services.places import Places
from config.supervisor.programs import Programs
from feedback.directory.identity import Identity, sign
from tests.benchmarks.bare import TABLE
from tests.benchmarks.client import Run, request, send
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import BASE, Stack, eventually

ROUNDS = 5
VOTES = 2_000
BATCHES = 60
BATCH = 100
PEOPLE = 1_000
ORIGIN = "https://intranet.example"
WORKERS = 2
MEMORY_VOTES = 100_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(stack: Stack, application: str) -> Iterator[tuple[int, psutil.Process]]:
    """A web server as `up` starts it, with another application in it."""
    port = _free_port()
    web = Programs(BASE, stack.var).web(bind="127.0.0.1", port=port, workers=WORKERS)
    command = [*web.command[:-1], application]
    environment = stack.environment() | {"ERRATA_HOSTS": "127.0.0.1"}
    log = stack.var / f"{application.partition(':')[0]}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=BASE, env=environment, stdout=output, stderr=output)
    try:
        eventually(lambda: _accepts(port))
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Sender:
    """Makes the requests: a page's, with its origin and its reader's token."""

    def __init__(self, keys: dict[str, Any]) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - a benchmark is an interface
        self.public, self.secret = keys["public"], keys["secret"]
        self.tokens = [
            sign(
                identity=Identity(f"person-{n}", f"Team {n % 12}", f"Cohort {n % 3}"),
                private_key=keys["signing"]["private_key"],
                key_id=keys["signing"]["id"],
                now=now,
            )
            for n in range(PEOPLE)
        ]
        self.count = 0

    def word(self, person: str = "") -> dict[str, Any]:
        """A new word: nobody says two of them on one answer."""
        self.count += 1
        n = self.count
        word: dict[str, Any] = {
            "id": secrets.token_hex(16),
            "answer": f"answer-{n // PEOPLE}-{n % 7}",
            "rating": "down" if n % 4 == 0 else "up",
        }
        if n % 4 == 0:
            word["reasons"] = ["wrong"]
        if n % 2 == 0:
            word["comment"] = f"Section {n % 90} of the handbook says otherwise since 3 May."
        return word | ({"person": person} if person else {})

    def one(self) -> bytes:
        body = json.dumps(self.word()).encode()
        headers = {
            "Authorization": f"Bearer {self.public}",
            "Origin": ORIGIN,
            "Errata-Person": self.tokens[self.count % PEOPLE],
        }
        return request("127.0.0.1", "/api/v1/feedback", body, headers)

    def many(self) -> bytes:
        items = [
            {"feedback": self.word(f"person-{(self.count + 1) % PEOPLE}")} for _ in range(BATCH)
        ]
        headers = {"Authorization": f"Bearer {self.secret}"}
        return request("127.0.0.1", "/api/v1/batch", json.dumps({"items": items}).encode(), headers)


def _keys(stack: Stack) -> dict[str, Any]:
    keys: dict[str, Any] = stack.bootstrap("bench")["keys"]
    url = Places(stack.var).database_url
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(TABLE)
        database.execute("UPDATE feedback_apikey SET origins = ARRAY[%s]", [ORIGIN])
        # The limits are asked every time, and are out of reach.
        database.execute(
            "UPDATE feedback_project SET key_limit = 100000000, person_limit = 100000000,"
            " address_limit = 100000000"
        )
    return keys


def _compared(ports: dict[str, int], make: Any, number: int) -> dict[str, list[Run]]:
    """Each server's runs, taken in turn; the first round warms both."""
    runs: dict[str, list[Run]] = {name: [] for name in ports}
    for round_ in range(ROUNDS + 1):
        for name, port in ports.items():
            run = send("127.0.0.1", port, [make() for _ in range(number)])
            assert set(run.statuses) <= {200, 201, 207}, run.statuses
            if round_:
                runs[name].append(run)
    return runs


def _rate(runs: list[Run], each: int = 1) -> float:
    return median(len(run.waits) * each / run.seconds for run in runs)


def _p95(runs: list[Run]) -> float:
    return median(quantiles(run.waits, n=100)[94] for run in runs)


def _megabytes(server: psutil.Process) -> float:
    return sum(p.memory_info().rss for p in server.children(recursive=True)) / 2**20


def _analyse(stack: Stack) -> None:
    with psycopg.connect(Places(stack.var).database_url, autocommit=True) as database:
        database.execute("ANALYZE")


def _figures(runs: dict[str, list[Run]], batches: dict[str, list[Run]]) -> list[Figure]:
    bare, ours = runs["bare"], runs["errata"]
    return [
        Figure("bare view, one INSERT", _rate(bare), "votes/s"),
        Figure("everything on", _rate(ours), "votes/s"),
        Figure("share of the bare view's rate", _rate(ours) / _rate(bare), "of it", 0.6),
        Figure("bare view, 95th percentile", _p95(bare) * 1000, "ms"),
        Figure("everything on, 95th percentile", _p95(ours) * 1000, "ms"),
        Figure("its share of the bare view's", _p95(ours) / _p95(bare), "of it", 1.7, "at most"),
        Figure("bare view, a batch's unnest", _rate(batches["bare"], BATCH), "items/s"),
        Figure("batch, everything on", _rate(batches["errata"], BATCH), "items/s"),
        Figure(
            "share of the bare view's rate",
            _rate(batches["errata"]) / _rate(batches["bare"]),
            "of it",
            0.6,
        ),
    ]


def main() -> None:
    with ExitStack() as stays:
        stack = stays.enter_context(bench_stack("--services-only"))
        stack.manage("migrate")
        sender = Sender(_keys(stack))
        os.environ["ERRATA_VAR"] = str(stack.var)
        ours, _ = stays.enter_context(_served(stack, "config.wsgi:application"))
        bare, _ = stays.enter_context(_served(stack, "tests.benchmarks.bare:application"))
        ports = {"bare": bare, "errata": ours}
        send("127.0.0.1", ours, [sender.one() for _ in range(VOTES)])
        _analyse(stack)
        runs = _compared(ports, sender.one, VOTES)
        batches = _compared(ports, sender.many, BATCHES)
        figures = _figures(runs, batches)
    report("capture", figures)


if __name__ == "__main__":
    main()

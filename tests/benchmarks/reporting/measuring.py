"""Server time of each page, in a process of its own: the whole stack by Django's test client."""

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit


@dataclass(frozen=True)
class Times:
    """Milliseconds at the 95th percentile: by the clock, and of the two processes that work."""

    clock: float
    cpu: float
    slowest: str


class Wait(NamedTuple):
    """Milliseconds by the clock, and of CPU here and in the database's process."""

    clock: float
    cpu: float
    path: str


@dataclass(frozen=True)
class Measured:
    """Seconds of making the project; milliseconds of what is asked of it."""

    seeded: float
    rebuilt: float
    folded: float
    pages: dict[str, Times]
    figures: dict[str, tuple[float, float]]
    errors: dict[str, str]
    not_walked: list[str]


def measured(servers: Mapping[str, str], *, number: int, size: float) -> Measured:
    """A project of that part of the full size, seeded, folded and read."""
    os.environ |= {**servers, "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ["ERRATA_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.utils import timezone

    from feedback.directory.operations import create_project
    from reporting.rollups.operations import fold, rebuild
    from tests.benchmarks.reporting.asking import not_walked
    from tests.benchmarks.reporting.raw import against_raw_rows, one_more_vote
    from tests.benchmarks.reporting.seeding import seed
    from tests.benchmarks.reporting.world import draw

    now = timezone.now()
    said = {"actor": "system:bench", "now": now}
    project = create_project(slug=f"size-{number}", name="Size", prefix=f"S{number}", **said)
    began = time.perf_counter()
    seed(project, draw(number, size))
    seeded = time.perf_counter() - began
    rebuilt = _cpu(lambda: rebuild(project=project, now=now))
    fold(project=project, now=now)
    one_more_vote(project)
    folded = _cpu(lambda: fold(project=project, now=timezone.now()))
    pages, errors = _pages(project, now)
    raw = against_raw_rows(project, _cpu)
    return Measured(seeded, rebuilt / 1000, folded, pages, raw, errors, not_walked())


def _pages(project: Any, now: Any) -> tuple[dict[str, Times], dict[str, str]]:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    from feedback.directory.keys import issue_key
    from feedback.directory.operations import add_member
    from tests.benchmarks.reporting.asking import pages

    said = {"project": project, "actor": "system:bench", "now": now}
    key = issue_key(kind="secret", name="bench", **said)
    client = Client(headers={"Authorization": f"Bearer {key.secret}"})
    client.force_login(add_member(email="ann@bench.example", role="manager", **said).user)
    times: dict[str, Times] = {}
    errors: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # their CPU is not seen
    for name, paths in pages(project.slug).items():
        waits: defaultdict[str, list[Wait]] = defaultdict(list)
        try:
            client.get(paths[0])
            for path in paths:
                wait, told = _wait(client, path, cache.clear)
                waits[name].append(wait)
                for part, further_down in _parts(told):
                    at = urljoin(path, further_down)
                    wait, _ = _wait(client, at, cache.clear, headers={"HX-Request": "true"})
                    waits[f"{name}, {part}"].append(wait)
        except Exception as error:  # noqa: BLE001 - the others are still to be measured
            errors[name] = repr(error)[:200]
            continue
        times |= {part: _times(of) for part, of in waits.items()}
    return times, errors


def _parts(told: str) -> list[tuple[str, str]]:
    """The blocks that a page fetches later, and their addresses."""
    addresses = map(unescape, re.findall(r'hx-get="([^"]*part=[^"]*)"', told))
    return [(dict(parse_qsl(urlsplit(one).query))["part"], one) for one in addresses]


def _times(waits: Sequence[Wait]) -> Times:
    slowest = max(waits, key=lambda wait: wait.cpu)
    return Times(
        _p95([wait.clock for wait in waits]), _p95([wait.cpu for wait in waits]), slowest.path
    )


def _wait(client: Any, path: str, forget: Callable[[], None], **more: Any) -> tuple[Wait, str]:
    """How long it takes, and what it says."""
    forget()
    began, cpu = time.perf_counter(), _spent()
    response = client.get(path, **more)
    waited, spent = time.perf_counter() - began, _spent() - cpu
    assert response.status_code == 200, (path, response.status_code)
    return Wait(1000 * waited, spent, path), response.content.decode()


def _cpu(act: Callable[[], Any]) -> float:
    """Milliseconds of CPU that the act takes, here and in the database's process."""
    before = _spent()
    act()
    return _spent() - before


def _spent() -> float:
    """Milliseconds of CPU so far of this process and of the one that serves its connection."""
    from django.db import connection

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    try:
        there = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6
    except OSError:  # no Linux: the database's part is left out
        there = 0.0
    return time.process_time() * 1000 + there


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=100, method="inclusive")[94]

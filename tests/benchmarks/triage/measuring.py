"""Server time, in a process of its own: the whole URL stack by Django's test client."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median, quantiles

# Each request is asked so often, and all of a kind together so often at least: of few waits the
# 95th percentile says nothing.
TIMES, LEAST = 3, 60


@dataclass(frozen=True)
class Times:
    """Milliseconds of a kind's requests; the slowest of them by its median."""

    p50: float
    p95: float
    most: float
    slowest: str


def measured(
    slug: str, secret: str, servers: Mapping[str, str], *, issues: int, complaints: int
) -> tuple[float, dict[str, Times]]:
    """Seconds of seeding, and what each kind took."""
    os.environ |= {**servers, "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ["ERRATA_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.utils import timezone

    from config.settled import settle
    from feedback.directory.operations import add_member
    from feedback.models import Project
    from tests.benchmarks.triage.seeding import seed

    project = Project.objects.get(slug=slug)
    said = {"actor": "system:bench", "now": timezone.now()}
    member = add_member(project=project, email="ann@bench.example", role="manager", **said)
    began = time.perf_counter()
    seed(project, member, number=issues, complaints=complaints)
    seeded = time.perf_counter() - began
    settle()
    return seeded, _asked(member, secret)


def _asked(member: object, secret: str) -> dict[str, Times]:
    from django.test import Client

    from feedback.models import Member
    from tests.benchmarks.triage.asking import cases
    from triage.issues.filters import SORTS
    from triage.issues.queries.queue import ORDER
    from triage.models import Issue

    assert isinstance(member, Member)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.force_login(member.user)
    rows = Issue.objects.of(member.project).select_related("project")
    large, small = (
        rows.order_by("-complaints")[0],
        rows.filter(kind="likeness").order_by("complaints")[0],
    )
    sorts = [sort for sort in SORTS if sort in ORDER]  # the best match needs words
    kinds = cases(
        sorts,
        deep=_deep(member, sorts),
        first=_first(member, sorts),
        large=large.short_id,
        small=small.short_id,
    )
    return {name: _times(client, asked) for name, asked in kinds.items()}


def _deep(member: object, sorts: Sequence[str]) -> list[str]:
    """Cursors at nine tenths of all issues, by sort."""
    from feedback.models import Member
    from triage.issues.filters import QueueFilters
    from triage.issues.paging import cursor_at
    from triage.issues.queries.queue import ORDER, queue_rows

    assert isinstance(member, Member)
    rows = queue_rows(project=member.project, filters=QueueFilters(status="all"), member=member)
    place = rows.count() * 9 // 10
    return [cursor_at(rows.order_by(*ORDER[sort])[place], ORDER[sort]) for sort in sorts]


def _first(member: object, sorts: Sequence[str]) -> list[str]:
    """The short ids of those that tabs begin with."""
    from feedback.models import Member
    from tests.benchmarks.triage.asking import TABS
    from triage.issues.filters import QueueFilters
    from triage.issues.queries import queue_page

    assert isinstance(member, Member)
    pages = (
        queue_page(project=member.project, filters=filters, member=member, limit=1)
        for filters in (QueueFilters(status=tab, sort=sort) for tab in TABS for sort in sorts)
    )
    return sorted({issue.short_id for page in pages for issue in page.issues})


def _times(client: object, asked: Sequence[object]) -> Times:
    from django.db.models import F
    from django.test import Client

    from tests.benchmarks.triage.asking import Ask
    from triage.models import IssueCounter

    assert isinstance(client, Client)
    waits: dict[str, list[float]] = {}
    for turn in range(max(TIMES, ceil(LEAST / len(asked))) + 1):
        for one in asked:
            assert isinstance(one, Ask)
            if one.anew:
                IssueCounter.objects.update(turn=F("turn") + 1)
            began = time.perf_counter()
            response = client.get(one.path, headers=dict(one.headers))
            if one.first:
                next(iter(response.streaming_content))
            wait = 1000 * (time.perf_counter() - began)
            response.close()
            assert response.status_code == 200, (one.path, response.status_code)
            if turn:  # the first finds nothing remembered
                waits.setdefault(one.path, []).append(wait)
    every = [wait for some in waits.values() for wait in some]
    slowest = max(waits, key=lambda path: median(waits[path]))
    p95 = quantiles(every, n=100, method="inclusive")[94]
    return Times(median(every), p95, max(every), slowest)

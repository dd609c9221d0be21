"""Placing through `place_waiting`, in a process of its own with a project of so many issues."""

import os
import resource
import time
from dataclasses import dataclass
from statistics import median

import psutil

from tests.benchmarks.scale.vectors import ALIKE, APART, Handed, spread
from triage.embedding.vectors import Vectors

COMPLAINTS = 640
BATCH = 64


@dataclass(frozen=True)
class Cost:
    """A complaint's time by the clock (the median batch's) and in CPU (all but the first batch);
    the time of the first batch, which reads the centres; the worker's peak of memory."""

    wall_ms: float
    cpu_ms: float
    first_s: float
    peak_mib: float


def measured(near: Vectors, issues: int, slug: str, servers: dict[str, str]) -> Cost:
    os.environ |= servers | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from feedback.models import Project
    from tests.benchmarks.scale.issues import complain, open_many
    from triage.clustering.operations import place_waiting

    project = Project.objects.get(slug=slug)
    centres = spread(near, issues, length=APART, seed=1)
    open_many(project, centres, model=Handed.name)
    vectors = spread(centres, COMPLAINTS + BATCH, length=ALIKE, seed=2)
    embedder = Handed(dict(zip(complain(project, len(vectors)), vectors, strict=True)))
    del centres

    def batch() -> float:
        began = time.perf_counter()
        place_waiting(project=project, embedder=embedder, limit=BATCH, now=timezone.now())
        return time.perf_counter() - began

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        both = [psutil.Process(), psutil.Process(cursor.fetchone()[0])]
    first, before = batch(), _cpu_s(both)
    walls = [batch() for _ in range(COMPLAINTS // BATCH)]
    cpu = 1000 * (_cpu_s(both) - before) / COMPLAINTS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(1000 * median(walls) / BATCH, cpu, first, peak)


def _cpu_s(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)

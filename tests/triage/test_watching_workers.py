"""Workers that watch a fix: side by side, and killed while they say what they found."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.builders import NOW, make_issue, make_project
from tests.triage.acting import LEAVE, resolve
from triage.embedding.spaces import embedder_of
from triage.models import Fix, FixDay, Issue
from triage.resolution.watching import look_at

BASE = Path(__file__).resolve().parents[2]
DAY = timedelta(days=1)
LOOKED = NOW + 12 * DAY + timedelta(hours=1)

# A worker that says so when it is about to verify a fix, and then hangs with its transaction open.
HANGS = """
import sys, time, django
from datetime import datetime
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from triage.embedding.spaces import embedder_of
from triage.models import Fix
from triage.resolution import watching
change = watching.change
def hang(*args, **kwargs):
    change(*args, **kwargs)
    print("verified", flush=True)
    time.sleep(60)
watching.change = hang
fix = Fix.objects.get()
watching.look_at(
    fix=fix, embedder=embedder_of("wordllama"), now=datetime.fromisoformat(sys.argv[2])
)
"""


def counted_fix() -> Fix:
    """One that every day was counted of, and that works."""
    issue = make_issue(make_project("busy"), LEAVE, complaints=3, now=NOW - DAY)
    resolve(issue)
    fix = issue.fixes.get()
    FixDay.objects.bulk_create(
        FixDay(
            fix=fix,
            day=day,
            begins_at=NOW + day * DAY,
            answers=46,
            drawn=46,
            alike=6,
            alike_wrong=2 if day < 0 else 0,
            others=40,
            others_wrong=2,
        )
        for day in range(-28, 11)
    )
    return fix


def look() -> None:
    try:
        fix = Fix.objects.get()
        while look_at(fix=fix, embedder=embedder_of("wordllama"), now=LOOKED):
            pass
    finally:
        connections["default"].close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_each_day_and_say_what_comes_of_it_once() -> None:
    issue = counted_fix().issue
    FixDay.objects.filter(day__in=range(-28, -20)).delete()

    workers = [threading.Thread(target=look) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(FixDay.objects.values_list("day", flat=True)) == list(range(-28, 11))
    assert issue.activity.filter(verb="verified").count() == 1


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_neither_loses_what_it_found_nor_says_it_twice() -> None:
    issue = counted_fix().issue
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", HANGS, name, LOOKED.isoformat()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=pipe, text=True) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "verified\n"
        finally:
            worker.kill()
    assert Issue.objects.get(pk=issue.pk).status == "resolved"

    look()  # waits until the database has noticed
    look()
    assert Issue.objects.get(pk=issue.pk).status == "verified"
    assert issue.activity.filter(verb="verified").count() == 1
    assert Fix.objects.get().outcome == "verified"

"""Workers that tell reporters: side by side, and killed half-way."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.builders import make_project
from tests.triage.acting import resolve
from tests.triage.telling import LATER, crowded_issue, tell_all, told
from triage.models import ToTell
from triage.notices.telling import tell_next

BASE = Path(__file__).resolve().parents[2]

# A worker that tells 500 at a time, and hangs in the third part with its transaction open.
HANGS = """
import sys, time, django
from datetime import datetime
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from triage.notices.signals import reporters_told
from triage.notices.telling import tell_next
parts = []
def hang(**_):
    parts.append(1)
    if len(parts) == 3:
        print("telling", flush=True)
        time.sleep(60)
reporters_told.connect(hang)
while tell_next(now=datetime.fromisoformat(sys.argv[2]), part=500):
    pass
"""


def tell_until_done() -> None:
    try:
        while ToTell.objects.exists():
            tell_next(now=LATER, part=50)
    finally:
        connections["default"].close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_reporter_once() -> None:
    project = make_project("busy")
    for _ in range(4):
        resolve(crowded_issue(project, 100))

    workers = [threading.Thread(target=tell_until_done) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert told() == ["fixed"] * 400


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_half_way_misses_nobody_and_repeats_nothing() -> None:
    resolve(crowded_issue(make_project("busy"), 2000))
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", HANGS, name, LATER.isoformat()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=pipe, text=True) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "telling\n"
            assert not tell_next(now=LATER)  # it has the issue
        finally:
            worker.kill()
    assert len(told()) == 1000

    until = time.monotonic() + 30
    while not tell_all() and time.monotonic() < until:
        time.sleep(0.1)  # until the database has noticed

    assert told() == ["fixed"] * 2000

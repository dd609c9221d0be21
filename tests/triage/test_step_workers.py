"""Workers that take steps: side by side, and killed in the middle of one."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from feedback.models import Project
from tests.builders import NOW, make_member, make_project
from triage.clustering.opening import Draft, open_issues
from triage.due.operations import look_at_next
from triage.models import Issue, MemberNotice, StepTaken
from triage.routing.matching import Facts
from triage.routing.queries import desk_of

BASE = Path(__file__).resolve().parents[2]
THREE_QUARTERS = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
ISSUES = 20

# A worker that says so when it has told somebody, and then hangs with its transaction open.
HANGS = """
import sys, time, django
from datetime import datetime
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from triage.due import operations
def hang(*_, **__):
    print("told", flush=True)
    time.sleep(60)
operations.note = hang
operations.look_at_next(now=datetime.fromisoformat(sys.argv[2]))
"""


def issues_due(count: int) -> Project:
    """So many issues of medium priority, opened at NOW, in a project with a manager."""
    project = make_project("busy")
    make_member(project, "manager")
    routed = desk_of(project).decide(Facts())
    drafts = [Draft(f"Issue {n}", routed, seen=NOW) for n in range(count)]
    open_issues(project=project, drafts=drafts, actor="system:test", now=NOW)
    return project


def sweep() -> None:
    try:
        while look_at_next(now=THREE_QUARTERS):
            pass
    finally:
        connections["default"].close()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_take_each_step_once() -> None:
    project = issues_due(ISSUES)

    workers = [threading.Thread(target=sweep) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert MemberNotice.objects.filter(issue__project=project).count() == ISSUES
    assert StepTaken.objects.filter(issue__project=project).count() == ISSUES


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_a_step_neither_loses_nor_repeats_it() -> None:
    project = issues_due(1)
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", HANGS, name, THREE_QUARTERS.isoformat()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=pipe, text=True) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "told\n"
            assert not look_at_next(now=THREE_QUARTERS)  # it has the issue
        finally:
            worker.kill()
    assert not MemberNotice.objects.filter(issue__project=project).exists()

    until = time.monotonic() + 30
    while not look_at_next(now=THREE_QUARTERS) and time.monotonic() < until:
        time.sleep(0.1)  # until the database has noticed
    assert not look_at_next(now=THREE_QUARTERS + timedelta(minutes=1))

    assert MemberNotice.objects.filter(issue__project=project).count() == 1
    assert Issue.objects.get(project=project).activity.filter(verb="reminded").count() == 1

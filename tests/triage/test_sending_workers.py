"""Workers that send messages: side by side, and killed while they send."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from config.networks import networks_in
from tests.builders import NOW, make_issue, make_project
from tests.triage.acting import ANN, LEAVE
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Reply, Request, recorder
from triage.happening import write_down
from triage.integrations.outbox import CLAIMED_FOR
from triage.models import Delivery, Issue, IssueActivity

BASE = Path(__file__).resolve().parents[2]

# A worker that claims what is due, and sends it.
SENDS = """
import sys, django
from datetime import datetime
django.setup()
from django.conf import settings
from config.networks import networks_in
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PRIVATE_NETWORKS = networks_in("127.0.0.0/8")
from tests.triage.hooks import send_due
send_due(datetime.fromisoformat(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


def reopened(issue: Issue, times: int) -> None:
    write_down(
        [
            IssueActivity(issue=issue, at=NOW, actor=ANN, verb="reopened", data={})
            for _ in range(times)
        ]
    )


def waiting() -> int:
    return Delivery.objects.filter(state="waiting").count()


def send_until_done() -> None:
    try:
        while Delivery.objects.filter(state="waiting", due_at__lte=NOW).exists():
            send_due(NOW)
    finally:
        connections["default"].close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once() -> None:
    issue = make_issue(make_project("busy"), LEAVE)
    with recorder() as heard:
        add(issue.project, heard.url)
        reopened(issue, 60)
        workers = [threading.Thread(target=send_until_done) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    counts = Counter(request.headers["webhook-id"] for request in heard.requests)
    assert (len(counts), set(counts.values()), waiting()) == (60, {1}, 0)


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_it_sends_loses_nothing() -> None:
    issue = make_issue(make_project("busy"), LEAVE)
    came, go_on = threading.Event(), threading.Event()

    def hangs(_: Request) -> Reply:
        came.set()
        go_on.wait(60)
        return Reply()

    with recorder(hangs) as heard:
        add(issue.project, heard.url)
        reopened(issue, 3)
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-c", SENDS, name, NOW.isoformat()]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        with subprocess.Popen(command, cwd=BASE, env=environment) as worker:
            assert came.wait(60)
            worker.kill()
        go_on.set()
        assert waiting() == 3
        assert send_due(NOW) == []
        later = NOW + CLAIMED_FOR + timedelta(seconds=1)
        assert send_due(later) == [200] * 3

    ids = [request.headers["webhook-id"] for request in heard.requests]
    assert ids[0] in ids[1:]
    assert len(set(ids)) == 3

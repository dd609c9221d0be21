"""Workers that send digests: side by side, and killed while they send."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from reporting.digests.mailing import ask_for_one, put_in_line, take_next
from reporting.digests.tasks import send
from reporting.models import ReportMail
from tests.builders import make_member, make_project
from tests.reporting.digests.test_digests import DAY, HOUR, MONDAY, choose
from tests.triage.smtp import post_office

BASE = Path(__file__).resolve().parents[3]

# A worker that sends what is due, to the mail server of that port.
SENDS = """
import sys, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[2])
from reporting.digests.tasks import send
send()
"""


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_each_digest_once() -> None:
    project = make_project("busy")
    for n in range(12):
        choose(make_member(project, "viewer", email=f"m{n}@alpha.example"))
    taken: list[Any] = []

    def work() -> None:
        try:
            put_in_line(now=MONDAY + 9 * HOUR)
            while mail := take_next(now=MONDAY + 9 * HOUR):
                taken.append(mail.pk)
        finally:
            connections["default"].close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == len(set(taken)) == ReportMail.objects.count() == 12


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_it_sends_loses_no_digest_and_doubles_none(
    settings: Any,
) -> None:
    project, now = make_project("busy"), timezone.now()
    for name in ("ann", "bob"):
        member = make_member(project, "viewer", email=f"{name}@alpha.example")
        ask_for_one(member=member, week=(MONDAY - 7 * DAY).date(), now=now)
    with post_office(settings) as post:
        post.silent.set()
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-c", SENDS, name, str(post.port)]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        with subprocess.Popen(command, cwd=BASE, env=environment) as worker:
            deadline = time.monotonic() + 60
            while not post.lines and time.monotonic() < deadline:
                time.sleep(0.05)
            worker.kill()
        post.silent.clear()
        send()
        assert len(post.came) == 1  # the other one is put off: who took it may be at it still
        ReportMail.objects.filter(state="waiting").update(due_at=now)
        send()
        send()

    assert sorted(mail["To"] for mail in post.came) == ["ann@alpha.example", "bob@alpha.example"]
    assert {f"<{pk}@" for pk in ReportMail.objects.values_list("pk", flat=True)} == {
        str(mail["Message-ID"]).partition("@")[0] + "@" for mail in post.came
    }

"""Open issues that follow new rules some at a time: in the background, overtaken, killed."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_project, say, send_answer
from tests.triage.acting import ANN, undo
from tests.triage.placing import place_all
from triage.models import Handover, Issue, IssueActivity
from triage.routing import operations
from triage.routing.handover import go_on, projects_to_go_on
from triage.routing.operations import add_owner, save_rules
from triage.routing.tasks import hand_over

BASE = Path(__file__).resolve().parents[2]
SAID = {"actor": ANN, "now": NOW}
TO_HR, TO_FINANCE = "* -> hr", "* -> finance"
ABOUT = (
    *("annual leave", "printer on floor two", "travel expenses", "VPN", "parking permits"),
    *("canteen menus", "overtime in December"),
)
AT_ONCE = 2

# A worker that says so when it has handed a batch over, and then hangs with its transaction open.
HANGS = """
import sys, time, django
from datetime import datetime
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from feedback.models import Project
from triage.routing import handover
real = handover.hand_over
def hang(**said):
    real(**said)
    print("handed over", flush=True)
    time.sleep(60)
handover.hand_over = hang
handover.go_on(project=Project.objects.get(), limit=2, now=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def _little_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that seven issues are many: two follow at once, the others in the background."""
    monkeypatch.setattr(operations, "BATCH", AT_ONCE)


def with_issues() -> Project:
    """Seven open ones, with the desk that catches all."""
    project = make_project("alpha")
    for owner in ("hr", "finance"):
        add_owner(project=project, slug=owner, name=owner, **SAID)
    for about in ABOUT:
        say(project, send_answer(project, question=f"Who knows about {about}?"), comment=about)
    place_all(project)
    assert Issue.objects.count() == len(ABOUT)
    return project


@pytest.fixture
def project(db: None) -> Project:
    return with_issues()


def save(project: Project, text: str, *, reroutes: bool = True) -> Handover:
    rules = save_rules(project=project, text=text, reroutes=reroutes, **SAID)
    return Handover.objects.get(rules=rules)


def finish(project: Project, limit: int = AT_ONCE) -> None:
    while go_on(project=project, limit=limit, now=NOW):
        pass


def owners() -> list[str]:
    """Of the issues, in the order in which they are looked at."""
    return list(Issue.objects.order_by("id").values_list("owner__slug", flat=True))


def counts(handover: Handover) -> tuple[int, int, int]:
    handover.refresh_from_db()
    return handover.issues, handover.seen, handover.moved


def moved_by_audit(version: int) -> int:
    events = AuditEvent.objects.filter(verb="issues.rerouted", subject=f"rules:{version}")
    return sum(event.data["issues"] for event in events)


def test_the_first_follow_at_once_and_the_others_in_the_background(project: Project) -> None:
    handover = save(project, TO_HR)

    assert owners() == ["hr"] * 2 + ["triage"] * 5
    assert (counts(handover), handover.ended_at) == ((7, 2, 2), None)

    hand_over(str(project.pk))

    assert owners() == ["hr"] * 7
    assert counts(handover) == (7, 7, 7)
    assert handover.ended_at
    assert moved_by_audit(2) == IssueActivity.objects.filter(verb="ruled").count() == 7


def test_a_task_that_comes_again_moves_nothing_twice(project: Project) -> None:
    save(project, TO_HR)
    finish(project)

    hand_over(str(project.pk))

    assert IssueActivity.objects.filter(verb="ruled").count() == 7


def test_what_a_later_version_overtakes_goes_by_that_one(project: Project) -> None:
    """Also those that the earlier one has moved, and back to where they were."""
    first = save(project, TO_HR)
    go_on(project=project, limit=1, now=NOW)
    later = save(project, TO_FINANCE)
    finish(project)

    assert owners() == ["finance"] * 7
    assert (counts(first), counts(later)) == ((7, 3, 3), (7, 7, 7))
    assert (moved_by_audit(2), moved_by_audit(3)) == (3, 7)
    assert not Handover.objects.filter(ended_at=None).exists()


def test_going_back_half_way_takes_back_what_had_moved_and_moves_nothing_else(
    project: Project,
) -> None:
    save(project, TO_HR)
    back = save(project, "")
    finish(project)

    assert owners() == ["triage"] * 7
    assert counts(back) == (7, 7, 2)
    assert IssueActivity.objects.filter(verb="ruled").count() == 4


def test_three_versions_in_a_row_leave_each_issue_where_the_last_sends_it(
    project: Project,
) -> None:
    save(project, TO_HR)
    go_on(project=project, limit=3, now=NOW)
    save(project, TO_FINANCE)
    save(project, "")
    finish(project)

    assert owners() == ["triage"] * 7


def test_a_version_that_leaves_open_issues_ends_what_was_under_way(project: Project) -> None:
    first = save(project, TO_HR)
    save_rules(project=project, text=TO_FINANCE, **SAID)

    assert not go_on(project=project, limit=AT_ONCE, now=NOW)
    assert owners() == ["hr"] * 2 + ["triage"] * 5
    first.refresh_from_db()
    assert first.ended_at


def test_what_is_taken_back_meanwhile_stays(project: Project) -> None:
    save(project, TO_HR)
    undo(IssueActivity.objects.filter(verb="ruled").order_by("issue_id")[0])
    save(project, TO_FINANCE)
    finish(project)

    assert owners() == ["triage", *["finance"] * 6]


def test_only_what_no_worker_is_at_is_swept_up(project: Project) -> None:
    save(project, TO_HR)
    idle = timedelta(seconds=30)

    assert projects_to_go_on(NOW + timedelta(seconds=29), idle=idle) == []
    assert projects_to_go_on(NOW + timedelta(seconds=31), idle=idle) == [project.pk]
    finish(project)
    assert projects_to_go_on(NOW + timedelta(hours=1), idle=idle) == []


def test_the_page_says_how_far_it_is_and_asks_again_until_it_is_done(
    project: Project, member_client: Client
) -> None:
    client = member_client("manager")  # type: ignore[operator]
    asked = {"headers": {"HX-Request": "true"}}
    client.post("/p/alpha/rules/", {"text": TO_HR, "version": 1, "reroutes": "on"})

    page = " ".join(client.get("/p/alpha/rules/?saved=2").content.decode().split())
    assert "2 of 7 looked at, 2 moved" in page
    assert '<progress id="progress" value="2" max="7">' in page
    part = client.get("/p/alpha/rules/?saved=2", **asked).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part

    finish(project)
    done = client.get("/p/alpha/rules/?saved=2", **asked).content.decode()
    assert "7 open issues have gone to others by it" in done
    assert "hx-get" not in done


def sweep(project: Project) -> None:
    try:
        for _ in range(20):
            go_on(project=project, limit=1, now=NOW)
    finally:
        connections["default"].close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_second_save_move_each_issue_once_by_each_version() -> None:
    project = with_issues()
    save(project, TO_HR)

    workers = [threading.Thread(target=sweep, args=[project]) for _ in range(2)]
    for worker in workers:
        worker.start()
    later = save(project, TO_FINANCE)
    for worker in workers:
        worker.join()
    finish(project)

    assert owners() == ["finance"] * 7
    assert counts(later) == (7, 7, 7)
    first = IssueActivity.objects.filter(verb="ruled", data__to="hr")
    assert first.count() == len(set(first.values_list("issue_id", flat=True))) == moved_by_audit(2)
    assert moved_by_audit(3) == 7


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_half_way_leaves_nothing_half_done() -> None:
    project = with_issues()
    handover = save(project, TO_HR)
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", HANGS, name, NOW.isoformat()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=pipe, text=True) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "handed over\n"
            assert not go_on(project=project, limit=AT_ONCE, now=NOW)  # it is at it
        finally:
            worker.kill()
    assert owners() == ["hr"] * 2 + ["triage"] * 5
    assert (counts(handover), moved_by_audit(2)) == ((7, 2, 2), 2)

    until = time.monotonic() + 30
    while not go_on(project=project, limit=AT_ONCE, now=NOW) and time.monotonic() < until:
        time.sleep(0.1)  # until the database has noticed
    finish(project)

    assert owners() == ["hr"] * 7
    assert (counts(handover), moved_by_audit(2)) == ((7, 7, 7), 7)
    assert IssueActivity.objects.filter(verb="ruled").count() == 7

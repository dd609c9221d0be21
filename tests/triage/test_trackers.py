"""Issues with a twin in GitHub, Jira or Linear: created once, and kept in step both ways."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from config.networks import networks_in
from feedback.errors import RefusedError
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_member
from tests.triage.acting import ANN, resolve
from tests.triage.recording import LOOPBACK, Reply
from tests.triage.their_trackers import GitHub, Jira, Linear, Server, running
from tests.triage.tracking import connect, keep
from triage.integrations.trackers.keeping import (
    CLAIMED_FOR,
    READ_EVERY,
    bring_into_step,
    claim_twins,
)
from triage.integrations.trackers.operations import (
    change_tracker,
    remove_tracker,
    track,
    try_again,
)
from triage.issues.operations import reopen
from triage.models import Issue, MemberNotice, TrackedIssue, Tracker

A_MINUTE = timedelta(minutes=1)
ANY = [GitHub, Jira, Linear]


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture(params=ANY, ids=lambda kind: kind.__name__)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with running(request.param()) as server:
        yield server


@pytest.fixture
def github() -> Iterator[Server]:
    with running(GitHub()) as server:
        yield server


def tracked(issue: Issue, server: Server) -> TrackedIssue:
    twin = track(issue=issue, tracker=connect(issue.project, server), actor=ANN, now=NOW)
    keep()
    twin.refresh_from_db()
    return twin


def test_an_issue_gets_its_twin_with_a_link_back(
    leave: Issue, server: Server, settings: Any
) -> None:
    settings.URL = "https://errata.example"
    twin = tracked(leave, server)

    [issue] = server.issues.values()
    assert f"{leave.short_id}: {leave.title}" in issue.values()
    assert "https://errata.example/p/alpha/issues/AL-1/" in str(issue)
    assert twin.key in {"#1", "HR-1", "ENG-1"}
    assert twin.url.endswith(("/1", "HR-1", "ENG-1"))
    assert (twin.theirs, twin.due_at, twin.trouble) == ("open", None, "")


def test_what_is_resolved_here_is_closed_there_and_opened_again(
    leave: Issue, server: Server
) -> None:
    tracked(leave, server)
    resolve(leave)
    keep()
    assert server.is_closed()

    reopen(issue=leave, version=None, actor=ANN, now=NOW)
    keep()
    assert not server.is_closed()


def test_what_is_closed_there_is_told_here_and_resolves_nothing(
    leave: Issue, server: Server
) -> None:
    manager = make_member(leave.project, "manager")
    twin = tracked(leave, server)
    server.move("closed")
    keep(NOW + READ_EVERY)

    leave.refresh_from_db()
    twin.refresh_from_db()
    assert leave.status == "unresolved"
    assert leave.activity.first().verb == "closed_there"
    notice = MemberNotice.objects.get()
    assert notice.member == manager
    assert "resolve this by the fix" in notice.words
    keep(NOW + 2 * READ_EVERY)
    assert server.is_closed()
    assert (twin.wanted, twin.theirs) == ("closed", "closed")
    assert MemberNotice.objects.count() == 1


def test_what_is_opened_again_there_is_told_here(leave: Issue, server: Server) -> None:
    make_member(leave.project, "manager")
    tracked(leave, server)
    resolve(leave)
    keep()
    server.move("open")
    keep(NOW + READ_EVERY)

    leave.refresh_from_db()
    assert leave.status == "resolved"
    assert leave.activity.first().verb == "reopened_there"
    assert not server.is_closed()


def test_a_worker_that_is_killed_after_creating_creates_nothing_twice(
    leave: Issue, server: Server
) -> None:
    track(issue=leave, tracker=connect(leave.project, server), actor=ANN, now=NOW)
    [work] = claim_twins(now=NOW)
    bring_into_step(work)  # and is seen no more

    assert claim_twins(now=NOW + A_MINUTE) == []
    keep(NOW + CLAIMED_FOR)
    assert len(server.issues) == 1
    assert TrackedIssue.objects.get().key


def test_a_line_that_breaks_after_creating_creates_nothing_twice(
    leave: Issue, server: Server
) -> None:
    server.dies = True
    twin = tracked(leave, server)
    assert "502" in twin.trouble
    server.dies = False
    keep(NOW + A_MINUTE)

    twin.refresh_from_db()
    assert (twin.theirs, twin.trouble) == ("open", "")
    assert len(server.issues) == 1


def test_an_outage_loses_nothing(leave: Issue, server: Server) -> None:
    tracked(leave, server)
    server.fails = Reply(503)
    resolve(leave)
    now = NOW
    for _ in range(4):
        keep(now)
        now += timedelta(minutes=10)
    assert not server.is_closed()

    server.fails = None
    keep(now + timedelta(hours=2))
    assert server.is_closed()


def test_who_is_asked_too_often_is_left_alone_as_long_as_it_says(
    leave: Issue, github: Server
) -> None:
    assert github.heard
    reset = str(int(datetime.now().timestamp()) + 600)  # noqa: DTZ005, TID251 - its own clock
    github.fails = Reply(403, b"{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})
    twin = tracked(leave, github)
    asked = len(github.heard.requests)

    assert twin.trouble == "it was asked too often"
    keep(NOW + timedelta(minutes=9))
    assert len(github.heard.requests) == asked
    github.fails = None
    keep(NOW + timedelta(minutes=11))
    assert len(github.issues) == 1


def test_nothing_new_is_asked_for_conditionally(leave: Issue, github: Server) -> None:
    assert github.heard
    tracked(leave, github)
    for turn in range(1, 4):
        keep(NOW + turn * READ_EVERY)

    last = github.heard.requests[-1]
    assert last.headers["If-None-Match"]
    github.move("closed")
    keep(NOW + 5 * READ_EVERY)
    assert leave.activity.first().verb == "closed_there"


def test_a_token_that_is_refused_is_said_and_another_one_goes_on(
    leave: Issue, server: Server
) -> None:
    wrong = {"token": "token-2"} if not isinstance(server, Jira) else {"login": ""}
    tracker = connect(leave.project, server, **wrong)
    twin = track(issue=leave, tracker=tracker, actor=ANN, now=NOW)
    keep()
    twin.refresh_from_db()
    assert twin.trouble
    assert "token-2" not in twin.trouble
    if isinstance(server, Jira):
        return

    change_tracker(
        tracker=tracker, name="Right", url=server.url, token="token-1", actor=ANN, now=NOW
    )
    keep()
    assert len(server.issues) == 1


def test_a_token_is_not_in_the_database(project: Project, github: Server) -> None:
    connect(project, github, token="very-secret-token")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(t)::text FROM triage_tracker t"
            " UNION ALL SELECT row_to_json(a)::text FROM feedback_auditevent a"
        )
        assert "very-secret" not in " ".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b"5", b"null", b'"a"', b"[1]"])
def test_an_answer_of_another_shape_is_said(leave: Issue, server: Server, body: bytes) -> None:
    server.fails = Reply(200, body)
    assert tracked(leave, server).trouble
    TrackedIssue.objects.update(key="#1", theirs="open", due_at=None, tries=0, trouble="")
    keep(NOW + READ_EVERY)

    empty = body == b"[]" and isinstance(server, GitHub)
    assert bool(Tracker.objects.get().trouble) is not empty
    resolve(leave)
    keep(NOW + READ_EVERY)
    assert TrackedIssue.objects.get().trouble


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"url": "https://10.0.0.1/"}, "$.url"),
        ({"url": "https://api.github.com/?a=1"}, "$.url"),
        ({"place": "handbook"}, "$.place"),
        ({"place": "acme/../users"}, "$.place"),
        ({"token": ""}, "$.token"),
        ({"token": "a\r\nX: y"}, "$.token"),
        ({"name": ""}, "$.name"),
        ({"kind": "trello"}, "$.kind"),
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Project, settings: Any, github: Server, fields: dict[str, Any], path: str
) -> None:
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(RefusedError) as caught:
        connect(project, github, **{"url": "https://api.github.com", **fields})

    assert caught.value.path == path


def test_of_what_a_server_calls_its_page_only_an_address_is_kept(
    leave: Issue, github: Server
) -> None:
    made = {"number": 1, "html_url": "javascript:alert(1)"}
    github.fails = Reply(201, made)

    assert (tracked(leave, github).key, TrackedIssue.objects.get().url) == ("#1", "")


def test_an_issue_has_one_twin_in_a_tracker(leave: Issue, github: Server) -> None:
    tracked(leave, github)
    with pytest.raises(RefusedError) as caught:
        track(issue=leave, tracker=Tracker.objects.get(), actor=ANN, now=NOW)

    assert caught.value.code == "tracked_already"


def test_every_act_leaves_its_event(leave: Issue, github: Server) -> None:
    tracker = connect(leave.project, github)
    track(issue=leave, tracker=tracker, actor=ANN, now=NOW)
    change_tracker(tracker=tracker, name="B", url=github.url, token="", actor=ANN, now=NOW)
    try_again(tracker=tracker, actor=ANN, now=NOW)
    remove_tracker(tracker=tracker, actor=ANN, now=NOW)

    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    acts = {f"tracker.{verb}" for verb in ("connected", "changed", "tried_again", "removed")}
    assert acts | {"issue.tracked"} <= verbs

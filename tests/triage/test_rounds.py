"""Running a round now: who may, that it is asked for once, and that it is seen to end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from tests.builders import make_issue
from tests.triage.acting import LEAVE
from triage.models import Grouping, Proposal
from triage.proposals.operations import ask_for_round, begin_round
from triage.proposals.queries import LOST_AFTER
from triage.proposals.tasks import consolidate_project

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "round"}
PAGE = "/p/alpha/proposals/"


def run_now(client: Client) -> Any:
    return client.post(f"{PAGE}run/", headers=HTMX)


def poll(client: Client, since: str = "") -> Any:
    return client.get(f"{PAGE}round/?{urlencode({'since': since})}", headers=HTMX)


def test_a_triager_runs_a_round_and_sees_it_under_way(
    member_client: SignIn, project: Project
) -> None:
    client = member_client("triager")
    assert b"under way since" in run_now(client).content
    assert b"under way since" in client.get(PAGE).content
    assert poll(client).status_code == 204


def test_a_viewer_may_not_run_one(member_client: SignIn) -> None:
    client = member_client("viewer")
    assert run_now(client).status_code == 403
    assert b"Run one now" not in client.get(PAGE).content


def test_a_round_that_ended_leads_to_what_it_found(member_client: SignIn, project: Project) -> None:
    make_issue(project, LEAVE, complaints=3)
    client = member_client("triager")
    asked = timezone.now()
    run_now(client)
    consolidate_project(str(project.pk))
    assert Grouping.objects.get().consolidating_since is None
    assert b"Show what waits now" in poll(client, asked.isoformat()).content


def test_a_second_round_is_refused_while_one_is_under_way(
    member_client: SignIn, project: Project
) -> None:
    client = member_client("triager")
    run_now(client)
    response = run_now(client)
    assert b"A round is under way already" in response.content
    assert "under way already" in client.post(f"{PAGE}run/", follow=True).content.decode()


def test_a_round_whose_worker_died_is_lost_after_a_while_and_can_be_run_again(
    member_client: SignIn, project: Project
) -> None:
    asked = timezone.now() - LOST_AFTER - timedelta(seconds=1)
    ask_for_round(project=project, actor="member:ann@alpha.example", now=asked)
    client = member_client("triager")
    assert b"did not end" in client.get(PAGE).content
    assert b"did not end" in poll(client, asked.isoformat()).content
    assert b"under way since" in run_now(client).content


def test_a_round_that_fails_is_not_under_way_any_more(
    member_client: SignIn, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> int:
        raise RuntimeError("no room")

    client = member_client("triager")
    asked = timezone.now()
    run_now(client)
    monkeypatch.setattr("triage.proposals.tasks.consolidate", fails)
    with pytest.raises(RuntimeError):
        consolidate_project(str(project.pk))
    assert b"did not end" in poll(client, asked.isoformat()).content


def test_a_queue_that_can_not_be_reached_is_said_and_leaves_nothing_under_way(
    member_client: SignIn, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(consolidate_project, "apply_async", away)
    assert b"task queue can&#x27;t be reached" in run_now(member_client("triager")).content
    assert Grouping.objects.get().consolidating_since is None


@pytest.mark.parametrize("since", ["", "yesterday", "\x00", "2026-13-01T00:00:00Z", "2026-01-01"])
def test_a_time_that_is_none_says_that_nothing_ended(
    member_client: SignIn, project: Project, since: str
) -> None:
    response = poll(member_client("viewer"), since)
    assert response.status_code == 200
    assert b"did not end" in response.content


def test_a_round_that_nobody_asked_for_is_seen_too(member_client: SignIn, project: Project) -> None:
    begin_round(project=project, now=timezone.now())
    assert b"under way since" in member_client("viewer").get(PAGE).content
    assert not Proposal.objects.exists()

"""Trackers on pages: connected by managers, used from an issue's page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from config.networks import networks_in
from feedback.models import Project
from tests.builders import make_member
from tests.triage.recording import LOOPBACK, Reply
from tests.triage.their_trackers import GitHub, Server, running
from tests.triage.tracking import connect
from triage.integrations.tasks import keep
from triage.models import Issue, TrackedIssue, Tracker

PAGE = "/p/alpha/integrations/trackers/"


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def github() -> Iterator[Server]:
    with running(GitHub()) as server:
        yield server


@pytest.fixture
def manager(member_client: Callable[[str], Client]) -> Client:
    return member_client("manager")


def form(server: Server, **fields: Any) -> dict[str, Any]:
    chosen = {"kind": "github", "name": "Handbook", "url": server.url, "token": "token-1"}
    return chosen | {"place": server.place, "login": ""} | fields


def ask_for_twin(client: Client, issue: Issue, tracker: Tracker) -> str:
    answer = client.post(
        f"/p/alpha/issues/{issue.short_id}/track/", {"tracker": tracker.pk}, follow=True
    )
    return answer.content.decode()


def test_an_empty_page_says_what_to_do(manager: Client, project: Project) -> None:
    assert b"No tracker is connected" in manager.get(PAGE).content


def test_a_tracker_is_connected_and_its_token_never_shown(manager: Client, github: Server) -> None:
    manager.post(PAGE, form(github))

    tracker = Tracker.objects.get()
    for address in (PAGE, f"{PAGE}{tracker.pk}/"):
        page = manager.get(address).content
        assert b"Handbook" in page
        assert b"token-1" not in page


def test_what_is_refused_is_said_without_the_token(manager: Client, github: Server) -> None:
    answer = manager.post(PAGE, form(github, place="handbook"))

    assert answer.status_code == 422
    assert b"owner/repository." in answer.content
    assert b"token-1" not in answer.content


def test_an_issues_page_creates_it_there_and_says_how_it_is(
    manager: Client, leave: Issue, github: Server
) -> None:
    address = f"/p/alpha/issues/{leave.short_id}/"
    assert b"Create it" not in manager.get(address).content
    tracker = connect(leave.project, github)

    assert "will be in Their tracker" in ask_for_twin(manager, leave, tracker)
    keep()
    assert "#1</a> in Their tracker" in manager.get(address).content.decode()
    assert "already" in ask_for_twin(manager, leave, tracker)
    TrackedIssue.objects.update(theirs="closed", wanted="closed")
    assert "It is closed there" in manager.get(address).content.decode()


def test_what_failed_is_shown_and_tried_again(
    manager: Client, leave: Issue, github: Server
) -> None:
    github.fails = Reply(422, {"message": "Issues are disabled"})
    tracker = connect(leave.project, github)
    ask_for_twin(manager, leave, tracker)
    keep()

    address = f"{PAGE}{tracker.pk}/"
    assert "Issues are disabled" in manager.get(address).content.decode()
    assert "Issues are disabled" in manager.get(f"{address}?format=csv").content.decode()
    assert b"Their tracker,github" in manager.get(f"{PAGE}?format=csv").content
    github.fails = None
    said = manager.post(address, {"do": "again"}, follow=True).content.decode()
    assert "1 issue tried again" in said
    keep()
    assert TrackedIssue.objects.get().key == "#1"


def test_a_tracker_is_changed_and_removed(manager: Client, leave: Issue, github: Server) -> None:
    tracker = connect(leave.project, github)
    address = f"{PAGE}{tracker.pk}/"
    fields = {"do": "change", "name": "New", "url": "https://10.0.0.1", "token": ""}

    assert b"inside a network" in manager.post(address, fields).content
    fields["url"] = github.url
    assert b"Changed" in manager.post(address, fields, follow=True).content
    assert b"is removed" in manager.post(address, {"do": "remove"}, follow=True).content
    assert not Tracker.objects.exists()


def test_another_projects_tracker_is_not_there(
    manager: Client, leave: Issue, other_project: Project, github: Server
) -> None:
    foreign = connect(other_project, github)

    assert manager.get(f"{PAGE}{foreign.pk}/").status_code == 404
    ask_for_twin(manager, leave, foreign)
    assert not TrackedIssue.objects.exists()


def test_a_triager_may_ask_for_a_twin_and_a_viewer_not(
    project: Project, leave: Issue, github: Server
) -> None:
    tracker = connect(project, github)
    for role, asked in (("viewer", False), ("triager", True)):
        client = Client()
        client.force_login(make_member(project, role).user)
        ask_for_twin(client, leave, tracker)
        assert TrackedIssue.objects.exists() is asked

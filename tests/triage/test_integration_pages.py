"""The pages of integrations, for who may configure."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from config.networks import networks_in
from feedback.models import Project
from tests.builders import NOW
from tests.triage.acting import resolve
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from triage.integrations.tasks import deliver
from triage.models import Delivery, Endpoint, Issue

PAGE = "/p/alpha/integrations/"


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


@pytest.fixture
def manager(member_client: Callable[[str], Client]) -> Client:
    return member_client("manager")


def form(heard: Recorder, **fields: Any) -> dict[str, Any]:
    chosen = {"kind": "webhook", "name": "Hook", "url": heard.url, "events": ["issue.resolved"]}
    return chosen | fields


def do(client: Client, endpoint: Endpoint, what: str, **fields: Any) -> HttpResponse:
    return client.post(f"{PAGE}{endpoint.pk}/", {"do": what, **fields}, follow=True)


def test_an_empty_page_says_what_to_do(manager: Client, project: Project) -> None:
    assert b"Nobody outside is told yet" in manager.get(PAGE).content


def test_a_webhook_is_added_and_its_secret_shown_once(manager: Client, heard: Recorder) -> None:
    answer = manager.post(PAGE, form(heard))

    assert b"whsec_" in answer.content
    assert "no-store" in answer["Cache-Control"]
    endpoint = Endpoint.objects.get()
    for address in (PAGE, f"{PAGE}{endpoint.pk}/"):
        page = manager.get(address).content
        assert b"Hook" in page
        assert b"whsec_" not in page


def test_the_address_of_a_slack_message_is_not_shown_again(
    manager: Client, heard: Recorder
) -> None:
    manager.post(PAGE, form(heard, kind="slack", url=f"{heard.url}/T0/very-secret"))
    endpoint = Endpoint.objects.get()

    assert b"very-secret" not in manager.get(f"{PAGE}{endpoint.pk}/").content
    do(manager, endpoint, "change", **form(heard, name="Chat", url=""))
    do(manager, endpoint, "ping")
    deliver()
    assert heard.requests[0].path == "/T0/very-secret"
    assert heard.requests[0].json["blocks"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "https://10.0.0.1/"}, b"inside a network"),
        ({"url": "https://user@example.com/"}, b"names no user"),
        ({"events": []}, b"This field is required"),
        ({"kind": "slack", "events": ["reporter.told"]}, b"once for each reporter"),
    ],
)
def test_what_is_refused_is_said_in_the_form_with_what_was_typed(
    manager: Client, heard: Recorder, fields: dict[str, Any], words: bytes
) -> None:
    answer = manager.post(PAGE, form(heard, **fields))

    assert answer.status_code == 422
    assert words in answer.content
    assert b'value="Hook"' in answer.content
    assert not Endpoint.objects.exists()


def test_the_log_shows_what_came_and_a_letter_can_be_sent_again(
    manager: Client, leave: Issue, heard: Recorder
) -> None:
    heard.answers = lambda _: Reply(500, b"<b>broken</b>")
    endpoint = add(leave.project, heard.url).endpoint
    resolve(leave)
    send_due(NOW)
    Delivery.objects.update(state="dead")

    page = manager.get(f"{PAGE}{endpoint.pk}/").content.decode()
    assert "&lt;b&gt;broken" in page
    assert "Send all 1 again" in page
    assert "1 message will be sent again" in do(manager, endpoint, "replay").content.decode()
    assert Delivery.objects.get().state == "waiting"
    file = manager.get(f"{PAGE}{endpoint.pk}/?format=csv").content.decode()
    assert "issue.resolved,AL-1" in file
    assert "500,<b>broken</b>" in file


def test_it_is_rotated_switched_off_and_on_and_removed(
    manager: Client, project: Project, heard: Recorder
) -> None:
    endpoint = add(project, heard.url).endpoint

    assert b"whsec_" in do(manager, endpoint, "rotate", days="7").content
    assert b"0 to 30" in do(manager, endpoint, "rotate", days="90").content
    do(manager, endpoint, "off")
    assert b"Switch on" in manager.get(f"{PAGE}{endpoint.pk}/").content
    assert b"is off" in do(manager, endpoint, "ping").content
    do(manager, endpoint, "on")
    assert b"nothing to do" in do(manager, endpoint, "dance").content
    do(manager, endpoint, "off")
    assert b"with its log" in do(manager, endpoint, "remove").content
    assert not Endpoint.objects.exists()


def test_the_list_comes_as_a_file(manager: Client, project: Project, heard: Recorder) -> None:
    add(project, heard.url, name="=1+1")

    assert "'=1+1,webhook,127.0.0.1" in manager.get(f"{PAGE}?format=csv").content.decode()


def test_another_projects_endpoint_is_not_there(
    manager: Client, other_project: Project, heard: Recorder
) -> None:
    foreign = add(other_project, heard.url).endpoint

    assert manager.get(f"{PAGE}{foreign.pk}/").status_code == 404
    assert do(manager, foreign, "remove").status_code == 404
    assert Endpoint.objects.exists()

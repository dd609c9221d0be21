"""Webhooks by API: made, changed, rotated, looked into, sent again."""

from collections.abc import Iterator
from typing import Any

import pytest
import standardwebhooks
from rest_framework.test import APIClient

from config.networks import networks_in
from feedback.models import Project
from tests.builders import NOW, make_key
from tests.triage.acting import resolve
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from triage.models import Delivery, Endpoint, Issue

WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


@pytest.fixture
def program(project: Project) -> APIClient:
    client = APIClient()
    secret = make_key(project, "secret", scopes=["configure"]).secret
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def new(heard: Recorder, **fields: Any) -> dict[str, Any]:
    return {"url": heard.url, "name": "Hook", "events": ["issue.resolved"]} | fields


def test_an_endpoint_is_made_and_its_secret_shown_once(program: APIClient, heard: Recorder) -> None:
    answer = program.post(WEBHOOKS, new(heard), format="json")

    made = answer.json()
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert standardwebhooks.Webhook(made["secret"])
    [listed] = program.get(WEBHOOKS).json()["results"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert listed["url"] == heard.url


def test_the_address_of_a_slack_message_is_not_shown(program: APIClient, heard: Recorder) -> None:
    made = program.post(WEBHOOKS, new(heard, kind="slack"), format="json").json()

    assert (made["secret"], made["url"], made["host"]) == ("", "", "127.0.0.1")


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"url": "https://169.254.169.254/"}, "address_refused", "$.url"),
        ({"url": "http://2130706433/"}, "address_refused", "$.url"),
        ({"events": ["all"]}, "endpoint_refused", "$.events"),
        ({"kind": "slack", "events": ["reporter.told"]}, "endpoint_refused", "$.events"),
        ({"kind": "fax"}, "invalid", "$.kind"),
    ],
)
def test_a_refusal_names_the_field(
    program: APIClient, heard: Recorder, fields: dict[str, Any], code: str, path: str
) -> None:
    answer = program.post(WEBHOOKS, new(heard, **fields), format="json")

    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["path"]) == (code, path)
    assert not Endpoint.objects.exists()


def test_an_endpoint_is_changed_and_switched_off_and_on(
    program: APIClient, project: Project, heard: Recorder
) -> None:
    address = f"{WEBHOOKS}/{add(project, heard.url).endpoint.pk}"

    changed = program.patch(address, {"name": "Other", "on": False}, format="json").json()
    assert (changed["name"], changed["off"]) == ("Other", "person")
    again = program.patch(address, {"on": False, "tells_texts": True}, format="json").json()
    assert (again["off"], again["tells_texts"]) == ("person", True)
    assert program.patch(address, {"on": True}, format="json").json()["off"] == ""
    assert program.delete(address).json()["code"] == "endpoint_on"
    program.patch(address, {"on": False}, format="json")
    assert program.delete(address).status_code == 204
    assert program.get(address).status_code == 404


def test_a_secret_is_rotated(program: APIClient, project: Project, heard: Recorder) -> None:
    made = add(project, heard.url)

    answer = program.post(
        f"{WEBHOOKS}/{made.endpoint.pk}/rotate", {"days": 7}, format="json"
    ).json()
    assert answer["secret"] not in {made.secret, ""}
    assert answer["former_secret_until"]
    slack = add(project, heard.url, kind="slack").endpoint
    refused = program.post(f"{WEBHOOKS}/{slack.pk}/rotate", {}, format="json")
    assert refused.status_code == 422


def test_the_log_is_read_in_pages_and_what_was_given_up_is_sent_again(
    program: APIClient, leave: Issue, heard: Recorder
) -> None:
    heard.answers = lambda _: Reply(410, b"gone")
    address = f"{WEBHOOKS}/{add(leave.project, heard.url).endpoint.pk}"
    assert program.post(f"{address}/ping").status_code == 202
    resolve(leave)
    send_due(NOW.replace(year=2099))

    first = program.get(f"{address}/deliveries?limit=1").json()
    second = program.get(f"{address}/deliveries?limit=1&cursor={first['next']}").json()
    [told], [test] = first["results"], second["results"]
    assert (told["event"], told["issue"], told["state"]) == ("issue.resolved", "AL-1", "dead")
    assert (test["event"], test["issue"], second["next"]) == ("ping", None, None)
    assert test["attempts"][0]["status"] == 410
    assert program.get(f"{address}/deliveries?state=waiting").json()["results"] == []

    assert program.post(f"{address}/replay", {}, format="json").json()["code"] == "endpoint_off"
    program.patch(address, {"on": True}, format="json")
    one = program.post(f"{address}/replay", {"message": told["id"]}, format="json")
    assert (one.status_code, one.json()) == (202, {"messages": 1})
    assert program.post(f"{address}/replay", {}, format="json").json() == {"messages": 1}
    assert not Delivery.objects.exclude(state="waiting").exists()


def test_another_projects_endpoint_is_none_of_its_own(
    program: APIClient, other_project: Project, heard: Recorder
) -> None:
    foreign = f"{WEBHOOKS}/{add(other_project, heard.url).endpoint.pk}"

    for address in (foreign, f"{WEBHOOKS}/no-id"):
        assert program.get(address).status_code == 404
        assert program.post(f"{address}/ping").status_code == 404

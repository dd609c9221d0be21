"""Webhooks: who is told what, signed by whom, and that nothing of it is lost."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
import svix
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.networks import networks_in
from feedback.errors import RefusedError
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_issue
from tests.triage.acting import ANN, LEAVE
from tests.triage.hooks import add, close, said, send_due
from tests.triage.recording import LOOPBACK, Recorder, recorder
from triage.integrations.events import EVENTS
from triage.integrations.operations import (
    change_endpoint,
    ping,
    remove_endpoint,
    replay,
    rotate_secret,
    switch_off,
    switch_on,
)
from triage.integrations.outbox import put_acts_in_line, tidy
from triage.issues.operations import comment, merge, rename
from triage.models import Delivery, Endpoint, Issue, IssueActivity
from triage.notices.telling import tell_next

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


@pytest.mark.parametrize("library", [standardwebhooks, svix])
def test_what_is_sent_is_verified_by_others_libraries(
    leave: Issue, heard: Recorder, library: Any
) -> None:
    now = timezone.now()  # the libraries look at the clock
    made = add(leave.project, heard.url)
    close(leave, now=now)

    send_due(now)

    [request] = heard.requests
    library.Webhook(made.secret).verify(request.body, dict(request.headers))
    assert request.json["type"] == "issue.resolved"
    assert request.json["data"]["issue"]["short_id"] == leave.short_id
    wrong = library.Webhook(add(leave.project, heard.url).secret)
    with pytest.raises(library.webhooks.WebhookVerificationError):
        wrong.verify(request.body, dict(request.headers))


def test_by_default_nothing_that_anybody_wrote_leaves_the_house(
    leave: Issue, heard: Recorder, settings: Any
) -> None:
    settings.URL = "https://errata.example"
    add(leave.project, heard.url)
    add(leave.project, heard.url, tells_texts=True)
    close(leave)

    send_due(NOW)

    bare, full = sorted((json.loads(r.body) for r in heard.requests), key=lambda m: len(str(m)))
    assert (
        bare["data"]["issue"]["url"] == f"https://errata.example/p/alpha/issues/{leave.short_id}/"
    )
    assert LEAVE not in str(bare)
    assert "Ann" not in str(bare)
    assert ANN.partition(":")[2] not in str(full)
    assert full["data"]["issue"]["title"] == LEAVE
    assert full["data"]["resolution"] == "Put right by Ann"


def test_only_what_it_asked_for_is_told(leave: Issue, printer: Issue, heard: Recorder) -> None:
    add(leave.project, heard.url, events=["issue.merged"])
    rename(issue=leave, title="Days of leave", version=None, actor=ANN, now=NOW)
    comment(issue=leave, text="Hm", actor=ANN, now=NOW)
    merge(project=leave.project, issues=[leave, printer], actor=ANN, now=NOW)

    send_due(NOW)

    [request] = heard.requests
    assert request.json["data"]["issue"]["short_id"] == printer.short_id
    assert request.json["data"]["merged_into"] == leave.short_id


def test_a_new_issue_is_told_of(project: Project, heard: Recorder) -> None:
    add(project, heard.url)
    issue = make_issue(project, LEAVE)

    send_due(NOW)

    assert [r.json["type"] for r in heard.requests] == ["issue.opened"]
    assert heard.requests[0].json["data"]["issue"]["id"] == str(issue.pk)


def test_a_project_without_endpoints_pays_one_look_for_any_number_of_openings(
    leave: Issue, other_project: Project, heard: Recorder
) -> None:
    add(other_project, heard.url)
    opened = [
        IssueActivity(issue=leave, at=NOW, actor="system:clustering", verb="opened", data={})
        for _ in range(300)
    ]
    with CaptureQueriesContext(connection) as queries:
        put_acts_in_line(opened)

    assert len(queries) == 1
    assert not Delivery.objects.exists()


def test_an_act_that_is_taken_back_by_the_database_is_told_to_nobody(
    leave: Issue, heard: Recorder
) -> None:
    add(leave.project, heard.url)
    with transaction.atomic():
        close(leave)
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_while_a_secret_is_rotated_both_sign(leave: Issue, heard: Recorder) -> None:
    now = timezone.now()
    former = add(leave.project, heard.url)
    new = rotate_secret(endpoint=former.endpoint, actor=ANN, now=now, overlap=DAY)
    close(leave, now=now)
    send_due(now)

    [request] = heard.requests
    for secret in (former.secret, new.secret):
        standardwebhooks.Webhook(secret).verify(request.body, dict(request.headers))
    tidy(now=now + DAY)
    ping(endpoint=former.endpoint, actor=ANN, now=now)
    send_due(now)
    later = heard.requests[1]
    standardwebhooks.Webhook(new.secret).verify(later.body, dict(later.headers))
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(former.secret).verify(later.body, dict(later.headers))


def test_neither_secret_nor_address_is_in_the_database(project: Project, heard: Recorder) -> None:
    url = f"{heard.url}/services/T0/very-secret"
    made = add(project, url)
    rotated = rotate_secret(endpoint=made.endpoint, actor=ANN, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(e)::text FROM triage_endpoint e"
            " UNION ALL SELECT row_to_json(a)::text FROM feedback_auditevent a"
        )
        stored = " ".join(row[0] for row in cursor.fetchall())

    for secret in (made.secret, rotated.secret, "very-secret"):
        assert secret.removeprefix("whsec_") not in stored


def test_after_another_secret_key_the_former_one_still_opens(
    leave: Issue, heard: Recorder, settings: Any
) -> None:
    add(leave.project, heard.url)
    close(leave)
    settings.SECRET_KEY, former = "another one", settings.SECRET_KEY
    assert send_due(NOW) == [None]
    assert "SECRET_KEY changed" in said()[0]

    settings.SECRET_KEY_FALLBACKS = [former]
    assert send_due(NOW + DAY) == [200]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("url", "https://127.0.0.1/", "$.url"),
        ("url", "http://receiver.example/", "$.url"),
        ("events", [], "$.events"),
        ("events", ["issue.eaten"], "$.events"),
        ("name", " ", "$.name"),
        ("kind", "fax", "$.kind"),
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Project, settings: Any, field: str, value: Any, path: str
) -> None:
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(RefusedError) as caught:
        add(project, **{"url": "https://receiver.example/", field: value})

    assert caught.value.path == path
    assert not Endpoint.objects.exists()


def test_every_act_leaves_its_event(project: Project, heard: Recorder) -> None:
    endpoint = add(project, heard.url).endpoint
    change_endpoint(endpoint=endpoint, actor=ANN, now=NOW, name="Other")
    rotate_secret(endpoint=endpoint, actor=ANN, now=NOW)
    ping(endpoint=endpoint, actor=ANN, now=NOW)
    switch_off(endpoint=endpoint, actor=ANN, now=NOW)
    switch_on(endpoint=endpoint, actor=ANN, now=NOW)
    replay(endpoint=endpoint, actor=ANN, now=NOW)
    with pytest.raises(RefusedError, match="switch it off first"):
        remove_endpoint(endpoint=endpoint, actor=ANN, now=NOW)
    switch_off(endpoint=endpoint, actor=ANN, now=NOW)
    remove_endpoint(endpoint=endpoint, actor=ANN, now=NOW)

    verbs = AuditEvent.objects.filter(verb__startswith="endpoint.").order_by("id")
    told = ["added", "changed", "rotated", "pinged", "switched_off", "switched_on", "replayed"]
    told += ["switched_off", "removed"]
    assert [event.verb for event in verbs] == [f"endpoint.{verb}" for verb in told]


def test_the_guide_names_every_event() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "integrations.md").read_text()
    told = re.findall(r"^\| `(\w+\.\w+)` \| (.+) \|$", guide, re.MULTILINE)

    assert dict(told) == EVENTS


def test_who_asked_for_it_hears_what_reporters_are_told(leave: Issue, heard: Recorder) -> None:
    add(leave.project, heard.url, events=["reporter.told"])
    add(leave.project, heard.url, events=["reporter.told"], tells_texts=True)
    close(leave)
    tell_next(now=NOW + DAY)
    send_due(NOW + DAY)

    told = [request.json["data"] for request in heard.requests]
    assert len(told) == 6
    assert {data["reporter"]["state"] for data in told} == {"fixed"}
    assert [data["reporter"].get("says") for data in told] == [None] * 3 + ["Put right by Ann"] * 3

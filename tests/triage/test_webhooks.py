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
from tests.builders import NOW, make_issue, make_member
from tests.triage.acting import ANN, LEAVE, MENDED
from tests.triage.hooks import add, said, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from triage.happening import write_down
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
from triage.integrations.outbox import CLAIMED_FOR, claim, due_endpoints, put_acts_in_line, tidy
from triage.issues.operations import comment, merge, rename, resolve
from triage.models import Attempt, Delivery, Endpoint, Issue, IssueActivity, MemberNotice
from triage.notices.telling import tell_next

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


def close(issue: Issue, *, now: Any = NOW) -> None:
    resolve(
        issue=issue,
        fix=MENDED,
        resolution="Put right by Ann",
        version=None,
        actor=ANN,
        now=now,
    )


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


def test_a_worker_that_is_killed_while_sending_loses_nothing(leave: Issue, heard: Recorder) -> None:
    made = add(leave.project, heard.url)
    close(leave)
    [first] = claim(endpoint_id=made.endpoint.pk, now=NOW)  # and is seen no more

    assert send_due(NOW) == []
    assert send_due(NOW + CLAIMED_FOR) == [200]
    assert heard.requests[0].headers["webhook-id"] == first.message_id
    assert heard.requests[0].body.decode() == first.body


def test_two_workers_do_not_send_the_same(leave: Issue, heard: Recorder) -> None:
    made = add(leave.project, heard.url)
    close(leave)

    assert len(claim(endpoint_id=made.endpoint.pk, now=NOW)) == 1
    assert claim(endpoint_id=made.endpoint.pk, now=NOW) == []


def test_what_is_not_taken_is_sent_again_for_a_day_under_the_same_id(
    leave: Issue, heard: Recorder
) -> None:
    heard.answers = lambda _: Reply(503, b"not now")
    add(leave.project, heard.url)
    close(leave)
    now, moments = NOW, []
    while Delivery.objects.filter(state="waiting").exists():
        if send_due(now):
            moments.append(now)
        now += timedelta(seconds=5) if now - NOW < timedelta(hours=1) else timedelta(minutes=10)

    assert len(moments) == 9
    assert timedelta(hours=18) < moments[-1] - NOW < timedelta(hours=30)
    assert len({(r.headers["webhook-id"], r.body) for r in heard.requests}) == 1
    assert Delivery.objects.get().state == "dead"
    assert said() == ["not now"] * 9


def test_what_was_given_up_can_be_sent_again(leave: Issue, heard: Recorder) -> None:
    made = add(leave.project, heard.url)
    close(leave)
    Delivery.objects.update(state="dead")

    assert replay(endpoint=made.endpoint, actor=ANN, now=NOW) == 1
    assert send_due(NOW) == [200]
    with pytest.raises(RefusedError, match="nothing"):
        replay(endpoint=made.endpoint, actor=ANN, now=NOW)
    one = Delivery.objects.get()
    assert replay(endpoint=made.endpoint, delivery_id=one.pk, actor=ANN, now=NOW) == 1
    assert send_due(NOW) == [200]
    assert len({r.headers["webhook-id"] for r in heard.requests}) == 1


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


def test_gone_means_gone_and_managers_are_told(leave: Issue, heard: Recorder) -> None:
    heard.answers = lambda _: Reply(410)
    manager, viewer = make_member(leave.project, "manager"), make_member(leave.project, "viewer")
    made = add(leave.project, heard.url)
    close(leave)
    send_due(NOW)

    made.endpoint.refresh_from_db()
    assert made.endpoint.off == "gone"
    assert Delivery.objects.get().state == "dead"
    notice = MemberNotice.objects.get()
    assert notice.member == manager != viewer
    assert "410" in notice.words
    with pytest.raises(RefusedError, match="off"):
        ping(endpoint=made.endpoint, actor=ANN, now=NOW)


def test_who_takes_nothing_for_days_is_switched_off_and_can_come_back(
    leave: Issue, heard: Recorder
) -> None:
    heard.answers = lambda _: Reply(500)
    make_member(leave.project, "manager")
    made = add(leave.project, heard.url)
    close(leave)
    send_due(NOW)
    for days in range(1, 6):
        Delivery.objects.update(state="waiting", due_at=NOW, tries=1)
        made.endpoint.refresh_from_db()
        assert made.endpoint.off == ""
        send_due(NOW + days * DAY)

    made.endpoint.refresh_from_db()
    assert made.endpoint.off == "failing"
    assert "five days" in MemberNotice.objects.get().words
    heard.answers = lambda _: Reply()
    later = NOW + 6 * DAY
    switch_on(endpoint=made.endpoint, actor=ANN, now=later)
    replay(endpoint=made.endpoint, actor=ANN, now=later)
    assert send_due(later) == [200]


def test_who_asks_to_wait_is_left_alone_an_hour_at_most(leave: Issue, heard: Recorder) -> None:
    heard.answers = lambda _: Reply(429, headers={"Retry-After": "600"})
    add(leave.project, heard.url)
    close(leave)
    send_due(NOW)
    assert due_endpoints(NOW + timedelta(seconds=599)) == []
    heard.answers = lambda _: Reply(429, headers={"Retry-After": "99999999999"})
    assert send_due(NOW + timedelta(seconds=601)) == [429]
    assert due_endpoints(NOW + timedelta(seconds=601 + 3599)) == []
    assert len(due_endpoints(NOW + timedelta(seconds=601 + 3601))) == 1


def test_an_endpoint_that_fails_is_asked_with_one_message_and_does_not_hold_up_others(
    leave: Issue, printer: Issue, heard: Recorder
) -> None:
    with recorder(Reply(500)) as broken:
        add(leave.project, broken.url)
        add(leave.project, heard.url)
        write_down(
            [
                IssueActivity(issue=leave, at=NOW, actor=ANN, verb="reopened", data={})
                for _ in range(3)
            ]
        )
        assert sorted(send_due(NOW), key=str) == [200] * 3 + [500] * 3
        assert send_due(NOW + timedelta(seconds=20)) == [500]
        assert len(heard.requests) == 3


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(302, headers={"Location": "http://127.0.0.1/"}), "redirected"),
        (Reply(404, b"x" * 5000), "x" * 500),
        (Reply(400, b"a\x00\xff"), "a\ufffd\ufffd"),
    ],
)
def test_the_log_says_what_came(leave: Issue, heard: Recorder, reply: Reply, words: str) -> None:
    heard.answers = lambda _: reply
    add(leave.project, heard.url)
    close(leave)
    send_due(NOW)

    assert said()[0].startswith(words)
    assert len(said()[0]) <= 500


def test_a_network_that_is_closed_later_is_gone_to_no_more(
    leave: Issue, heard: Recorder, settings: Any
) -> None:
    add(leave.project, heard.url)
    close(leave)
    settings.PRIVATE_NETWORKS = []

    assert send_due(NOW) == [None]
    assert heard.requests == []
    assert said()[0].startswith("inside")


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


def test_the_log_is_kept_for_a_month(leave: Issue, heard: Recorder) -> None:
    add(leave.project, heard.url)
    close(leave)
    send_due(NOW)

    tidy(now=NOW + 29 * DAY)
    assert Attempt.objects.count() == 1
    tidy(now=NOW + 31 * DAY)
    assert not Delivery.objects.exists()


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

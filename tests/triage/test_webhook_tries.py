"""Messages that are not taken: sent again, given up, sent by hand, and what becomes of whoever
takes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config.networks import networks_in
from feedback.errors import RefusedError
from tests.builders import NOW, make_member
from tests.triage.acting import ANN
from tests.triage.hooks import add, close, said, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from triage.happening import write_down
from triage.integrations.operations import (
    ping,
    replay,
    switch_on,
)
from triage.integrations.outbox import CLAIMED_FOR, claim, due_endpoints, tidy
from triage.models import Attempt, Delivery, Issue, IssueActivity, MemberNotice

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


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


def test_the_log_is_kept_for_a_month(leave: Issue, heard: Recorder) -> None:
    add(leave.project, heard.url)
    close(leave)
    send_due(NOW)

    tidy(now=NOW + 29 * DAY)
    assert Attempt.objects.count() == 1
    tidy(now=NOW + 31 * DAY)
    assert not Delivery.objects.exists()

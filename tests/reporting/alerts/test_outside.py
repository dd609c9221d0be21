"""Alerts are told to other systems by the endpoints that they have, chat among them."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.networks import networks_in
from feedback.models import Project
from reporting.alerts.hearing import NOBODY, hearing
from reporting.alerts.operations import watch
from reporting.models import Subscription
from tests.builders import NOW, make_member
from tests.reporting.alerts.weekly import live
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from triage.models import Delivery, Endpoint


@pytest.fixture
def heard(settings: Any) -> Iterator[Recorder]:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)
    with recorder() as heard:
        yield heard


def test_who_asked_for_alerts_is_told_of_each_once(project: Project, heard: Recorder) -> None:
    add(project, heard.url, events=["report.alert"])
    add(project, heard.url, events=["issue.opened"])
    live(project, [9] * 16 + [3] * 4)
    raised = watch(project=project, now=NOW)
    watch(project=project, now=NOW)
    send_due(NOW)

    told = [request.json for request in heard.requests]
    assert len(told) == len(raised) == 4
    [one] = [t["data"] for t in told if t["data"]["says"].startswith("Satisfaction of Sales has")]
    assert {message["type"] for message in told} == {"report.alert"}
    assert (one["alert"]["metric"], one["alert"]["team"]) == ("satisfaction", "sales")
    assert one["alert"]["now"]["value"] == 0.3
    assert one["alert"]["before"]["numerator"] == 288
    assert one["url"].endswith(f"/p/alpha/alerts/{one['alert']['id']}/")
    assert heard.requests[0].headers["webhook-signature"].startswith("v1,")


def test_chat_is_told_in_a_sentence_with_a_link(project: Project, heard: Recorder) -> None:
    add(project, heard.url, kind="slack", events=["report.alert"])
    live(project, [9] * 16 + [3] * 4, team="<!here>")
    watch(project=project, now=NOW)
    send_due(NOW)

    said = [request.json["blocks"][0]["text"]["text"] for request in heard.requests]
    assert any("|What to do>" in text for text in said)
    assert not any("<!here>" in text for text in said)


def test_what_is_not_taken_is_sent_again(project: Project, heard: Recorder) -> None:
    add(project, heard.url, events=["report.alert"])
    live(project, [9] * 16 + [3] * 4)
    watch(project=project, now=NOW)
    heard.answers = lambda _: Reply(500)
    send_due(NOW)

    assert {d.state for d in Delivery.objects.all()} == {Delivery.State.WAITING}


def test_the_page_says_who_is_told_and_where_nobody_is(project: Project) -> None:
    def said() -> tuple[str, list[str]]:
        block = hearing(project)
        return block.summary, [row[2].words for row in block.grid.rows]

    assert said() == (NOBODY, [])
    made = add(project, "https://hooks.example/x", events=["report.alert"])
    assert said() == ("", ["on"])
    Endpoint.objects.filter(pk=made.endpoint.pk).update(off=Endpoint.Off.FAILING)
    assert said() == (NOBODY, ["off (failed for days): tells nobody"])
    member = make_member(project, "viewer")
    Subscription.objects.create(member=member, alerts=True, chosen_at=NOW)
    assert said()[0] == ""

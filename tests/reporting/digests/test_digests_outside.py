"""Digests are told to other systems by the endpoints that they have, chat among them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config.networks import networks_in
from feedback.models import Project
from reporting.digests.mailing import LATE
from reporting.digests.outside import EVENT, put_digests_in_line
from tests.builders import NOW
from tests.reporting.alerts.weekly import live
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Recorder, recorder

# The Monday after the endpoints were made.
MONDAY = NOW.replace(hour=9) + timedelta(weeks=1)


@pytest.fixture
def heard(settings: Any) -> Iterator[Recorder]:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)
    with recorder() as heard:
        yield heard


def test_who_asked_for_digests_gets_each_week_once(project: Project, heard: Recorder) -> None:
    add(project, heard.url, events=[EVENT])
    add(project, heard.url, kind="slack", events=[EVENT])
    add(project, heard.url, events=["report.alert"])
    live(project, [9, 9, 3], now=MONDAY)
    assert put_digests_in_line(now=MONDAY - timedelta(hours=2)) == 0  # not eight o'clock yet
    assert put_digests_in_line(now=MONDAY) == 2
    assert put_digests_in_line(now=MONDAY + timedelta(hours=1)) == 0
    send_due(MONDAY)

    chat, hook = sorted(
        (request.json for request in heard.requests), key=lambda told: "type" in told
    )
    assert hook["type"] == EVENT
    assert hook["data"]["digest"]["figures"]["satisfaction"]["value"] == 0.3
    assert "satisfaction is 60 points lower (30% after 90%)" in hook["data"]["says"]
    assert hook["data"]["url"].endswith(f"to={hook['data']['digest']['to']}")
    assert "|The report of the week>" in chat["blocks"][0]["text"]["text"]


def test_a_digest_that_is_days_late_is_left_out(project: Project, heard: Recorder) -> None:
    add(project, heard.url, events=[EVENT])

    assert put_digests_in_line(now=MONDAY + LATE) == 0

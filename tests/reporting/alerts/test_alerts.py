"""Alerts: raised once, acknowledged by managers, over when it is as before."""

import csv
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from feedback.errors import ConflictError
from feedback.models import AuditEvent, Project
from reporting.alerts.operations import acknowledge, take_back, watch
from reporting.alerts.queries import key_of, series_of
from reporting.models import Alert
from tests.builders import NOW, make_member
from tests.reporting.alerts.weekly import WEEK, live
from tests.world import make_alert

MemberClient = Callable[[str], Client]
ANN = "member:ann@alpha.example"
FELL = [9] * 16 + [3] * 4


@pytest.fixture
def fallen(project: Project) -> Project:
    live(project, FELL)
    return project


def satisfaction(project: Project) -> Alert:
    return Alert.objects.get(project=project, metric="satisfaction", team=None)


def test_what_fell_is_raised_for_everybody_and_the_team(fallen: Project) -> None:
    raised = watch(project=fallen, now=NOW)

    assert {key_of(alert)[:2] for alert in raised} == {
        ("satisfaction", ""),
        ("satisfaction", "team"),
        ("complaint_rate", ""),
        ("complaint_rate", "team"),
    }
    alert = satisfaction(fallen)
    assert (alert.reference_part, alert.reference_whole) == (16 * 18, 16 * 20)
    assert (alert.part, alert.whole) == (4 * 6, 4 * 20)
    assert alert.since == (NOW - 4 * WEEK).date()
    assert alert.evidence >= alert.needed == 52 * 6
    assert AuditEvent.objects.filter(verb="alert.raised").count() == 4


def test_a_rise_of_complaints_is_told_as_it_is(fallen: Project) -> None:
    watch(project=fallen, now=NOW)

    alert = Alert.objects.get(metric="complaint_rate", team=None)
    assert (alert.reference_part, alert.part) == (16 * 2, 4 * 14)


def test_looking_again_raises_nothing_more(fallen: Project) -> None:
    watch(project=fallen, now=NOW)

    assert watch(project=fallen, now=NOW + timedelta(hours=1)) == []
    assert watch(project=fallen, now=NOW + WEEK) == []


def test_what_stays_as_it_is_raises_nothing(project: Project) -> None:
    live(project, [9, 8, 9, 10] * 5)

    assert watch(project=project, now=NOW) == []


def test_groups_of_fewer_than_five_are_not_watched(project: Project) -> None:
    live(project, FELL, people=4)

    assert all(not series.weeks for series in series_of(project=project, today=NOW.date()))
    assert watch(project=project, now=NOW) == []


def test_what_is_back_as_it_was_is_over_and_may_fall_again(project: Project) -> None:
    live(project, FELL, now=NOW - 6 * WEEK)
    watch(project=project, now=NOW - 6 * WEEK)
    live(project, FELL + [9] * 6)
    watch(project=project, now=NOW)

    assert {alert.state for alert in Alert.objects.all()} == {"recovered"}
    live(project, FELL + [9] * 6 + [3] * 4, now=NOW + 4 * WEEK)
    assert watch(project=project, now=NOW + 4 * WEEK)


def test_what_is_acknowledged_is_how_it_is_now(fallen: Project) -> None:
    watch(project=fallen, now=NOW)
    for alert in Alert.objects.all():
        acknowledge(alert=alert, actor=ANN, now=NOW)

    assert watch(project=fallen, now=NOW) == []
    first = {series.weeks[0].first for series in series_of(project=fallen, today=NOW.date())}
    assert (NOW - 4 * WEEK).date() in first


def test_an_alert_is_acknowledged_once_and_that_can_be_taken_back(project: Project) -> None:
    alert = make_alert(project)
    acknowledge(alert=alert, actor=ANN, now=NOW)
    with pytest.raises(ConflictError, match="acknowledged already"):
        acknowledge(alert=alert, actor=ANN, now=NOW)
    take_back(alert=alert, actor=ANN, now=NOW)
    with pytest.raises(ConflictError, match="is open"):
        take_back(alert=alert, actor=ANN, now=NOW)

    alert.refresh_from_db()
    assert (alert.state, alert.acknowledged_by) == ("open", "")
    verbs = AuditEvent.objects.filter(subject=f"alert:{alert.pk}").order_by("id")
    assert [event.verb for event in verbs] == ["alert.acknowledged", "alert.taken_back"]


def test_it_is_not_taken_back_beside_a_later_one(project: Project) -> None:
    alert = make_alert(project)
    acknowledge(alert=alert, actor=ANN, now=NOW)
    make_alert(project)

    with pytest.raises(ConflictError, match="later alert"):
        take_back(alert=alert, actor=ANN, now=NOW)


def test_a_manager_acknowledges_on_the_alerts_page(
    project: Project, member_client: MemberClient
) -> None:
    alert = make_alert(project)
    page = f"/p/alpha/alerts/{alert.pk}/"
    manager, viewer = member_client("manager"), member_client("viewer")

    assert "Acknowledge</button>" not in viewer.get(page).content.decode()
    said = manager.get(page).content.decode()
    assert "Satisfaction of everybody has dropped" in said
    assert "70 of 100 thumbs" in said
    assert "/report/answers/?from=2026-05-25&amp;to=2026-06-14&amp;of=rated" in said
    said = manager.post(f"{page}acknowledge/", follow=True).content.decode()
    assert "Acknowledged by manager@alpha.example" in said
    said = manager.post(f"{page}acknowledge/", follow=True).content.decode()
    assert "acknowledged already" in said
    assert (
        ">Acknowledge</button>" in manager.post(f"{page}take-back/", follow=True).content.decode()
    )
    assert manager.post(f"{page}nothing/").status_code == 404


def test_the_report_lists_alerts_and_what_is_watched(
    fallen: Project, member_client: MemberClient
) -> None:
    watch(project=fallen, now=NOW)
    viewer = member_client("viewer")

    page = viewer.get("/p/alpha/report/alerts/").content.decode()
    assert "Satisfaction of Sales has dropped: 30%" in page
    rows = csv.DictReader(
        viewer.get("/p/alpha/report/alerts/open.csv").content.decode().splitlines()
    )
    assert {row["alert"] for row in rows} >= {"Complaint rate of everybody has risen"}


def test_nobody_of_another_project_comes_near_it(project: Project, other_project: Project) -> None:
    client = Client()
    client.force_login(make_member(other_project, "admin").user)

    assert client.get(f"/p/omega/alerts/{make_alert(project).pk}/").status_code == 404

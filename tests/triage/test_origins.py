"""The page and the API say where an issue comes from."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Project
from tests.builders import NOW, place_all, say, send_answer
from tests.triage.finding import YESTERDAY, expired, found, look
from triage.issues.queries.origins import origins_of
from triage.models import Issue, Kind

LEAVE = "How many days of annual leave do I have?"
VPN = "Why does the VPN refuse my password?"


def complain(project: Project, question: str, people: range, **answer: object) -> None:
    for n in people:
        given = send_answer(project, question=question, person=f"p{n}", now=NOW, **answer)
        say(project, given, person=f"p{n}", now=NOW + timedelta(minutes=n))


@pytest.fixture
def leave(project: Project) -> Issue:
    """Of 10 people 8 are of Field Ops, and of 24 elsewhere 2; all have the release."""
    ops, sales = {"team": "Field Ops", "release": "4.2"}, {"team": "Sales", "release": "4.2"}
    complain(project, LEAVE, range(8), sources=["hr/leave"], **ops)
    complain(project, LEAVE, range(8, 10), sources=["hr/leave"], **sales)
    complain(project, VPN, range(10, 12), sources=["it/vpn"], **ops)
    complain(project, VPN, range(12, 34), sources=["it/vpn"], **sales)
    place_all(project, now=NOW)
    return Issue.objects.get(title=LEAVE)


def test_the_team_and_the_source_with_more_than_their_share_are_named(leave: Issue) -> None:
    assert {(o.excess.kind, o.name, o.excess.people) for o in origins_of(leave)} == {
        ("team", "Field Ops", 8),
        ("source", "hr/leave", 10),
    }


def test_a_person_counts_once_however_often_they_complain(project: Project, leave: Issue) -> None:
    complain(project, LEAVE, range(8), team="Field Ops")
    complain(project, VPN, range(10, 12), team="Field Ops")
    place_all(project, now=NOW)
    leave.refresh_from_db()
    assert leave.complaints == 18

    [team] = [origin.excess for origin in origins_of(leave) if origin.excess.kind == "team"]

    assert (team.people, team.of_people) == (8, 10)
    assert (team.people_elsewhere, team.of_people_elsewhere) == (2, 24)


def shown(client: Client, issue: Issue, part: str = "") -> str:
    return client.get(f"/p/alpha/issues/{issue.short_id}/{part}").content.decode()


def test_the_page_says_how_many_times_and_how_sure(
    member_client: Callable[[str], Client], leave: Issue
) -> None:
    client = member_client("viewer")
    assert f"/issues/{leave.short_id}/origins/" in shown(client, leave)
    page = shown(client, leave, "origins/")

    assert "Team <b>Field Ops</b>" in page
    assert "7.9 times its share" in page
    assert "8 of 10 people here, 8% elsewhere" in page
    assert "What that means" in page


def test_of_a_group_that_is_nowhere_else_only_the_least_is_said(
    member_client: Callable[[str], Client], leave: Issue
) -> None:
    page = shown(member_client("viewer"), leave, "origins/")

    assert re.search(r"hr/leave</b></span> <span>at least [\d.]+ times its share<", page)
    assert "10 of 10 people here, nobody elsewhere" in page


def test_the_api_gives_the_same(key_client: Callable[[str], APIClient], leave: Issue) -> None:
    found = key_client("secret").get(f"/api/v1/issues/{leave.short_id}/origins").json()["results"]

    [team] = [origin for origin in found if origin["of"] == "team"]
    assert 1 < team["low"] < team["times"] < team["high"]
    assert (team["key"], team["people"], team["of_people"]) == ("field-ops", 8, 10)
    assert (team["people_elsewhere"], team["of_people_elsewhere"]) == (2, 24)


def test_complaints_of_another_time_are_not_compared_with(project: Project, leave: Issue) -> None:
    Issue.objects.filter(pk=leave.pk).update(first_seen=NOW + timedelta(days=90))
    leave.refresh_from_db()

    assert origins_of(leave) == []


def test_another_projects_people_count_nowhere(other_project: Project, leave: Issue) -> None:
    before = origins_of(leave)
    complain(other_project, VPN, range(40, 60), team="Field Ops")
    place_all(other_project, now=NOW)

    assert origins_of(leave) == before


def test_a_finding_is_compared_with_what_it_does_not_rest_on(project: Project) -> None:
    for n in range(6):
        person = {"person": f"s{n}", "team": "Sales"}
        given = send_answer(project, now=YESTERDAY, citations=[expired()], **person)
        say(project, given, person=f"s{n}", now=NOW)
    complain(project, VPN, range(10, 40), team="Field Ops")
    place_all(project, now=NOW)
    look(project, Kind.EXPIRED_SOURCE)

    [team] = [o for o in origins_of(found(project, Kind.EXPIRED_SOURCE)) if o.excess.kind == "team"]

    assert (team.name, team.excess.people, team.excess.people_elsewhere) == ("Sales", 6, 0)

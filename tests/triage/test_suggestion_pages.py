"""Suggestions as members and programs see them, and turning them on."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import AuditEvent, Project
from tests.triage.suggesting import decide, give, learn, open_one, owners_in
from triage.models import Issue, Owner, Suggesting

SignIn = Callable[[str], Client]
RULES = "/p/alpha/rules/"


@pytest.fixture
def owners(project: Project) -> dict[str, Owner]:
    return owners_in(project)


@pytest.fixture
def issue(project: Project, owners: dict[str, Owner]) -> Issue:
    """A new issue like those that people gave to IT."""
    decide(project, owners)
    learn(project)
    return open_one(project, "it")


def choose(client: Client, value: str) -> str:
    response = client.post(f"{RULES}suggestions/", {"apply_from": value}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def chosen(project: Project) -> float | None:
    return Suggesting.objects.values_list("apply_from", flat=True).get(project=project)


def test_an_issue_shows_whom_it_is_suggested_to_and_gives_it_in_one_act(
    member_client: SignIn, issue: Issue, owners: dict[str, Owner]
) -> None:
    client = member_client("triager")
    address = f"/p/alpha/issues/{issue.short_id}/"
    assert "Suggested: <b>IT</b>, 0." in client.get(address).content.decode()

    form = {"version": issue.version, "owner": "it", "place": "issue"}
    client.post(f"{address}assign/", form)

    issue.refresh_from_db()
    assert (issue.owner, issue.owner_by) == (owners["it"], Issue.OwnerBy.PERSON)
    assert "Suggested:" not in client.get(address).content.decode()


def test_how_often_it_was_right_is_a_file_too(member_client: SignIn, issue: Issue) -> None:
    client = member_client("viewer")
    assert "?format=csv&amp;table=suggestions" in client.get(RULES).content.decode()

    file = client.get(f"{RULES}?format=csv&table=suggestions")

    lines = file.content.decode().splitlines()
    decisions = Suggesting.objects.get().decisions
    assert lines[0] == '"confidence from, percent",decisions,"foretold rightly, percent"'
    assert lines[1].startswith(f"0,{decisions},")


def test_who_only_reads_sees_a_suggestion_and_no_button(
    member_client: SignIn, issue: Issue
) -> None:
    html = member_client("viewer").get(f"/p/alpha/issues/{issue.short_id}/").content.decode()

    assert "Suggested: <b>IT</b>" in html
    assert "as suggested" not in html


def test_before_there_is_enough_the_page_says_what_is_there(
    member_client: SignIn, project: Project, owners: dict[str, Owner]
) -> None:
    client = member_client("viewer")
    assert "Too early to tell: 0 of 30 decisions" in client.get(RULES).content.decode()

    give(open_one(project, "hr"), owners["hr"])
    learn(project)

    assert "Too early to tell: 1 of 30 decisions" in client.get(RULES).content.decode()


def test_the_page_says_how_often_it_would_have_been_right(
    member_client: SignIn, issue: Issue
) -> None:
    html = member_client("viewer").get(RULES).content.decode()

    assert "Each of the latest 32 decisions" in html
    assert "nobody has decided about an issue that had a suggestion" in html


def test_a_manager_turns_it_on_and_takes_that_back(member_client: SignIn, project: Project) -> None:
    client = member_client("manager")

    html = choose(client, "80")

    assert chosen(project) == 0.8
    assert '<input type="hidden" name="apply_from" value="never">' in html
    choose(client, "never")
    assert chosen(project) is None
    events = AuditEvent.objects.filter(verb="suggesting.apply_from_chosen").order_by("id")
    assert [event.data["after"] for event in events] == [0.8, None]


@pytest.mark.parametrize("value", ["40", "much", "nan", ""])
def test_what_is_no_confidence_is_refused_in_words(
    member_client: SignIn, project: Project, value: str
) -> None:
    html = choose(member_client("manager"), value)

    assert "50%" in html
    assert not Suggesting.objects.filter(project=project).exclude(apply_from=None).exists()


def test_programs_read_whom_an_issue_is_suggested_to(
    key_client: Callable[[str], APIClient], issue: Issue
) -> None:
    found = key_client("secret").get(f"/api/v1/issues/{issue.short_id}").json()

    assert found["owner_by"] == "catch_all"
    assert found["suggestion"]["owner"] == {"slug": "it", "name": "IT"}
    assert found["suggestion"]["applied"] is False
    assert 0.5 < found["suggestion"]["confidence"] <= 1


def test_where_nothing_is_suggested_programs_read_null(
    key_client: Callable[[str], APIClient], project: Project
) -> None:
    issue = open_one(project, "it")

    assert key_client("secret").get(f"/api/v1/issues/{issue.short_id}").json()["suggestion"] is None

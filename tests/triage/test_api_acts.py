"""What a program does to issues: the same acts as people have, under its key's name."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from feedback.models import Member, Project
from tests.builders import NOW, make_issue, make_key, make_member
from tests.triage.acting import ANN, EXPENSES, LEAVE, PRINTER
from triage.issues.operations import undo
from triage.models import Issue, IssueActivity
from triage.routing.operations import add_owner
from triage.routing.teams import choose_assigning, join_owner


@pytest.fixture
def client(key_client: Callable[[str], APIClient]) -> APIClient:
    return key_client("secret")


MENDED = {"resolution": "Handbook mended", "fix": {"kind": "source"}}


@pytest.fixture
def issue(project: Project) -> Issue:
    return make_issue(project, LEAVE)


@pytest.fixture
def ben(project: Project) -> Member:
    """Whom the team of people gives its issues."""
    ben = make_member(project, "triager", email="ben@alpha.example")
    owner = add_owner(project=project, slug="hr", name="People team", actor=ANN, now=NOW)
    join_owner(owner=owner, member=ben, actor=ANN, now=NOW)
    choose_assigning(owner=owner, assigns="rotation", actor=ANN, now=NOW)
    return ben


def act(client: APIClient, issue: Issue, name: str, **said: object) -> Any:
    return client.post(f"/api/v1/issues/{issue.short_id}/{name}", said, format="json")


def test_an_issue_is_resolved_and_reopened(client: APIClient, issue: Issue) -> None:
    found = act(client, issue, "resolve", **MENDED, version=issue.version)
    assert found.status_code == 200, found.content
    assert (found.json()["status"], found.json()["resolution"]) == ("resolved", "Handbook mended")
    again = act(client, issue, "resolve", **MENDED)
    assert (again.status_code, again.json()["code"]) == (409, "issue_state")
    assert act(client, issue, "reopen").json()["status"] == "unresolved"


def test_what_a_program_did_is_under_its_keys_name_and_taken_back(
    client: APIClient, project: Project, issue: Issue
) -> None:
    act(client, issue, "rename", title="Leave in numbers")
    activity = IssueActivity.objects.get(verb="renamed")
    assert activity.actor.startswith("key:")
    undo(project=project, activity=activity, actor=ANN, now=NOW)
    issue.refresh_from_db()
    assert issue.title != "Leave in numbers"


def test_an_issue_goes_to_a_team_and_to_whoever_is_next_there(
    client: APIClient, issue: Issue, ben: Member
) -> None:
    found = act(client, issue, "assign", owner="hr").json()
    assert (found["owner"]["slug"], found["assignee"]) == ("hr", ben.user.email)


def test_an_issue_goes_to_somebody_and_to_nobody(
    client: APIClient, issue: Issue, ben: Member
) -> None:
    before = issue.owner.slug
    found = act(client, issue, "assign", assignee="BEN@alpha.example").json()
    assert (found["owner"]["slug"], found["assignee"]) == (before, ben.user.email)
    assert act(client, issue, "assign", owner="hr").json()["assignee"] == ben.user.email
    assert act(client, issue, "assign", assignee=None).json()["assignee"] is None


def test_an_issue_waits_and_goes_on(client: APIClient, issue: Issue) -> None:
    found = act(client, issue, "wait", on="Legal", until="2999-01-01T09:00:00Z").json()
    assert (found["waiting_on"], found["waiting_until"]) == ("Legal", "2999-01-01T09:00:00Z")
    assert act(client, issue, "go-on").json()["waiting_on"] == ""


def test_an_issue_is_set_aside_until_a_day(client: APIClient, issue: Issue) -> None:
    assert act(client, issue, "archive", back_on="2999-01-01").json()["status"] == "archived"
    issue.refresh_from_db()
    assert str(issue.back_on) == "2999-01-01"


def test_a_priority_is_said_and_left_to_the_score_again(client: APIClient, issue: Issue) -> None:
    found = act(client, issue, "prioritise", priority="urgent").json()
    assert found["priority_by"] == "person"
    assert act(client, issue, "prioritise", priority=None).json()["priority_by"] != "person"


def test_two_issues_are_made_one(client: APIClient, project: Project, issue: Issue) -> None:
    other = make_issue(project, PRINTER)
    found = act(client, issue, "merge", other=other.short_id).json()
    assert [found["id"], *found["merged_from"]] in (
        [issue.short_id, other.short_id],
        [other.short_id, issue.short_id],
    )
    stale = make_issue(project, EXPENSES)
    refused = act(client, stale, "merge", other=found["id"], version=stale.version + 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("resolve", {}),
        ("resolve", {**MENDED, "resolution": ""}),
        ("resolve", {**MENDED, "resolution": " \t"}),
        ("resolve", {**MENDED, "resolution": "a\x00b"}),
        ("resolve", {**MENDED, "resolution": "x" * 301}),
        ("resolve", {**MENDED, "resolution": 7}),
        ("resolve", {"resolution": "Mended"}),
        ("resolve", {**MENDED, "fix": {"kind": "magic"}}),
        ("resolve", {**MENDED, "fix": {"kind": "source", "source": "no/where"}}),
        ("resolve", {**MENDED, "fix": {"kind": "release", "release": "9.9"}}),
        ("resolve", {**MENDED, "fix": {"kind": "release", "in_force_at": "2026-06-01T00:00:00Z"}}),
        ("resolve", {**MENDED, "fix": {"kind": "prompt", "source": "hr/leave"}}),
        ("resolve", {**MENDED, "fix": {"kind": "prompt", "prompt_version": "a\x00"}}),
        ("resolve", {**MENDED, "fix": {"kind": "source", "url": "javascript:alert(1)"}}),
        ("assign", {"owner": "nobody-here"}),
        ("assign", {"owner": "a\x00"}),
        ("assign", {"assignee": "stranger@omega.example"}),
        ("assign", {"assignee": "\x00"}),
        ("assign", {"assignee": ["ben@alpha.example"]}),
        ("archive", {"back_on": "1999-01-01"}),
        ("archive", {"back_on": "tomorrow"}),
        ("archive", {"back_on": "2999-01-01", "until_escalates": True}),
        ("prioritise", {}),
        ("prioritise", {"priority": "most"}),
        ("prioritise", {"priority": 9}),
        ("rename", {"title": "\n"}),
        ("rename", {"title": "t\x00"}),
        ("wait", {"on": ""}),
        ("wait", {"on": "Legal", "until": "2001-01-01T00:00:00Z"}),
        ("wait", {"on": "Legal", "until": "2999-01-01T00:00:00"}),
        ("merge", {"other": "AL-99"}),
        ("merge", {"other": "AL-1"}),
        ("reopen", {"version": "1"}),
        ("go-on", {"why": "no such field"}),
    ],
)
def test_what_can_not_be_done_changes_nothing(
    client: APIClient, issue: Issue, name: str, said: dict[str, object]
) -> None:
    before = Issue.objects.values().get()
    response = act(client, issue, name, **said)
    assert response.status_code in {404, 422}, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert Issue.objects.values().get() == before


def test_a_lone_surrogate_is_refused(client: APIClient, issue: Issue) -> None:
    path = f"/api/v1/issues/{issue.short_id}/rename"
    response = client.post(path, rb'{"title": "\ud800"}', content_type="application/json")
    assert (response.status_code, Issue.objects.get().title) == (422, issue.title)


def test_another_projects_issue_is_not_there(other_project: Project, issue: Issue) -> None:
    stranger = APIClient()
    secret = make_key(other_project, "secret").secret
    stranger.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert act(stranger, issue, "resolve", **MENDED).status_code == 404
    assert Issue.objects.get(pk=issue.pk).status == "unresolved"

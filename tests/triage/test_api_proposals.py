"""Proposals and verdicts as programs read and decide them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Project
from tests.builders import make_issue, make_key, make_member
from tests.triage.acting import EXPENSES, complaints
from tests.triage.proposing import apply, merging, propose, proposed, state, taking
from triage.models import Issue, IssueActivity, Proposal, Verdict

LIST = "/api/v1/proposals"


@pytest.fixture
def client(key_client: Callable[[str], APIClient]) -> APIClient:
    return key_client("secret")


@pytest.fixture
def merge(project: Project, leave: Issue, printer: Issue) -> Proposal:
    return proposed(project, merging(leave, printer))


def post(client: APIClient | Client, path: str, body: object = None) -> Any:
    document = json.dumps({} if body is None else body)
    return client.post(f"/api/v1/{path}", document, content_type="application/json")


def test_a_proposal_says_what_it_would_do_and_why(
    client: APIClient, merge: Proposal, leave: Issue, printer: Issue
) -> None:
    [found] = client.get(LIST).json()["results"]
    assert (found["id"], found["kind"], found["state"]) == (str(merge.pk), "merge", "open")
    assert (found["issue"], found["other"]) == (leave.short_id, printer.short_id)
    assert (found["complaints"], found["confidence"], found["feedback"]) == (5, 0.8, [])
    assert found["why"] == "They look the same"
    assert found["url"].endswith(f"/p/alpha/proposals/{merge.pk}/")


def test_a_split_names_what_would_be_taken_out(
    client: APIClient, project: Project, leave: Issue
) -> None:
    proposed(project, taking(leave, 2))
    [found] = client.get(LIST).json()["results"]
    assert set(found["feedback"]) < {str(pk) for pk in complaints(leave)}
    assert found["other"] is None


def test_proposals_are_read_page_by_page_and_by_state(
    client: APIClient, project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES)
    propose(project, merging(leave, printer), merging(leave, expenses), taking(printer))
    apply(Proposal.objects.get(kind="split"))
    first = client.get(f"{LIST}?limit=2").json()
    second = client.get(f"{LIST}?limit=2&cursor={first['next']}").json()
    ids = [row["id"] for row in first["results"] + second["results"]]
    assert ids == [str(row.pk) for row in Proposal.objects.order_by("-id")]
    assert second["next"] is None
    assert len(client.get(f"{LIST}?state=open").json()["results"]) == 2


@pytest.mark.parametrize(
    "query", ["state=maybe", "limit=0", "limit=201", "cursor=nonsense", "cursor=%00", "state=%00"]
)
def test_a_list_that_cant_be_meant_is_a_problem(client: APIClient, query: str) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 422
    assert response.json()["path"] == query.partition("=")[0]


def test_a_key_applies_a_proposal_and_the_history_says_so(
    client: APIClient, merge: Proposal
) -> None:
    response = post(client, f"proposals/{merge.pk}/apply")
    assert response.status_code == 200
    assert response.json()["state"] == "applied"
    activity = IssueActivity.objects.get(verb="merged")
    assert response.json()["activity"] == str(activity.pk)
    assert activity.actor.startswith("key:")


@pytest.mark.parametrize(("never", "verdicts"), [(False, 0), (True, 1)])
def test_a_rejection_says_whether_for_good(
    client: APIClient, merge: Proposal, never: bool, verdicts: int
) -> None:
    response = post(client, f"proposals/{merge.pk}/reject", {"never": never})
    assert response.json()["state"] == "rejected"
    assert Verdict.objects.count() == verdicts


@pytest.mark.parametrize("act", ["apply", "reject"])
def test_what_somebody_decided_first_is_a_conflict(
    client: APIClient, merge: Proposal, act: str
) -> None:
    apply(merge)
    response = post(client, f"proposals/{merge.pk}/{act}")
    assert response.status_code == 409
    assert response.json()["code"] == "already_decided"


@pytest.mark.parametrize(
    "body", [[], "never", {"never": "yes"}, {"never": 1}, {"never": None}, {"always": True}]
)
def test_a_rejection_that_is_none_is_refused(
    client: APIClient, merge: Proposal, body: object
) -> None:
    assert post(client, f"proposals/{merge.pk}/reject", body).status_code == 422
    assert state(merge) == "open"


@pytest.mark.parametrize("name", ["019b0000-0000-7000-8000-000000000000", "nonsense", "%00"])
@pytest.mark.parametrize("act", ["apply", "reject"])
def test_a_proposal_that_is_not_there_is_not_found(client: APIClient, name: str, act: str) -> None:
    response = post(client, f"proposals/{name}/{act}")
    assert (response.status_code, response.json()["code"]) == (404, "proposal_unknown")


def test_another_projects_proposal_and_issue_are_not_found(
    other_project: Project, merge: Proposal, leave: Issue, printer: Issue
) -> None:
    stranger = APIClient()
    secret = make_key(other_project, "secret").secret
    stranger.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    for path in (f"proposals/{merge.pk}/apply", f"issues/{leave.short_id}/keep-whole"):
        assert post(stranger, path).status_code == 404
    assert stranger.get(LIST).json()["results"] == []
    assert state(merge) == "open"


def test_an_issue_of_another_project_can_not_be_kept_apart_from(
    client: APIClient, other_project: Project, leave: Issue
) -> None:
    foreign = make_issue(other_project, EXPENSES)
    body = {"other": foreign.short_id}
    assert post(client, f"issues/{leave.short_id}/keep-apart", body).status_code == 404


def test_two_issues_are_kept_apart_once(client: APIClient, leave: Issue, printer: Issue) -> None:
    body = {"other": printer.short_id, "version": leave.version}
    response = post(client, f"issues/{leave.short_id}/keep-apart", body)
    assert (response.status_code, response.json()["id"]) == (200, leave.short_id)
    assert response.json()["version"] > leave.version
    again = post(client, f"issues/{printer.short_id}/keep-apart", {"other": leave.short_id})
    assert (again.status_code, again.json()["code"]) == (409, "already_said")


def test_an_issue_is_kept_whole_at_the_version_that_was_seen(
    client: APIClient, leave: Issue
) -> None:
    path = f"issues/{leave.short_id}/keep-whole"
    stale = post(client, path, {"version": leave.version + 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert post(client, path).status_code == 200
    assert Verdict.objects.get().says == "whole"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"other": ""},
        {"other": 7},
        {"other": "A" * 21},
        {"other": "AL-1"},
        {"other": "A\x00"},
        {"other": "AL-2", "version": "1"},
        {"other": "AL-2", "version": -1},
        {"other": "AL-2", "version": 10**12},
    ],
)
def test_a_verdict_that_is_none_is_refused(
    client: APIClient, leave: Issue, printer: Issue, body: object
) -> None:
    response = post(client, "issues/AL-1/keep-apart", body)
    assert response.status_code == 422, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert not Verdict.objects.exists()


def test_a_viewer_reads_proposals_and_may_not_decide(project: Project, merge: Proposal) -> None:
    viewer = Client()
    viewer.force_login(make_member(project, "viewer").user)
    assert viewer.get(f"{LIST}?project=alpha").status_code == 200
    assert post(viewer, f"proposals/{merge.pk}/apply?project=alpha").status_code == 403


def test_a_key_for_something_else_may_not_decide(project: Project, merge: Proposal) -> None:
    client = APIClient()
    secret = make_key(project, "secret", scopes=["read"]).secret
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert post(client, f"proposals/{merge.pk}/apply").status_code == 403

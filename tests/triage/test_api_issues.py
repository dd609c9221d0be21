"""The API's view of issues, placements, the backlog, and what became of a word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from feedback.models import Feedback, Project
from tests.builders import NOW, make_member, say, send_answer
from tests.triage.acting import MENDED
from triage.clustering.operations import place_waiting
from triage.embedding.letters import Letters
from triage.issues.operations import archive, assign, merge, reopen, resolve
from triage.models import Issue, Placement

TOPICS = (
    "How many days of annual leave do I have?",
    "Why does the VPN refuse my password?",
    "Who signs off travel expenses abroad?",
)


@pytest.fixture
def client(key_client: Callable[[str], APIClient]) -> APIClient:
    return key_client("secret")


def place_all(project: Project) -> None:
    place_waiting(project=project, embedder=Letters(), limit=100, now=NOW)


def complain(project: Project, question: str = TOPICS[0], **fields: Any) -> Feedback:
    answer = send_answer(project, question=question, text="Yes.")
    return say(project, answer, "down", **fields)


@pytest.fixture
def issues(project: Project) -> list[Issue]:
    """An issue for each topic, in their order."""
    for topic in TOPICS:
        complain(project, topic, team="Sales" if "VPN" in topic else "")
    place_all(project)
    return list(Issue.objects.of(project).order_by("number"))


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_issues_are_listed_newest_first(client: APIClient, issues: list[Issue]) -> None:
    assert ids(client.get("/api/v1/issues")) == ["AL-3", "AL-2", "AL-1"]


def test_an_issue_says_who_owns_it_and_why(client: APIClient, issues: list[Issue]) -> None:
    issue = client.get("/api/v1/issues/AL-1").json()

    assert issue["title"] == TOPICS[0]
    assert issue["owner"] == {"slug": "triage", "name": "Triage desk"}
    assert issue["owner_why"].startswith("no rule matched")
    assert (issue["status"], issue["complaints"], issue["people"]) == ("unresolved", 1, 1)
    assert issue["url"].endswith("/p/alpha/issues/AL-1/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=unresolved", ["AL-3", "AL-2", "AL-1"]),
        ("status=resolved", []),
        ("owner=triage", ["AL-3", "AL-2", "AL-1"]),
        ("assignee=none", ["AL-3", "AL-2", "AL-1"]),
        ("assignee=nobody@alpha.example", []),
        ("team=sales", ["AL-2"]),
        ("q=vpn", ["AL-2"]),
        ("q=vpn&team=legal", []),
        ("status=", ["AL-3", "AL-2", "AL-1"]),
    ],
)
def test_issues_are_filtered(
    client: APIClient, issues: list[Issue], query: str, found: list[str]
) -> None:
    assert ids(client.get(f"/api/v1/issues?{query}")) == found


def test_a_list_is_read_page_by_page(client: APIClient, issues: list[Issue]) -> None:
    first = client.get("/api/v1/issues?limit=2")
    second = client.get(f"/api/v1/issues?limit=2&cursor={first.json()['next']}")

    assert (ids(first), ids(second)) == (["AL-3", "AL-2"], ["AL-1"])
    assert second.json()["next"] is None


@pytest.mark.parametrize(
    "path",
    [
        "issues?status=nonsense",
        "issues?owner=nobody",
        "issues?limit=0",
        "issues?limit=201",
        "issues?limit=many",
        "issues?cursor=nonsense",
        "issues?cursor=%00",
        "issues?q=%00",
        "issues?owner=%00",
        "issues?team=%00",
        "issues?assignee=%00",
        "issues/AL-1/feedback?cursor=%F0%9F",
        "placements?since=yesterday",
        "placements?since=0001-01-01T00:00:00%2B14:00",
        "placements?since=9999-12-31T23:59:59-12:00",
        "placements?since=%00",
        "placements?cursor=..",
        "placements?limit=-1",
    ],
)
def test_what_cant_be_meant_is_a_problem(client: APIClient, issues: list[Issue], path: str) -> None:
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["path"]


def test_a_cursor_of_another_list_is_a_problem(client: APIClient, issues: list[Issue]) -> None:
    cursor = client.get("/api/v1/issues?limit=1").json()["next"]

    assert client.get(f"/api/v1/placements?cursor={cursor}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "issues/AL-99",
        "issues/OM-1",
        "issues/nonsense",
        "issues/AL-99999999999999999999",
        "issues/%00",
        "issues/AL-99/feedback",
        "feedback/019b0000-0000-7000-8000-000000000000",
        "feedback/nonsense",
        "feedback/%00",
    ],
)
def test_what_is_not_there_is_not_found(client: APIClient, issues: list[Issue], path: str) -> None:
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_merged_id_leads_to_the_issue_it_went_into(
    client: APIClient, project: Project, issues: list[Issue]
) -> None:
    merge(project=project, issues=issues[:2], actor="member:a@b.example", now=NOW)

    issue = client.get("/api/v1/issues/AL-2").json()

    assert (issue["id"], issue["merged_from"], issue["complaints"]) == ("AL-1", ["AL-2"], 2)
    assert ids(client.get("/api/v1/issues")) == ["AL-3", "AL-1"]
    assert ids(client.get("/api/v1/issues?status=merged")) == ["AL-2"]


def test_an_issues_complaints_say_why_they_are_there(client: APIClient, project: Project) -> None:
    complain(project, person="ann", comment="Wrong.", reasons=["wrong"], correction="30 days")
    complain(project, given_at=NOW - timedelta(days=1))
    place_all(project)

    newest, oldest = client.get("/api/v1/issues/al-1/feedback").json()["results"]

    assert (newest["rating"], newest["reasons"], newest["comment"]) == ("down", ["wrong"], "Wrong.")
    assert (newest["person"], newest["correction"]) == ("ann", "30 days")
    assert newest["why"].startswith("opened it")
    assert oldest["why"].startswith("alike by")
    assert oldest["similarity"] > 0.5


def test_a_word_without_a_correction_has_an_empty_one(client: APIClient, project: Project) -> None:
    word = complain(project)
    place_all(project)
    assert client.get(f"/api/v1/feedback/{word.id}").json()["correction"] == ""
    [complaint] = client.get("/api/v1/issues/AL-1/feedback").json()["results"]
    assert complaint["correction"] == ""


def test_a_word_is_shown_with_what_it_was_before(client: APIClient, project: Project) -> None:
    answer = send_answer(project, "a-1")
    say(project, answer, "up", person="ann")
    word = say(project, answer, "down", person="ann", comment="Wrong after all.")

    shown = client.get(f"/api/v1/feedback/{word.pk}").json()

    assert (shown["answer"], shown["rating"], shown["revision"]) == ("a-1", "down", 2)
    assert [(r["number"], r["rating"]) for r in shown["revisions"]] == [(1, "up"), (2, "down")]
    assert (shown["state"], shown["issue"]) == ("received", None)


def test_a_reporter_is_told_what_becomes_of_their_word(client: APIClient, project: Project) -> None:
    word = complain(project)
    member = make_member(project, "triager")
    states = [state(client, word)]
    place_all(project)
    states.append(state(client, word))
    act = {"version": None, "actor": "member:a@b.example", "now": NOW}

    issue = Issue.objects.get()
    assign(issue=issue, owner=issue.owner, assignee=member, **act)
    states.append(state(client, word))
    resolve(issue=issue, fix=MENDED, resolution="Mended.", **act)
    states.append(state(client, word))
    reopen(issue=issue, **act)
    archive(issue=issue, **act)
    states.append(state(client, word))

    assert states == ["received", "under review", "being fixed", "fixed", "declined"]


def test_placements_are_listed_in_the_order_of_their_times(
    client: APIClient, project: Project
) -> None:
    early, late = complain(project), complain(project, TOPICS[1])
    place_all(project)
    Placement.objects.filter(feedback=late).update(placed_at=NOW + timedelta(minutes=1))

    first = client.get("/api/v1/placements?limit=1").json()
    second = client.get(f"/api/v1/placements?limit=1&cursor={first['next']}").json()

    assert [row["feedback"] for page in (first, second) for row in page["results"]] == [
        str(early.pk),
        str(late.pk),
    ]
    assert second["next"] is None


def test_placements_since_a_time_leave_out_earlier_ones(
    client: APIClient, project: Project
) -> None:
    complain(project)
    place_all(project)

    later = client.get("/api/v1/placements", {"since": (NOW + timedelta(seconds=1)).isoformat()})
    then = client.get("/api/v1/placements", {"since": NOW.isoformat()})

    assert later.json()["results"] == []
    [placement] = then.json()["results"]
    assert (placement["issue"], placement["owner"], placement["by"]) == (
        "AL-1",
        "triage",
        "clustering",
    )


def test_the_backlog_counts_what_has_no_place_yet(client: APIClient, project: Project) -> None:
    assert client.get("/api/v1/backlog").json() == {
        "waiting": 0,
        "oldest_age_s": None,
        "trouble": "",
    }
    complain(project)

    backlog = client.get("/api/v1/backlog").json()

    assert backlog["waiting"] == 1
    assert backlog["oldest_age_s"] >= 0


@pytest.mark.parametrize(
    "path", ["issues", "issues/AL-1", "issues/AL-1/feedback", "placements", "backlog"]
)
def test_a_public_key_reads_nothing(
    key_client: Callable[[str], APIClient], issues: list[Issue], path: str
) -> None:
    assert key_client("public").get(f"/api/v1/{path}").status_code == 403


def test_another_projects_things_are_not_there(
    client: APIClient, project: Project, other_project: Project
) -> None:
    theirs = complain(other_project)
    place_all(other_project)

    assert ids(client.get("/api/v1/issues")) == []
    assert client.get(f"/api/v1/feedback/{theirs.pk}").status_code == 404
    assert client.get("/api/v1/placements").json()["results"] == []
    assert client.get("/api/v1/issues/OM-1").status_code == 404


def state(client: APIClient, word: Feedback) -> str:
    return str(client.get(f"/api/v1/feedback/{word.pk}").json()["state"])

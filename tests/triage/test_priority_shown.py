"""The priority where people and programs meet it: queue, issue, API, history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Member, Project
from tests.builders import NOW, make_issue, make_key
from tests.triage.acting import ANN, EXPENSES, LEAVE, PRINTER
from triage.issues import operations
from triage.issues.filters import QueueFilters
from triage.issues.queries import queue_page
from triage.models import Issue

SignIn = Callable[[str], Client]
BY: dict[str, Any] = {"version": None, "actor": ANN, "now": NOW}


@pytest.fixture
def api(project: Project) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(project, 'secret').secret}")
    return client


def test_the_queue_goes_by_level_and_within_it_by_score(project: Project, triager: Member) -> None:
    small, big, urgent = (
        make_issue(project, question, complaints=n)
        for question, n in ((LEAVE, 2), (PRINTER, 5), (EXPENSES, 1))
    )
    operations.set_priority(issue=urgent, priority=4, **BY)
    page = queue_page(project=project, filters=QueueFilters(), member=triager)
    assert page.issues == [urgent, big, small]
    assert page.issues[0].score < page.issues[1].score


def test_pages_by_priority_miss_nothing_and_repeat_nothing(
    project: Project, api: APIClient, leave: Issue, printer: Issue
) -> None:
    make_issue(project, EXPENSES, complaints=2)
    seen, cursor = [], ""
    while True:
        query = {"sort": "priority", "limit": 1, "cursor": cursor}
        page = api.get("/api/v1/issues", query).json()
        seen += [(issue["priority"], issue["score"], issue["id"]) for issue in page["results"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len({short_id for _, _, short_id in seen}) == len(seen) == 3
    assert [one[:2] for one in seen] == sorted((one[:2] for one in seen), reverse=True)


def test_the_api_tells_what_the_score_adds_up_from(api: APIClient, leave: Issue) -> None:
    told = api.get(f"/api/v1/issues/{leave.short_id}").json()
    assert told["priority_by"] == "score"
    assert told["priority_why"].startswith(f"from the score {told['score']:.0f}: ")
    assert "3 people" in told["priority_why"]
    adds = sum(part["adds"] for part in told["score_parts"])
    assert adds == pytest.approx(told["score"], abs=0.5)
    [reach] = [part for part in told["score_parts"] if part["part"] == "reach"]
    assert reach == {"part": "reach", "value": 0.1304, "weight": 3, "adds": 3.6, "says": "3 people"}


def test_the_issue_shows_its_parts_and_whose_word_the_priority_is(
    project: Project, member_client: SignIn, leave: Issue
) -> None:
    page = f"/p/alpha/issues/{leave.short_id}/"
    shown = member_client("viewer").get(page).text
    assert "What the score" in shown
    assert "3 of medium severity" in shown
    operations.set_priority(issue=leave, priority=4, **BY)
    assert "as a person said; the score is" in member_client("viewer").get(page).text


def test_a_triager_leaves_the_priority_to_the_score_and_takes_that_back(
    project: Project, member_client: SignIn, leave: Issue
) -> None:
    client, page = member_client("triager"), f"/p/alpha/issues/{leave.short_id}/"
    assert "Leave it to rule and score" not in client.get(page).text
    operations.set_priority(issue=leave, priority=4, **BY)
    assert "Leave it to rule and score" in client.get(page).text
    leave.refresh_from_db()
    form = {"priority": "auto", "version": str(leave.version), "place": "issue"}
    shown = client.post(f"{page}prioritise/", form, follow=True).text
    assert f"{leave.short_id} has medium priority, by the score" in shown
    assert "left the priority to the score" in shown
    done = leave.activity.get(verb="priority_left")
    client.post("/p/alpha/queue/undo/", {"activity": str(done.pk), "place": "issue"})
    leave.refresh_from_db()
    assert (leave.priority, leave.priority_by) == (4, "person")


def test_the_queues_file_has_the_score(member_client: SignIn, leave: Issue) -> None:
    response = member_client("viewer").get("/p/alpha/queue/?format=csv")
    lines = b"".join(response).decode().splitlines()  # type: ignore[arg-type]
    leave.refresh_from_db()
    assert ",score," in lines[0]
    assert f",medium,{leave.score}," in lines[1]

"""What was found, as people and programs see it; and that an incident is looked for at once."""

from collections.abc import Callable
from typing import Any

import pytest
from celery import current_app
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.finding import YESTERDAY, expired, found, look
from tests.triage.placing import settle
from triage.findings.tasks import look_for_incidents, search_project, sweep
from triage.models import Issue, Kind

SignIn = Callable[[str], Client]


@pytest.fixture
def issue(project: Project) -> Issue:
    """An expired source that two people complained of."""
    answer = send_answer(project, now=YESTERDAY, citations=[expired(owner="Human Resources")])
    for person in ("ann", "ben"):
        said = {"person": person, "comment": "It is 30 days", "team": "Sales"}
        say(project, answer, "down", now=NOW, **said)
    place_all(project, now=NOW)
    look(project, Kind.EXPIRED_SOURCE)
    return found(project, Kind.EXPIRED_SOURCE)


def page(client: Client, address: str) -> str:
    response = client.get(f"/p/alpha/{address}")
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def test_the_page_says_what_was_found_by_which_definition_and_when(
    member_client: SignIn, issue: Issue
) -> None:
    html = page(member_client("viewer"), f"issues/{issue.short_id}/")
    for part in (
        "The approval of “Leave policy” ended on 31 March 2026",
        "1 of 1 that cite any source",
        "out of all answers of those weeks",
        "From 2026-05-18 to 2026-06-15",
    ):
        assert part in html


def test_the_page_shows_the_complaints_and_leads_to_where_they_stand(
    member_client: SignIn, issue: Issue
) -> None:
    html = page(member_client("triager"), f"issues/{issue.short_id}/")
    home = Issue.objects.get(kind=Kind.LIKENESS)
    assert "It is 30 days" in html
    assert f'It stands in <a href="/p/alpha/issues/{home.short_id}/">' in html
    assert "Tick this complaint" not in html
    assert 'popovertarget="merge"' not in html


def test_the_queue_lists_findings_among_the_others_with_their_kind(
    member_client: SignIn, issue: Issue, project: Project
) -> None:
    make_issue(project, "Where is the printer on the second floor?")
    html = page(member_client("viewer"), "queue/?sort=complaints")
    assert "Expired source</span>" in html
    assert html.index(f'id="row-{issue.short_id}"') < html.rindex('id="row-')


@pytest.mark.parametrize("query", ["kind=expired_source", "team=sales&kind=expired_source"])
def test_the_queue_can_be_narrowed_to_a_kind(
    member_client: SignIn, issue: Issue, query: str
) -> None:
    html = page(member_client("viewer"), f"queue/?{query}")
    assert html.count('id="row-') == 1
    assert f'id="row-{issue.short_id}"' in html


def test_a_kind_that_there_is_not_is_refused(member_client: SignIn, project: Project) -> None:
    assert member_client("viewer").get("/p/alpha/queue/?kind=strange").status_code == 422


def test_the_history_tells_why_a_finding_came_back(
    member_client: SignIn, issue: Issue, project: Project
) -> None:
    settle(issue)
    send_answer(project, now=NOW.replace(hour=15), citations=[expired()])
    look(project, Kind.EXPIRED_SOURCE, now=NOW.replace(hour=16))
    html = page(member_client("viewer"), f"issues/{issue.short_id}/")
    assert "brought it back: it was found again after it was resolved" in html


def test_programs_get_the_kind_the_evidence_and_its_complaints(
    key_client: Callable[[str], APIClient], issue: Issue
) -> None:
    client = key_client("secret")
    listed: dict[str, Any] = client.get("/api/v1/issues?kind=expired_source").json()
    [shown] = listed["results"]
    [finding] = shown["findings"]
    assert (shown["id"], shown["kind"], shown["complaints"]) == (
        issue.short_id,
        "expired_source",
        2,
    )
    assert ["Owner of the source", "Human Resources"] in finding["figures"]
    said = client.get(f"/api/v1/issues/{issue.short_id}/feedback").json()["results"]
    assert {word["person"] for word in said} == {"ann", "ben"}


def _queued(queue: str) -> int:
    with current_app.connection_for_read() as connection:
        return int(connection.default_channel.client.llen(queue))


@pytest.mark.parametrize(("confidence", "asked"), [(0.95, 1), (0.5, 0)])
def test_an_incident_is_looked_for_as_soon_as_the_complaint_is_placed(
    project: Project,
    django_capture_on_commit_callbacks: Any,
    confidence: float,
    asked: int,
) -> None:
    answer = send_answer(project, confidence=confidence)
    say(project, answer, "down", correction="You have 30 days of leave.")
    before = _queued("errata")
    with django_capture_on_commit_callbacks(execute=True):
        place_all(project)
    assert _queued("errata") == before + asked


def test_the_tasks_find_what_there_is_by_the_clock(project: Project) -> None:
    now = timezone.now()
    answer = send_answer(project, confidence=0.95, citations=[expired()], now=now)
    say(project, answer, "down", correction="You have 30 days of leave.", now=now)
    place_all(project, now=now)

    look_for_incidents(str(project.pk))
    assert found(project, Kind.CONFIDENT_WRONG)
    search_project(str(project.pk))
    assert found(project, Kind.EXPIRED_SOURCE)


def test_the_tasks_pass_over_a_project_that_is_gone(db: None) -> None:
    look_for_incidents("01900000-0000-7000-8000-000000000000")
    search_project("01900000-0000-7000-8000-000000000000")


def test_the_sweep_asks_for_a_search_of_a_project_that_never_had_one(project: Project) -> None:
    before = _queued("rounds")
    sweep()
    assert _queued("rounds") == before + 1

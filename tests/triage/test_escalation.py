"""An issue that rises beyond its own history escalates, and falls back; no issue is opened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import Project
from tests.builders import NOW, place_all, say
from tests.triage.acting import ANN, LEAVE, resolve
from tests.triage.finding import look
from triage.issues import operations
from triage.models import Finding, Issue, Kind

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def hear(project: Project, weeks_ago: int, people: int, *, answers: int = 20) -> None:
    """In an hour of that week, so many people complain of so many answers to one question."""
    at = NOW - WEEK * weeks_ago - 2 * HOUR
    names = [f"week-{weeks_ago}-{number}" for number in range(answers)]
    messages = [AnswerMessage(id=name, question=LEAVE, text="28.", asked_at=at) for name in names]
    record_answers(project=project, messages=messages, actor="system:test", now=at)
    for number, name in enumerate(names[:people]):
        say(project, name, "down", person=f"person-{number}", now=at)


@pytest.fixture
def history(project: Project) -> Project:
    """Nine quiet weeks, in each of which one person complained."""
    for weeks_ago in range(1, 10):
        hear(project, weeks_ago, people=1)
    return project


def issue_of(project: Project, now: object = NOW) -> Issue:
    place_all(project, now=NOW)
    look(project, Kind.ESCALATION, now=now)
    return Issue.objects.select_related("project").get(project=project)


def test_an_issue_that_rises_beyond_its_history_escalates_and_says_why(
    history: Project, member_client: Callable[[str], Client]
) -> None:
    hear(history, 0, people=12)
    issue = issue_of(history)
    assert issue.substatus == "escalating"

    client = member_client("viewer")
    html = client.get(f"/p/alpha/issues/{issue.short_id}/").content.decode()
    assert "In the last 7 days 12 people complained: " in html
    assert "8 of 160 answers" in html
    assert "found that it escalates" in html
    assert issue.short_id in client.get("/p/alpha/queue/?status=escalating").content.decode()


def test_it_escalates_once_and_falls_back_when_the_rate_does(history: Project) -> None:
    hear(history, 0, people=12)
    issue = issue_of(history)
    look(history, Kind.ESCALATION, now=NOW + HOUR)
    assert issue.activity.filter(verb="escalated").count() == 1

    issue = issue_of(history, now=NOW + WEEK * 2)
    assert issue.substatus == "ongoing"
    assert issue.activity.filter(verb="calmed").count() == 1


def test_more_use_is_no_escalation(history: Project) -> None:
    hear(history, 0, people=12, answers=240)
    assert issue_of(history).substatus == "ongoing"


def test_what_has_always_come_in_waves_does_not_escalate_by_one_more(project: Project) -> None:
    for weeks_ago, people in enumerate((12, 1, 14, 0, 1, 13, 1, 0, 15, 1)):
        hear(project, weeks_ago, people=people)
    assert issue_of(project).substatus == "ongoing"


def test_a_few_people_are_no_escalation(history: Project) -> None:
    hear(history, 0, people=4)
    assert issue_of(history).substatus == "ongoing"


def test_without_a_history_nothing_escalates(project: Project) -> None:
    for weeks_ago in (1, 2, 3):
        hear(project, weeks_ago, people=1)
    hear(project, 0, people=12)
    assert issue_of(project).substatus == "ongoing"
    assert not Finding.objects.exists()


def test_what_is_resolved_escalates_no_more(history: Project) -> None:
    hear(history, 0, people=12)
    issue = issue_of(history)
    resolve(issue)
    look(history, Kind.ESCALATION, now=NOW + HOUR)
    issue.refresh_from_db()
    assert issue.status == "resolved"
    assert Finding.objects.get().lapsed_at == NOW + HOUR


def test_what_nobody_mends_comes_back_when_it_escalates(history: Project) -> None:
    issue = issue_of(history)
    decline = operations.NewFix("wont_fix")
    operations.resolve(
        issue=issue, fix=decline, resolution="So it is", version=None, actor=ANN, now=NOW
    )
    hear(history, 0, people=12)
    issue = issue_of(history)
    assert (issue.status, issue.substatus, issue.resolution) == ("unresolved", "escalating", "")
    assert not issue.fixes.standing()

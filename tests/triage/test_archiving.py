"""Archived for a while: until a day, until it escalates, or for good; and what comes back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, refusal, undo
from tests.triage.finding import look
from tests.triage.test_escalation import HOUR, hear
from triage.issues.operations import archive, bring_back_due, merge, reopen
from triage.models import Issue, IssueActivity, Kind

DAY = timedelta(days=1)


def put_away(issue: Issue, **how: Any) -> IssueActivity:
    return archive(issue=issue, version=None, actor=ANN, now=NOW, **how)


def test_it_comes_back_on_its_day_and_not_before(leave: Issue, printer: Issue) -> None:
    put_away(leave, back_on=(NOW + 3 * DAY).date())
    put_away(printer)
    assert bring_back_due(now=NOW + 2 * DAY) == 0
    assert bring_back_due(now=NOW + 3 * DAY) == 1
    leave.refresh_from_db()
    printer.refresh_from_db()
    assert (leave.status, leave.substatus) == ("unresolved", "ongoing")
    assert printer.status == "archived"
    assert bring_back_due(now=NOW + 3 * DAY) == 0


def test_until_it_escalates_ends_when_its_complaints_have_doubled(
    project: Project, leave: Issue
) -> None:
    put_away(leave, until_escalates=True)
    for number in range(3):
        assert bring_back_due(now=NOW) == 0
        say(project, send_answer(project, question=LEAVE), person=f"later-{number}")
        place_all(project)
    assert bring_back_due(now=NOW) == 1
    leave.refresh_from_db()
    assert (leave.status, leave.back_at) == ("unresolved", None)


def escalating_history(project: Project) -> Issue:
    for weeks_ago in range(1, 10):
        hear(project, weeks_ago, people=1)
    place_all(project)
    return Issue.objects.get(project=project)


def test_an_escalation_brings_back_what_was_archived_until_then(project: Project) -> None:
    issue = escalating_history(project)
    put_away(issue, until_escalates=True)
    hear(project, 0, people=8)
    place_all(project)
    look(project, Kind.ESCALATION)
    issue.refresh_from_db()
    assert (issue.status, issue.substatus) == ("unresolved", "escalating")


def test_what_escalated_already_when_it_was_archived_stays_there(project: Project) -> None:
    issue = escalating_history(project)
    hear(project, 0, people=8)
    place_all(project)
    look(project, Kind.ESCALATION)
    put_away(issue, until_escalates=True)
    look(project, Kind.ESCALATION, now=NOW + HOUR)
    issue.refresh_from_db()
    assert issue.status == "archived"


def test_archived_for_good_stays_through_an_escalation(project: Project) -> None:
    issue = escalating_history(project)
    put_away(issue)
    hear(project, 0, people=8)
    place_all(project)
    look(project, Kind.ESCALATION)
    bring_back_due(now=NOW)
    issue.refresh_from_db()
    assert issue.status == "archived"


def test_undo_and_reopening_end_the_waiting(leave: Issue, printer: Issue) -> None:
    undo(put_away(leave, until_escalates=True))
    put_away(printer, back_on=(NOW + DAY).date())
    reopen(issue=printer, version=None, actor=ANN, now=NOW)
    for issue in (leave, printer):
        issue.refresh_from_db()
        assert (issue.status, issue.returns) == ("unresolved", False)


def test_a_merge_ends_the_waiting_and_undo_brings_it_back(leave: Issue, printer: Issue) -> None:
    put_away(printer, back_on=(NOW + DAY).date())
    merged = merge(project=leave.project, issues=[leave, printer], actor=ANN, now=NOW)
    assert bring_back_due(now=NOW + DAY) == 0
    undo(merged)
    assert bring_back_due(now=NOW + DAY) == 1


@pytest.mark.parametrize(
    "how", [{"back_on": NOW.date()}, {"back_on": date(2027, 1, 1), "until_escalates": True}]
)
def test_an_end_that_can_not_be_is_refused(leave: Issue, how: dict[str, Any]) -> None:
    assert refusal(lambda: put_away(leave, **how)).code == "issue_act_refused"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"until": "escalates"}, "until it escalates"),
        ({"until": "day", "back_on": "2099-12-31"}, "until 2099-12-31"),
        ({"until": "7"}, "until 20"),
    ],
)
def test_the_page_offers_ends_and_says_which(
    member_client: Callable[[str], Client], leave: Issue, form: dict[str, str], said: str
) -> None:
    response = member_client("triager").post(
        f"/p/alpha/issues/{leave.short_id}/archive/",
        {"version": leave.version, "place": "queue", "back": "", **form},
        headers={"HX-Request": "true", "HX-Target": "work"},
    )
    assert f"Archived {leave.short_id} {said}" in response.content.decode()


@pytest.mark.parametrize("form", [{"until": "soon"}, {"until": "day", "back_on": "31.12."}])
def test_an_end_that_is_no_day_is_refused(
    member_client: Callable[[str], Client], leave: Issue, form: dict[str, str]
) -> None:
    response = member_client("triager").post(
        f"/p/alpha/issues/{leave.short_id}/archive/",
        {"version": leave.version, "place": "queue", "back": "", **form},
    )
    assert response.status_code == 422


def test_a_reader_is_not_told_that_it_was_declined_while_it_only_rests(
    project: Project, member_client: Callable[[str], Client], key_client: Callable[[str], Any]
) -> None:
    issue = make_issue(project, LEAVE, person="ann")
    put_away(issue, until_escalates=True)
    word = issue.placements.get().feedback
    response = key_client("secret").get(
        "/api/v1/mine", {"answer": word.answer.external_id, "person": "ann"}
    )
    assert "under review" in response.content.decode()

"""The page on which a project shapes its reasons."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.directory.reason_operations import MOST, add_reason, retire_reason
from feedback.directory.reason_queries import reasons_given
from feedback.models import AuditEvent, Project, Reason
from tests.builders import NOW, make_issue, make_project, say

SignIn = Callable[[str], Client]
PAGE = "/p/alpha/reasons/"
FIELDS = ("label", "cause", "severity")


@pytest.fixture
def manager(member_client: SignIn) -> Client:
    return member_client("manager")


def reason_of(project: Project, code: str) -> Reason:
    return Reason.objects.get(project=project, code=code)


def act(client: Client, name: str, reason: Reason, **more: str) -> Any:
    return client.post(f"{PAGE}{name}", {"reason": str(reason.id), **more}, follow=True)


def test_a_manager_adds_a_reason(project: Project, manager: Client) -> None:
    shown = manager.post(
        f"{PAGE}add",
        {"label": "Wrong country", "cause": "knowledge", "severity": "1"},
        follow=True,
    )
    assert "“Wrong country” is offered from now on." in shown.text
    added = reason_of(project, "wrong_country")
    assert (added.cause, added.severity) == ("knowledge", Reason.Severity.LOW)
    assert AuditEvent.objects.filter(
        verb="reason.added", actor="member:manager@alpha.example"
    ).exists()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (("", "model", "2"), 422, "This field is required"),
        (("x" * 101, "model", "2"), 422, "at most 100"),
        (("Fine", "weather", "2"), 422, "not one of the available choices"),
        (("Fine", "model", "9"), 422, "not one of the available choices"),
        (("Fine", "model", ""), 422, "This field is required"),
        (("a\0b", "model", "2"), 422, "Null characters"),
        (("…", "model", "2"), 422, "A label is words"),
        (("It is wrong", "model", "2"), 409, "is in the list already"),
    ],
)
def test_what_can_not_be_added_is_told_beside_what_was_typed(
    project: Project, manager: Client, typed: tuple[str, str], status: int, said: str
) -> None:
    shown = manager.post(f"{PAGE}add", dict(zip(FIELDS, typed, strict=True)))
    assert shown.status_code == status
    assert said in shown.text
    assert project.reasons.count() == 12


def test_a_manager_changes_a_reason(project: Project, manager: Client) -> None:
    assert "Change “It is wrong”" in manager.get(f"{PAGE}?change=wrong").text
    act(
        manager,
        "change",
        reason_of(project, "wrong"),
        label="Not so",
        cause="knowledge",
        severity="2",
    )
    shown = manager.get(PAGE).text
    assert "Not so" in shown
    assert reason_of(project, "wrong").severity == Reason.Severity.MEDIUM
    assert "own words" in shown


def test_a_change_that_is_refused_can_be_typed_again(project: Project, manager: Client) -> None:
    reason = reason_of(project, "wrong")
    shown = act(manager, "change", reason, label="It is unclear", cause="model", severity="3")
    assert shown.status_code == 409
    assert "Change “It is wrong”" in shown.text
    assert 'value="It is unclear"' in shown.text


def test_a_moved_reason_keeps_the_focus(project: Project, manager: Client) -> None:
    shown = act(manager, "move", reason_of(project, "unclear"), way="up").text
    assert 'aria-label="Move up: It is unclear" autofocus' in shown
    shown = act(manager, "move", reason_of(project, "out_of_date"), way="up").text
    assert 'aria-label="Move down: It is out of date" autofocus' in shown


@pytest.mark.parametrize("way", ["", "sideways", "up"])
def test_a_move_that_can_not_be_is_told(project: Project, manager: Client, way: str) -> None:
    shown = act(manager, "move", reason_of(project, "wrong"), way=way)
    assert 'class="note error"' in shown.text


def test_a_retired_reason_is_brought_back(project: Project, manager: Client) -> None:
    reason = reason_of(project, "too_long")
    assert "1 retired" in act(manager, "retire", reason).text
    assert "offered again" in act(manager, "bring-back", reason).text
    assert reason_of(project, "too_long").retired_at is None


def test_the_reason_with_a_button_of_its_own_says_so(project: Project, manager: Client) -> None:
    shown = act(manager, "retire", reason_of(project, "couldnt_verify")).text
    assert "has a button of its own" in shown
    assert "Retire: I couldn&#x27;t verify it" not in shown


def test_a_list_that_is_full_says_so(project: Project, manager: Client) -> None:
    for number in range(MOST - 12):
        add_reason(
            project=project, label=f"Reason {number}", cause="model", actor="system:test", now=NOW
        )
    assert f"{MOST} reasons are the most" in manager.get(PAGE).text


def test_who_may_only_look_finds_no_form(project: Project, member_client: SignIn) -> None:
    shown = member_client("viewer").get(f"{PAGE}?change=wrong").text
    assert "Managers and admins can change the reasons." in shown
    assert PAGE not in shown.replace(f'href="{PAGE}"', "")


@pytest.mark.parametrize("name", ["change", "move", "retire", "bring-back"])
def test_a_foreign_reason_is_not_found(project: Project, manager: Client, name: str) -> None:
    foreign = reason_of(make_project("omega"), "wrong")
    assert act(manager, name, foreign, way="up").status_code == 404
    assert manager.post(f"{PAGE}{name}", {"reason": "\0nonsense"}).status_code == 404


# --- how often they were given --------------------------------------------------------------


def test_a_reason_is_counted_in_the_votes_that_stand(project: Project) -> None:
    say(project, "a", reasons=["wrong", "unclear"])
    say(project, "b", reasons=["wrong"], person="ann")
    say(project, "c", "up")
    say(project, "d", reasons=["wrong"], person="ann")
    say(project, "d", None, withdrawn=True, person="ann")
    say(project, "e", reasons=["wrong"], person="bob")
    project.feedback.filter(answer__external_id="e").update(suspect=True)
    say(project, "f", reasons=["wrong"], now=NOW - timedelta(days=28))
    say(make_project("omega"), "a", reasons=["wrong"])
    given = reasons_given(project=project, days=28, now=NOW)
    assert (given.times, given.votes) == ({"wrong": 2, "unclear": 1}, 3)


def test_the_page_names_the_denominator(project: Project, manager: Client) -> None:
    assert "No votes in the last 28 days" in manager.get(PAGE).text
    say(project, "a", reasons=["wrong"], now=timezone.now())
    assert "votes of the last 28 days that give the reason, of 1 that stand" in (
        manager.get(PAGE).text
    )


def test_the_list_comes_as_a_file(project: Project, manager: Client) -> None:
    say(project, "a", reasons=["too_long"], now=timezone.now())
    retire_reason(reason=reason_of(project, "too_long"), actor="system:test", now=NOW)
    rows = list(csv.DictReader(manager.get(f"{PAGE}?format=csv").text.splitlines()))
    first, last = rows[0], rows[-1]
    assert [*first] == [
        "code",
        "label",
        "cause",
        "severity",
        "retired on",
        "given",
        "votes",
        "days",
    ]
    assert [*first.values()] == ["wrong", "It is wrong", "model", "high", "", "0", "1", "28"]
    assert (last["code"], last["given"], last["retired on"]) == ("too_long", "1", "2026-06-15")


# --- in the queue ---------------------------------------------------------------------------


def test_the_queue_still_knows_a_retired_reason(project: Project, manager: Client) -> None:
    issue = make_issue(project, "How long is the notice period?", reasons=["too_long"])
    retire_reason(reason=reason_of(project, "too_long"), actor="system:test", now=NOW)
    shown = manager.get("/p/alpha/queue/?reason=too_long").text
    assert issue.short_id in shown
    assert "It is too long (retired)" in shown
    assert "It is too long" in manager.get(f"/p/alpha/issues/{issue.short_id}/").text

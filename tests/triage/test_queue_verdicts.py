"""Saying from the queue how an issue is to stay, and taking that back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import NOW
from tests.triage.acting import ANN, merge, split
from tests.triage.finding import corrected, found, look
from tests.triage.proposing import merging, proposed
from triage.issues import operations
from triage.models import Issue, Kind, Verdict

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "work"}


def act(client: Client, issue: Issue, name: str, **form: object) -> Any:
    issue.refresh_from_db()
    fields = {"version": issue.version, "place": "queue", "back": "", **form}
    path = f"/p/alpha/issues/{issue.short_id}/{name}/"
    return client.post(path, fields, headers=HTMX)


def detail(client: Client, issue: Issue) -> str:
    response = client.get(f"/p/alpha/issues/{issue.short_id}/")
    assert response.status_code == 200
    return response.content.decode()


def test_two_are_kept_apart_from_the_queue(
    member_client: SignIn, leave: Issue, printer: Issue
) -> None:
    response = act(member_client("triager"), leave, "keep-apart", to=printer.short_id)
    assert f"{leave.short_id} and {printer.short_id} will never be merged" in (
        response.content.decode()
    )
    response = act(member_client("manager"), leave, "merge", to=printer.short_id)
    assert response.status_code == 409
    assert b"are kept apart: triager@alpha.example said so" in response.content


def test_an_issue_is_kept_whole_from_the_queue(member_client: SignIn, leave: Issue) -> None:
    client = member_client("triager")
    assert "Never split it" in detail(client, leave)
    act(client, leave, "keep-whole")
    assert "It is never split" in detail(client, leave)
    assert act(client, leave, "keep-whole").status_code == 409


def test_both_issues_say_that_they_are_kept_apart_and_take_it_back(
    member_client: SignIn, leave: Issue, printer: Issue
) -> None:
    client = member_client("triager")
    act(client, leave, "keep-apart", to=printer.short_id)
    for issue in (leave, printer):
        assert "Never merged with" in detail(client, issue)
        assert "said never to merge it with" in detail(client, issue)
    activity = Verdict.objects.get().activity
    assert activity
    client.post("/p/alpha/queue/undo/", {"activity": activity.pk}, headers=HTMX)
    for issue in (leave, printer):
        assert "Never merged with" not in detail(client, issue)


def test_what_is_kept_apart_holds_for_the_issue_that_one_was_merged_into(
    member_client: SignIn, project: Project, leave: Issue, printer: Issue
) -> None:
    new = Issue.objects.get(pk=split(printer).data["issue"])
    operations.keep_apart(issue=leave, other=new, version=None, actor=ANN, now=NOW)
    kept = operations.survivor([printer, new])
    merge(printer, new)
    kept = Issue.objects.get(pk=kept.pk)
    assert f"{kept.short_id}</a> {kept.title}" in detail(member_client("viewer"), leave)


def test_a_viewer_sees_what_holds_and_can_not_change_it(
    member_client: SignIn, leave: Issue
) -> None:
    operations.keep_whole(issue=leave, version=None, actor=ANN, now=NOW)
    client = member_client("viewer")
    assert "It is never split" in detail(client, leave)
    assert "Take back" not in detail(client, leave)
    assert act(client, leave, "keep-whole").status_code == 403


def test_an_issue_says_which_proposals_wait_for_it(
    member_client: SignIn, project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    words = f"Proposed: merge {printer.short_id} into {leave.short_id}"
    for issue in (leave, printer):
        shown = detail(member_client("viewer") if issue == leave else member_client("admin"), issue)
        assert words in shown
        assert f"/p/alpha/proposals/{proposal.pk}/" in shown


def test_what_was_found_and_groups_nothing_can_not_be_kept_together_or_apart(
    member_client: SignIn, project: Project, leave: Issue
) -> None:
    for person in ("ann", "ben", "cem"):
        corrected(project, person)
    look(project, Kind.CONFIDENT_WRONG)
    finding = found(project, Kind.CONFIDENT_WRONG)
    client = member_client("triager")
    assert "Never split it" not in detail(client, finding)
    assert act(client, finding, "keep-whole").status_code == 422
    assert act(client, leave, "keep-apart", to=finding.short_id).status_code == 422


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("keep-apart", {"to": "AL-99"}),
        ("keep-apart", {"to": "\x00"}),
        ("keep-apart", {"to": ""}),
        ("keep-apart", {"to": "AL-1"}),
        ("keep-apart", {"to": "AL-2", "version": "many"}),
        ("keep-whole", {"version": "99"}),
    ],
)
def test_a_bad_verdict_is_refused(
    member_client: SignIn, leave: Issue, printer: Issue, name: str, form: dict[str, str]
) -> None:
    assert 400 <= act(member_client("triager"), leave, name, **form).status_code < 500
    assert not Verdict.objects.exists()

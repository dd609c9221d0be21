"""Merging, splitting and moving: every complaint stays in one issue, and all can be undone."""

from datetime import timedelta

import pytest

from feedback.errors import RefusedError
from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import (
    ANN,
    EXPENSES,
    LEAVE,
    PRINTER,
    complaints,
    hold_together,
    merge,
    move,
    refusal,
    split,
    undo,
)
from triage.issues import operations
from triage.issues.queries import standing_issue
from triage.models import Issue


def test_a_merge_keeps_the_bigger_one_and_every_complaint(
    project: Project, leave: Issue, printer: Issue
) -> None:
    everything = complaints(leave) | complaints(printer)
    merge(printer, leave)
    leave.refresh_from_db()
    assert complaints(leave) == everything
    assert leave.complaints == 5
    assert hold_together(project)


def test_a_merged_short_id_leads_on_for_ever(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES, complaints=9)
    merge(printer, leave)
    merge(leave, expenses)
    printer.refresh_from_db()
    assert standing_issue(printer) == expenses


def test_undoing_a_merge_gives_back_the_former_complaints(
    project: Project, leave: Issue, printer: Issue
) -> None:
    former = complaints(printer)
    activity = merge(printer, leave)
    late = say(project, send_answer(project, question=LEAVE))
    place_all(project)
    undo(activity)
    printer.refresh_from_db()
    assert (printer.status, complaints(printer)) == ("unresolved", former)
    assert late.pk in complaints(leave)
    assert hold_together(project)


def test_undoing_a_merge_is_refused_once_its_complaints_moved_on(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES)
    former = complaints(printer)
    activity = merge(printer, leave)
    operations.move(
        issue=leave,
        feedback_ids=list(former)[:1],  # type: ignore[arg-type]
        to=expenses,
        version=None,
        actor=ANN,
        now=NOW,
    )
    assert refusal(undo, activity).code == "undo_overtaken"
    assert hold_together(project)


def test_merges_are_undone_in_turn(project: Project, leave: Issue, printer: Issue) -> None:
    expenses = make_issue(project, EXPENSES, complaints=9)
    was = [complaints(issue) for issue in (leave, printer, expenses)]
    first = merge(printer, leave)
    second = merge(leave, expenses)
    assert "was merged into" in refusal(undo, first).detail
    undo(second)
    undo(first)
    assert [complaints(issue) for issue in (leave, printer, expenses)] == was
    assert hold_together(project)


def test_one_issue_can_not_be_merged(leave: Issue) -> None:
    assert refusal(merge, leave, leave).code == "merge_needs_two"


def test_a_split_opens_an_issue_with_the_same_owner(project: Project, leave: Issue) -> None:
    activity = split(leave)
    new = Issue.objects.get(pk=activity.data["issue"])
    leave.refresh_from_db()
    assert (new.complaints, leave.complaints) == (1, 2)
    assert new.owner == leave.owner
    assert hold_together(project)


def test_undoing_a_split_leaves_an_id_that_leads_back(project: Project, leave: Issue) -> None:
    activity = split(leave)
    undo(activity)
    new = Issue.objects.get(pk=activity.data["issue"])
    leave.refresh_from_db()
    assert (standing_issue(new), leave.complaints) == (leave, 3)
    assert hold_together(project)


def test_undoing_a_split_is_refused_once_the_new_issue_has_more(
    leave: Issue, printer: Issue
) -> None:
    activity = split(leave)
    move(printer, Issue.objects.get(pk=activity.data["issue"]))
    assert refusal(undo, activity).code == "undo_overtaken"


def test_a_split_of_everything_is_refused(leave: Issue) -> None:
    assert refusal(split, leave, 3).code == "nothing_left"


def test_a_complaint_of_another_issue_can_not_be_split_off(leave: Issue, printer: Issue) -> None:
    with pytest.raises(RefusedError, match="not in"):
        operations.split(
            issue=leave,
            feedback_ids=complaints(printer),  # type: ignore[arg-type]
            version=None,
            actor=ANN,
            now=NOW,
        )


def test_a_move_and_its_undo_keep_everything_in_place(
    project: Project, leave: Issue, printer: Issue
) -> None:
    was = [complaints(leave), complaints(printer)]
    activity = move(leave, printer)
    printer.refresh_from_db()
    assert printer.complaints == 3
    assert hold_together(project)
    undo(activity)
    assert [complaints(leave), complaints(printer)] == was
    assert hold_together(project)


def test_a_withdrawn_complaint_does_not_hold_up_an_undo(
    project: Project, leave: Issue, printer: Issue
) -> None:
    word = say(project, send_answer(project, "late", question=PRINTER), person="bob")
    place_all(project)
    activity = merge(printer, leave)
    say(project, "late", rating=None, withdrawn=True, person="bob", now=NOW + timedelta(hours=1))
    place_all(project)
    undo(activity)
    assert word.pk not in complaints(printer)
    assert hold_together(project)

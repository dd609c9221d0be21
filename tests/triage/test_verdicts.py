"""What people's acts say of the grouping, how it is kept, and what respects it."""

from datetime import timedelta

import pytest

from feedback.models import Project
from tests.builders import NOW, make_issue
from tests.triage.acting import (
    ANN,
    EXPENSES,
    complaints,
    hold_together,
    merge,
    move,
    refusal,
    split,
    undo,
)
from triage.clustering.learning import Learnt
from triage.clustering.nearest import LIFT
from triage.clustering.standing import constraints_of, evidence_of, learnt_of
from triage.issues import operations
from triage.issues.queries import standing_issue
from triage.models import Issue, IssueActivity, Placement, Verdict

SYSTEM = "system:consolidation"


def apart(issue: Issue, other: Issue) -> IssueActivity:
    return operations.keep_apart(issue=issue, other=other, version=None, actor=ANN, now=NOW)


def whole(issue: Issue) -> IssueActivity:
    return operations.keep_whole(issue=issue, version=None, actor=ANN, now=NOW)


def merge_as(actor: str, *issues: Issue) -> IssueActivity:
    return operations.merge(project=issues[0].project, issues=issues, actor=actor, now=NOW)


def split_as(actor: str, issue: Issue) -> IssueActivity:
    one = sorted(complaints(issue), key=str)[:1]
    return operations.split(
        issue=issue,
        feedback_ids=one,  # type: ignore[arg-type]
        version=None,
        actor=actor,
        now=NOW,
    )


def only() -> Verdict:
    return Verdict.objects.get()


def test_a_merge_says_that_two_are_one(leave: Issue, printer: Issue) -> None:
    merge(leave, printer)
    said = only()
    assert (said.says, said.issue, said.other, said.actor) == ("merged", leave, printer, ANN)
    assert [together for _, together in said.evidence] == [True, True]
    assert all(0 <= lift < 0.4 for lift, _ in said.evidence)


def test_a_move_says_where_a_complaint_belongs(leave: Issue, printer: Issue) -> None:
    activity = move(leave, printer)
    said = only()
    assert (said.says, said.issue, said.other) == ("moved", leave, printer)
    assert [str(pk) for pk in said.feedback] == activity.data["feedback"]
    [(left, apart_), (joined, together)] = said.evidence
    assert (apart_, together) == (False, True)
    assert left > 0.9 > joined


def test_a_split_says_what_is_apart(leave: Issue) -> None:
    activity = split(leave)
    said = only()
    assert (said.says, str(said.other_id)) == ("split", activity.data["issue"])
    assert [together for _, together in said.evidence] == [False, True, True]
    assert all(lift > 0.9 for lift, _ in said.evidence)  # the same question all the same


def test_what_the_system_does_says_nothing(leave: Issue, printer: Issue) -> None:
    merge_as(SYSTEM, leave, printer)
    assert not Verdict.objects.exists()


def test_what_the_system_moved_is_not_pinned(leave: Issue, printer: Issue) -> None:
    merge_as(SYSTEM, leave, printer)
    assert not Placement.objects.filter(by="person").exists()


@pytest.mark.parametrize("act", [merge, move, apart])
def test_undoing_an_act_withdraws_what_it_said(leave: Issue, printer: Issue, act: object) -> None:
    activity = act(leave, printer)  # type: ignore[operator]
    undo(activity)
    assert only().withdrawn_at == NOW


def test_an_apart_pair_can_not_be_merged_and_is_told_who_said_so(
    leave: Issue, printer: Issue
) -> None:
    apart(leave, printer)
    error = refusal(merge, leave, printer)
    assert error.code == "kept_apart"
    assert "ann@alpha.example said so on 2026-06-15" in error.detail


def test_an_apart_pair_can_be_merged_after_that_is_undone(
    project: Project, leave: Issue, printer: Issue
) -> None:
    undo(apart(leave, printer))
    merge(leave, printer)
    assert hold_together(project)


def test_apart_holds_for_what_an_issue_was_merged_into(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES, complaints=9)
    apart(printer, leave)
    merge(printer, expenses)
    assert constraints_of(project).apart == {frozenset({leave.pk, expenses.pk})}
    assert refusal(merge, leave, expenses).code == "kept_apart"


def test_apart_can_be_undone_after_its_issue_was_merged(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES, complaints=9)
    activity = apart(printer, leave)
    merge(printer, expenses)
    undo(activity)
    merge(leave, expenses)
    assert standing_issue(Issue.objects.get(pk=printer.pk)) == expenses


def test_the_same_pair_is_kept_apart_once(leave: Issue, printer: Issue) -> None:
    apart(leave, printer)
    assert refusal(apart, printer, leave).code == "already_said"


def test_an_issue_is_kept_whole_once_and_from_the_system_only(leave: Issue) -> None:
    whole(leave)
    assert refusal(whole, leave).code == "already_said"
    assert refusal(split_as, SYSTEM, leave).code == "kept_whole"
    split(leave)
    assert Issue.objects.count() == 2


def test_the_system_does_not_merge_what_a_person_split(leave: Issue) -> None:
    new = Issue.objects.get(pk=split(leave).data["issue"])
    assert refusal(merge_as, SYSTEM, leave, new).code == "kept_apart"
    merge(leave, new)
    leave.refresh_from_db()
    assert leave.complaints == 3


def test_undoing_a_merge_by_the_system_keeps_the_two_apart(
    project: Project, leave: Issue, printer: Issue
) -> None:
    undo(merge_as(SYSTEM, leave, printer))
    assert only().says == "apart"
    assert constraints_of(project).apart == {frozenset({leave.pk, printer.pk})}
    assert hold_together(project)


def test_undoing_a_split_by_the_system_keeps_the_issue_whole(
    project: Project, leave: Issue
) -> None:
    undo(split_as(SYSTEM, leave))
    assert constraints_of(project).whole == {leave.pk}


def test_constraints_name_who_was_moved_and_is_pinned(
    project: Project, leave: Issue, printer: Issue
) -> None:
    move(leave, printer)
    found = constraints_of(project)
    [(word, origin, target)] = found.moved
    assert (origin, target, found.pinned) == (leave.pk, printer.pk, {word: printer.pk})
    assert not found.may_leave(printer.pk, [word])


def test_evidence_of_what_was_taken_back_is_not_learnt_from(
    project: Project, leave: Issue, printer: Issue
) -> None:
    activity = apart(leave, printer)
    [[(_, together)]] = evidence_of(project)
    assert not together
    undo(activity)
    assert evidence_of(project) == []


def test_the_threshold_follows_what_is_said_and_goes_back_with_undo(
    project: Project, leave: Issue, printer: Issue
) -> None:
    assert learnt_of(project) == Learnt(LIFT, verdicts=0, pairs=0)
    activity = merge(leave, printer)
    found = learnt_of(project)
    assert found.lift < LIFT
    assert (found.verdicts, found.pairs) == (1, 2)
    undo(activity)
    assert learnt_of(project).lift == LIFT


def test_what_the_system_does_moves_no_threshold(
    project: Project, leave: Issue, printer: Issue
) -> None:
    merge_as(SYSTEM, leave, printer)
    assert learnt_of(project).lift == LIFT


def test_complaints_that_are_kept_in_place_are_pinned_until_that_is_undone(
    project: Project, leave: Issue, printer: Issue
) -> None:
    activity = operations.keep_in_place(
        issue=leave,
        other=printer,
        feedback_ids=complaints(leave),  # type: ignore[arg-type]
        actor=ANN,
        now=NOW,
    )
    assert constraints_of(project).pinned.keys() == complaints(leave)
    undo(activity)
    assert constraints_of(project).pinned == {}


def test_an_issue_is_not_kept_apart_from_itself(leave: Issue) -> None:
    assert refusal(apart, leave, leave).path == "to"


def test_a_big_merge_is_weighed_by_a_sample(project: Project, leave: Issue) -> None:
    big = make_issue(project, EXPENSES, complaints=25, now=NOW - timedelta(days=1))
    bigger = make_issue(project, "Where is the printer?", complaints=26)
    merge(big, bigger)
    assert 10 <= len(only().evidence) <= 20

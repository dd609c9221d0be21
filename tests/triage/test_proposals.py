"""What consolidation proposes: found once, decided once, applied by the acts that people have."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from feedback.errors import RefusedError
from feedback.models import Project
from tests.builders import NOW, make_issue, make_project, place_all, say, send_answer
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
    undo,
)
from triage.clustering.changes import Change, Kind
from triage.clustering.consolidating import changes_of
from triage.clustering.standing import constraints_of, evidence_of
from triage.issues import operations as acts
from triage.issues.queries import standing_issue
from triage.models import Grouping, Issue, IssueActivity, Proposal, Verdict
from triage.proposals import operations
from triage.proposals.operations.proposing import Proposed
from triage.proposals.queries import applied_lately, progress_of, projects_to_consolidate

BEN = "member:ben@alpha.example"


def merging(issue: Issue, other: Issue, confidence: float = 0.8) -> Change:
    evidence = {"lift": 0.3}
    return Change(Kind.MERGE, issue.pk, other.pk, (), confidence, "They look the same", evidence)


def taking(issue: Issue, count: int = 1, to: Issue | None = None) -> Change:
    ids: list[Any] = sorted(complaints(issue), key=str)[:count]
    kind = Kind.MOVE if to else Kind.SPLIT
    return Change(kind, issue.pk, to and to.pk, ids, 0.8, "They look different")


def propose(project: Project, *changes: Change) -> Proposed:
    return operations.propose(project=project, changes=changes, now=NOW)


def proposed(project: Project, *changes: Change) -> Proposal:
    propose(project, *changes)
    return Proposal.objects.get(state="open")


def apply(proposal: Proposal, actor: str = ANN) -> IssueActivity:
    return operations.apply(proposal=proposal, actor=actor, now=NOW)


def reject(proposal: Proposal, *, never: bool = False) -> IssueActivity:
    return operations.reject(proposal=proposal, never=never, actor=ANN, now=NOW)


def never(proposal: Proposal) -> IssueActivity:
    return reject(proposal, never=True)


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return str(proposal.state)


def consolidate(project: Project, *changes: Change) -> int:
    def found(_: Project) -> Sequence[Change]:
        return changes

    return operations.consolidate(project=project, changes_of=found, clock=lambda: NOW)


def test_the_same_change_found_again_renews_the_proposal(
    project: Project, leave: Issue, printer: Issue
) -> None:
    first = proposed(project, merging(leave, printer, 0.6))
    again = proposed(project, merging(printer, leave, 0.9))
    assert (again.pk, again.confidence) == (first.pk, 0.9)


def test_what_is_not_found_again_is_overtaken(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    assert propose(project).overtaken == 1
    assert state(proposal) == "overtaken"


def test_a_rejected_change_is_proposed_again_once_its_complaints_doubled(
    project: Project, leave: Issue, printer: Issue
) -> None:
    reject(proposed(project, merging(leave, printer)))
    assert propose(project, merging(leave, printer)).dropped == 1
    make_issue(project, LEAVE, complaints=5)
    assert propose(project, merging(leave, printer)).made == 1


def test_a_change_against_what_people_said_is_not_proposed(
    project: Project, leave: Issue, printer: Issue
) -> None:
    acts.keep_apart(issue=leave, other=printer, version=None, actor=ANN, now=NOW)
    acts.keep_whole(issue=leave, version=None, actor=ANN, now=NOW)
    changes = [merging(leave, printer), taking(leave), taking(leave, to=printer)]
    assert propose(project, *changes).dropped == 3


def test_a_complaint_that_a_person_placed_is_not_proposed_to_leave(
    project: Project, leave: Issue, printer: Issue
) -> None:
    move(leave, printer)
    moved = constraints_of(project).pinned
    change = Change(Kind.MOVE, printer.pk, leave.pk, list(moved), 0.9, "They look alike")
    assert propose(project, change).dropped == 1


def test_a_change_that_would_leave_nothing_is_not_proposed(project: Project, leave: Issue) -> None:
    assert propose(project, taking(leave, 3)).dropped == 1


def test_a_change_of_another_projects_issue_is_not_proposed(project: Project, leave: Issue) -> None:
    foreign = make_issue(make_project("omega"), PRINTER)
    assert propose(project, merging(leave, foreign)).dropped == 1


def test_applying_a_merge_merges_and_says_so(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    apply(proposal)
    printer.refresh_from_db()
    assert standing_issue(printer) == leave
    assert Verdict.objects.get().says == "merged"
    assert (state(proposal), proposal.decided_by) == ("applied", ANN)
    assert hold_together(project)


@pytest.mark.parametrize("to_printer", [True, False])
def test_applying_takes_the_complaints_out(
    project: Project, leave: Issue, printer: Issue, to_printer: bool
) -> None:
    proposal = proposed(project, taking(leave, to=printer if to_printer else None))
    activity = apply(proposal)
    target = Issue.objects.get(pk=activity.data["issue"])
    assert (target == printer) is to_printer
    assert set(proposal.feedback) <= complaints(target)
    assert hold_together(project)


def test_a_withdrawn_complaint_does_not_hold_up_a_split(project: Project, leave: Issue) -> None:
    word = say(project, send_answer(project, "gone", question=LEAVE), person="bob")
    place_all(project)
    other: Any = min(complaints(leave), key=str)
    change = Change(Kind.SPLIT, leave.pk, None, [other, word.pk], 0.8, "They look different")
    proposal = proposed(project, change)
    later = NOW + timedelta(hours=1)
    say(project, "gone", rating=None, withdrawn=True, person="bob", now=later)
    place_all(project)
    assert apply(proposal).data["count"] == 1


def test_undoing_an_applied_proposal_lets_it_wait_again(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    undo(apply(proposal))
    assert state(proposal) == "open"
    assert not evidence_of(project)
    assert hold_together(project)


def test_undoing_a_rejection_lets_it_wait_again(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    undo(never(proposal))
    assert state(proposal) == "open"
    assert constraints_of(project).apart == frozenset()


def test_undoing_a_rejection_of_what_was_proposed_anew_leaves_one_waiting(
    project: Project, leave: Issue, printer: Issue
) -> None:
    old = proposed(project, merging(leave, printer))
    activity = reject(old)
    make_issue(project, LEAVE, complaints=5)
    new = proposed(project, merging(printer, leave))
    undo(activity)
    assert (state(old), state(new)) == ("overtaken", "open")


def test_a_merge_is_rejected_for_now_or_for_ever(
    project: Project, leave: Issue, printer: Issue
) -> None:
    activity = reject(proposed(project, merging(leave, printer)))
    assert constraints_of(project).apart == frozenset()
    assert evidence_of(project) == [(0.3, False)]
    undo(activity)
    never(Proposal.objects.get())
    assert constraints_of(project).apart == {frozenset({leave.pk, printer.pk})}


def test_a_split_rejected_for_ever_keeps_the_issue_whole(project: Project, leave: Issue) -> None:
    never(proposed(project, taking(leave)))
    assert constraints_of(project).whole == {leave.pk}


def test_a_move_rejected_for_ever_keeps_the_complaints_there(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, taking(leave, to=printer))
    never(proposal)
    assert constraints_of(project).pinned == dict.fromkeys(proposal.feedback, leave.pk)
    assert [together for _, together in evidence_of(project)] == [True, False]


def test_the_second_to_decide_is_told_who_was_first(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, merging(leave, printer))
    apply(proposal, BEN)
    error = refusal(reject, proposal)
    assert error.code == "already_decided"
    assert "ben@alpha.example decided this already" in error.detail


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_decides() -> None:
    project = make_project("alpha")
    leave, printer = make_issue(project, LEAVE, complaints=3), make_issue(project, PRINTER)
    proposal = proposed(project, merging(leave, printer))
    barrier, told = Barrier(2), list[str]()

    def decide(act: Any) -> None:
        barrier.wait()
        try:
            told.append(act(proposal).verb)
        except RefusedError as error:
            told.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[act]) for act in (apply, never)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) in (["already_decided", "merged"], ["already_decided", "kept_apart"])
    assert Verdict.objects.count() == 1
    assert hold_together(project)


def test_a_proposal_whose_issue_was_merged_meanwhile_is_overtaken(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES, complaints=9)
    proposal = proposed(project, merging(leave, printer))
    merge(printer, expenses)
    assert refusal(apply, proposal).code == "overtaken"
    assert state(proposal) == "overtaken"
    assert hold_together(project)


def test_a_proposal_whose_complaints_moved_on_is_overtaken(
    project: Project, leave: Issue, printer: Issue
) -> None:
    proposal = proposed(project, taking(leave))
    move(leave, printer)
    assert refusal(apply, proposal).code == "overtaken"


def test_an_undo_after_further_moves_is_refused_and_the_proposal_stays_applied(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES)
    proposal = proposed(project, taking(leave, to=printer))
    activity = apply(proposal)
    acts.move(
        issue=printer,
        feedback_ids=proposal.feedback,
        to=expenses,
        version=None,
        actor=ANN,
        now=NOW,
    )
    assert refusal(undo, activity).code == "undo_overtaken"
    assert state(proposal) == "applied"


def test_what_is_sure_enough_is_applied_without_asking(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES)
    changes = [merging(leave, printer, 0.95), merging(leave, expenses, 0.94)]
    assert consolidate(project, *changes) == 1
    [done] = applied_lately(project)
    assert {done.issue, done.other} == {leave, printer}
    assert not Verdict.objects.exists()
    found = progress_of(project)
    assert (found.consolidated_at, found.applied, found.waiting) == (NOW, 1, 1)


def test_nothing_is_applied_without_asking_where_that_is_never(
    project: Project, leave: Issue, printer: Issue
) -> None:
    operations.choose_apply_from(project=project, apply_from=None, actor=ANN, now=NOW)
    assert consolidate(project, merging(leave, printer, 1.0)) == 0
    assert Proposal.objects.get().state == "open"


def test_what_was_applied_without_asking_and_taken_back_is_not_done_again(
    project: Project, leave: Issue, printer: Issue
) -> None:
    consolidate(project, merging(leave, printer, 1.0))
    proposal = Proposal.objects.get()
    assert proposal.activity
    undo(proposal.activity)
    assert (state(proposal), proposal.decided_by) == ("rejected", ANN)
    assert consolidate(project, merging(leave, printer, 1.0)) == 0
    assert hold_together(project)


def test_a_merged_id_leads_on_for_ever(project: Project, leave: Issue, printer: Issue) -> None:
    consolidate(project, merging(leave, printer, 1.0))
    expenses = make_issue(project, EXPENSES, complaints=9)
    consolidate(project, merging(expenses, leave, 1.0))
    assert standing_issue(Issue.objects.get(pk=printer.pk)) == expenses


@pytest.mark.parametrize("confidence", [0.49, 1.01, float("nan"), float("inf")])
def test_a_confidence_that_is_none_is_refused(project: Project, confidence: float) -> None:
    with pytest.raises(RefusedError, match="between 50% and 100%"):
        operations.choose_apply_from(project=project, apply_from=confidence, actor=ANN, now=NOW)


def test_a_round_is_due_at_first_and_when_a_tenth_is_new(project: Project, leave: Issue) -> None:
    assert projects_to_consolidate() == [project.pk]
    consolidate(project)
    assert projects_to_consolidate() == []
    make_issue(project, LEAVE, now=NOW + timedelta(hours=1))
    assert projects_to_consolidate() == [project.pk]


def test_a_round_is_not_due_for_less_than_a_tenth(project: Project) -> None:
    make_issue(project, LEAVE, complaints=20)
    consolidate(project)
    make_issue(project, LEAVE, now=NOW + timedelta(hours=1))
    assert projects_to_consolidate() == []


def test_two_issues_of_the_same_question_are_found(project: Project) -> None:
    leave = make_issue(project, LEAVE, complaints=4)
    make_issue(project, PRINTER, complaints=2)
    new = acts.split(
        issue=leave,
        feedback_ids=sorted(complaints(leave), key=str)[:1],  # type: ignore[arg-type]
        version=None,
        actor="system:test",
        now=NOW,
    )
    [change] = changes_of(project)
    assert {str(change.issue), str(change.other)} == {str(leave.pk), new.data["issue"]}
    assert change.confidence == 1.0


def test_a_project_without_complaints_has_nothing_to_change(project: Project) -> None:
    assert changes_of(project) == []
    assert Grouping.objects.get(project=project).consolidated_at is None

"""A proposal is decided once, and applied by the acts that people have."""

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
from tests.triage.proposing import (
    BEN,
    apply,
    merging,
    never,
    proposed,
    reject,
    state,
    taking,
)
from triage.clustering.changes import Change, Kind
from triage.clustering.standing import constraints_of, evidence_of
from triage.issues import operations as acts
from triage.issues.queries import standing_issue
from triage.models import Issue, Proposal, Verdict


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
    assert evidence_of(project) == [[(0.3, False)]]
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
    assert [[said for _, said in pairs] for pairs in evidence_of(project)] == [[True, False]]


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

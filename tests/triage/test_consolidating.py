"""A round of consolidation: what it finds, what it applies without asking, when it is due."""

from datetime import timedelta

import pytest

from feedback.errors import RefusedError
from feedback.models import Project
from tests.builders import NOW, make_issue
from tests.triage.acting import (
    ANN,
    EXPENSES,
    LEAVE,
    PRINTER,
    comment,
    complaints,
    hold_together,
    resolve,
    undo,
)
from tests.triage.proposing import consolidate, merging, state, taking
from triage.clustering.consolidating import Consolidation
from triage.issues import operations as acts
from triage.issues.queries import standing_issue
from triage.models import Grouping, Issue, Proposal, Verdict
from triage.proposals import operations, queries
from triage.proposals.queries import applied_lately, progress_of, projects_to_consolidate


def test_what_is_sure_enough_is_applied_without_asking(
    project: Project, leave: Issue, printer: Issue
) -> None:
    expenses = make_issue(project, EXPENSES)
    comment(printer)
    comment(expenses)
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


@pytest.mark.parametrize("kind", ["merge", "split", "move"])
def test_what_only_a_young_issue_loses_by_is_applied_without_asking(
    project: Project, leave: Issue, printer: Issue, kind: str
) -> None:
    comment(leave if kind == "merge" else printer)
    changes = {
        "merge": merging(leave, printer, 0.7),
        "split": taking(leave),
        "move": taking(leave, to=printer),
    }
    assert consolidate(project, changes[kind]) == 1
    assert hold_together(project)


@pytest.mark.parametrize("kind", ["merge", "split", "move"])
def test_what_an_issue_that_people_know_loses_by_is_asked(
    project: Project, leave: Issue, printer: Issue, kind: str
) -> None:
    comment(printer if kind == "merge" else leave)
    changes = {
        "merge": merging(leave, printer, 0.7),
        "split": taking(leave),
        "move": taking(leave, to=printer),
    }
    assert consolidate(project, changes[kind]) == 0


def test_what_is_hardly_sure_is_asked_of_young_issues_too(
    project: Project, leave: Issue, printer: Issue
) -> None:
    assert consolidate(project, merging(leave, printer, 0.69)) == 0


def test_an_issue_of_many_complaints_is_known_though_nobody_acted_on_it(project: Project) -> None:
    assert consolidate(project, taking(make_issue(project, LEAVE, complaints=64))) == 0


def test_complaints_do_not_go_into_a_closed_issue_without_asking(
    project: Project, leave: Issue, printer: Issue
) -> None:
    resolve(printer)
    assert consolidate(project, taking(leave, to=printer), merging(leave, printer, 0.8)) == 0


@pytest.mark.parametrize("closed", ["leave", "printer"])
def test_what_is_closed_by_a_fix_is_not_merged_without_asking(
    project: Project, leave: Issue, printer: Issue, closed: str
) -> None:
    resolve({"leave": leave, "printer": printer}[closed])
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
    assert projects_to_consolidate(NOW) == [project.pk]
    consolidate(project)
    assert projects_to_consolidate(NOW) == []
    make_issue(project, LEAVE, now=NOW + timedelta(minutes=1))
    assert projects_to_consolidate(NOW + timedelta(minutes=1)) == [project.pk]


def test_a_round_is_not_due_for_less_than_a_tenth(project: Project) -> None:
    make_issue(project, LEAVE, complaints=20)
    consolidate(project)
    make_issue(project, LEAVE, now=NOW + timedelta(hours=1))
    assert projects_to_consolidate(NOW + timedelta(hours=1)) == []


def test_many_new_complaints_wait_an_hour_for_a_round(
    project: Project, leave: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "NEW_PLACES", 2)
    monkeypatch.setattr(queries, "NEW_SHARE", 2.0)
    consolidate(project)
    make_issue(project, LEAVE, complaints=2, now=NOW + timedelta(minutes=1))
    assert projects_to_consolidate(NOW + timedelta(minutes=59)) == []
    assert projects_to_consolidate(NOW + timedelta(minutes=61)) == [project.pk]


def test_while_a_round_is_under_way_none_is_due(project: Project, leave: Issue) -> None:
    operations.begin_round(project=project, now=NOW)
    assert projects_to_consolidate(NOW + timedelta(minutes=9)) == []
    assert projects_to_consolidate(NOW + timedelta(minutes=11)) == [project.pk]


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
    [change] = Consolidation().changes_of(project)
    assert {str(change.issue), str(change.other)} == {str(leave.pk), new.data["issue"]}
    assert change.confidence == 1.0


def test_a_project_without_complaints_has_nothing_to_change(project: Project) -> None:
    assert Consolidation().changes_of(project) == []
    assert Grouping.objects.get(project=project).consolidated_at is None

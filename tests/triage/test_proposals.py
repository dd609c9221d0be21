"""What consolidation proposes: found once, and not against what people said."""

from feedback.models import Project
from tests.builders import NOW, make_issue, make_project
from tests.triage.acting import (
    ANN,
    LEAVE,
    PRINTER,
    move,
)
from tests.triage.proposing import merging, propose, proposed, reject, state, taking
from triage.clustering.changes import Change, Kind
from triage.clustering.standing import constraints_of
from triage.issues import operations as acts
from triage.models import Issue


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

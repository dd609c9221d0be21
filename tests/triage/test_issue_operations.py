"""What is done to an issue, and undone."""

import pytest

from feedback.errors import ConflictError, RefusedError
from feedback.models import AuditEvent, Member, Project
from tests.builders import NOW, make_member
from tests.triage.acting import (
    ANN,
    MENDED,
    refusal,
    resolve,
    undo,
)
from triage.issues import operations
from triage.models import Issue, Owner


def test_assigning_says_who_answers_and_why(
    leave: Issue, people_team: Owner, triager: Member
) -> None:
    operations.assign(
        issue=leave, owner=people_team, assignee=triager, version=None, actor=ANN, now=NOW
    )
    leave.refresh_from_db()
    assert (leave.owner, leave.assignee) == (people_team, triager)
    assert leave.owner_why == "assigned by ann@alpha.example"


def test_a_viewer_can_not_be_assigned(project: Project, leave: Issue) -> None:
    viewer = make_member(project, "viewer")
    with pytest.raises(operations.IssueRefusedError):
        operations.assign(
            issue=leave, owner=leave.owner, assignee=viewer, version=None, actor=ANN, now=NOW
        )


def test_an_act_leaves_an_activity_and_an_audit_event(leave: Issue) -> None:
    activity = resolve(leave)
    event = AuditEvent.objects.get(verb="issue.resolved")
    assert event.subject == f"issue:{leave.pk}"
    assert event.data["activity"] == str(activity.pk)


def test_an_act_on_an_older_version_is_refused_with_what_changed(leave: Issue) -> None:
    operations.set_priority(issue=leave, priority=4, version=leave.version, actor=ANN, now=NOW)
    error = refusal(resolve, leave, leave.version)
    assert isinstance(error, ConflictError)
    assert error.code == "changed_meanwhile"
    assert "ann@alpha.example made the priority urgent" in error.detail


def test_what_is_resolved_can_not_be_resolved_again(leave: Issue) -> None:
    resolve(leave)
    assert refusal(resolve, leave).code == "issue_state"


def test_resolving_asks_how(leave: Issue) -> None:
    with pytest.raises(RefusedError, match="resolution is empty"):
        operations.resolve(
            issue=leave, fix=MENDED, resolution="  ", version=None, actor=ANN, now=NOW
        )


@pytest.mark.parametrize("act", ["resolve", "archive", "priority", "rename", "assign"])
def test_undo_gives_the_fields_back(leave: Issue, people_team: Owner, act: str) -> None:
    before = Issue.objects.filter(pk=leave.pk).values(
        "status", "title", "priority", "owner", "owner_why", "assignee", "resolution", "resolved_at"
    )
    was = before.get()
    common = {"issue": leave, "version": None, "actor": ANN, "now": NOW}
    activity = {
        "resolve": lambda: resolve(leave),
        "archive": lambda: operations.archive(**common),
        "priority": lambda: operations.set_priority(priority=4, **common),
        "rename": lambda: operations.rename(title="Leave", **common),
        "assign": lambda: operations.assign(owner=people_team, assignee=None, **common),
    }[act]()
    assert before.get() != was
    undo(activity)
    assert before.get() == was


def test_undo_twice_is_refused(leave: Issue) -> None:
    activity = resolve(leave)
    undo(activity)
    assert refusal(undo, activity).code == "already_undone"


def test_undo_is_refused_when_the_field_changed_again(leave: Issue) -> None:
    activity = resolve(leave)
    operations.reopen(issue=leave, version=None, actor=ANN, now=NOW)
    assert refusal(undo, activity).code == "undo_overtaken"


def test_undo_of_another_field_is_not_in_the_way(leave: Issue) -> None:
    activity = operations.set_priority(issue=leave, priority=4, version=None, actor=ANN, now=NOW)
    resolve(leave)
    undo(activity)
    leave.refresh_from_db()
    assert (leave.priority, leave.status) == (2, "resolved")


def test_a_comment_can_be_taken_back(leave: Issue) -> None:
    activity = operations.comment(issue=leave, text="On it", actor=ANN, now=NOW)
    assert undo(activity).data["undone_verb"] == "commented"


def test_another_projects_owner_is_refused(other_project: Project, leave: Issue) -> None:
    stranger = Owner.objects.get(project=other_project, catches_all=True)
    with pytest.raises(operations.IssueRefusedError):
        operations.assign(
            issue=leave, owner=stranger, assignee=None, version=None, actor=ANN, now=NOW
        )

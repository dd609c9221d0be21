"""Acts on issues: what they change, what they leave behind, and how they are taken back."""

from collections import Counter
from datetime import timedelta

import pytest

from feedback.errors import ConflictError, RefusedError
from feedback.models import AuditEvent, Feedback, Member, Project
from tests.builders import NOW, make_issue, make_member, place_all, say, send_answer
from triage.issues import operations
from triage.issues.queries import standing_issue
from triage.models import Issue, IssueActivity, IssueCentre, Owner, Placement
from triage.routing.operations import add_owner

ANN = "member:ann@alpha.example"
LEAVE = "How many days of annual leave do I have?"
PRINTER = "Where is the printer on the second floor?"
EXPENSES = "Who approves travel expenses above 500 euros?"


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(project, LEAVE, complaints=3)


@pytest.fixture
def printer(project: Project) -> Issue:
    return make_issue(project, PRINTER, complaints=2)


@pytest.fixture
def triager(project: Project) -> Member:
    return make_member(project, "triager")


@pytest.fixture
def people_team(project: Project) -> Owner:
    return add_owner(project=project, slug="hr", name="People team", actor=ANN, now=NOW)


def complaints(issue: Issue) -> set[object]:
    return set(issue.placements.values_list("feedback_id", flat=True))


def hold_together(project: Project) -> bool:
    """Each complaint is in exactly one living issue; counts and centres equal a fresh count."""
    placed = Counter(Placement.objects.values_list("feedback_id", flat=True))
    complaining = set(Feedback.objects.filter(complains=True).values_list("id", flat=True))
    assert set(placed) == complaining
    assert set(placed.values()) <= {1}
    for issue in Issue.objects.of(project):
        here = Feedback.objects.filter(placement__issue=issue)
        assert issue.complaints == here.count()
        assert issue.people == len({word.voter for word in here})
        centre = IssueCentre.objects.filter(issue=issue).first()
        assert (centre.count if centre else 0) == issue.complaints
        assert issue.status != "merged" or not issue.complaints
    return True


def undo(activity: IssueActivity) -> IssueActivity:
    return operations.undo(project=activity.issue.project, activity=activity, actor=ANN, now=NOW)


def resolve(issue: Issue, version: int | None = None) -> IssueActivity:
    return operations.resolve(
        issue=issue, resolution="Handbook mended", version=version, actor=ANN, now=NOW
    )


def merge(*issues: Issue) -> IssueActivity:
    return operations.merge(project=issues[0].project, issues=issues, actor=ANN, now=NOW)


def split(issue: Issue, count: int = 1) -> IssueActivity:
    ids = sorted(complaints(issue), key=str)[:count]
    return operations.split(
        issue=issue,
        feedback_ids=ids,  # type: ignore[arg-type]
        version=None,
        actor=ANN,
        now=NOW,
    )


def move(issue: Issue, to: Issue, count: int = 1) -> IssueActivity:
    ids = sorted(complaints(issue), key=str)[:count]
    return operations.move(
        issue=issue,
        feedback_ids=ids,  # type: ignore[arg-type]
        to=to,
        version=None,
        actor=ANN,
        now=NOW,
    )


def refusal(call: object, *args: object) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        call(*args)  # type: ignore[operator]
    return caught.value


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
        operations.resolve(issue=leave, resolution="  ", version=None, actor=ANN, now=NOW)


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


def test_a_comment_can_be_taken_back(leave: Issue) -> None:
    activity = operations.comment(issue=leave, text="On it", actor=ANN, now=NOW)
    assert undo(activity).data["undone_verb"] == "commented"


def test_another_projects_owner_is_refused(other_project: Project, leave: Issue) -> None:
    stranger = Owner.objects.get(project=other_project, catches_all=True)
    with pytest.raises(operations.IssueRefusedError):
        operations.assign(
            issue=leave, owner=stranger, assignee=None, version=None, actor=ANN, now=NOW
        )

"""Takes an act back, where nothing later rests on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from feedback.models import Project
from triage.clustering.opening import placing_lock
from triage.issues.operations.acting import (
    IssueRefusedError,
    IssueStateError,
    check,
    leave_trace,
    lock_issues,
    set_stored,
    stored,
)
from triage.issues.operations.commenting import refuse_others, unword
from triage.issues.operations.keeping import keep_after_undo, release
from triage.issues.operations.regrouping import fold_into, move_back, separate
from triage.issues.operations.resolving import undo_reopen, undo_resolve
from triage.issues.operations.verdicts import withdraw
from triage.issues.signals import undone
from triage.issues.taking_back import said_by_one, taken_back, undoable
from triage.models import Issue, IssueActivity
from triage.priority.operations import without_person


@transaction.atomic
def undo(*, project: Project, activity: IssueActivity, actor: str, now: datetime) -> IssueActivity:
    """Take back an act. IssueStateError, code "undo_overtaken", where something later depends on
    it, "already_undone" the second time. What came after and does not depend on it stays.

    What the act said of the grouping is withdrawn. Where the system had acted, the undo says it:
    so it isn't done again.
    """
    if not undoable(activity):
        raise IssueRefusedError("This can't be undone.", code="not_undoable")
    if said_by_one(activity):
        refuse_others(activity, actor)
    placing_lock(project)
    row = lock_issues([activity.issue, *_others(activity)])[activity.issue_id]
    if activity.verb not in _SAYINGS:  # those hold on, whatever their issue was merged into
        check(row, version=None)
    if activity.pk in taken_back(row):
        raise IssueStateError("This was undone already.", code="already_undone")
    _UNDO[activity.verb](row, activity.data, actor, now)
    data = {"undoes": str(activity.pk), "undone_verb": activity.verb}
    withdraw(activity, now=now)
    back = leave_trace(row, verb="undone", actor=actor, now=now, data=data)
    kept = keep_after_undo(activity, actor=actor, now=now)
    undone.send(IssueActivity, activity=activity, kept=kept, actor=actor, now=now)
    return back


def _others(activity: IssueActivity) -> list[Issue]:
    data = activity.data
    ids = [data["issue"]] if "issue" in data else [m["issue"] for m in data.get("merged", [])]
    return list(Issue.objects.filter(pk__in=ids))


def _undo_fields(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:  # noqa: ARG001
    for name, value in data["after"].items():
        if stored(row, name) != value:
            raise _overtaken(f"The {name.replace('_', ' ')} changed again since.")
    _put_back(row, data)


def _undo_resolved(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    _undo_fields(row, data, actor, now)
    undo_resolve(row, now)


def _undo_reopened(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    _undo_fields(row, data, actor, now)
    undo_reopen(data)


def _put_back(row: Issue, data: dict[str, Any]) -> None:
    for name, value in data.get("before", {}).items():
        set_stored(row, name, value)


def _undo_priority(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:  # noqa: ARG001
    """Of what the rule or the score says, it is what they say by now."""
    said = data["after"]
    person = said["priority_by"] == Issue.PriorityBy.PERSON
    if row.priority_by != said["priority_by"] or (person and row.priority != said["priority"]):
        raise _overtaken("The priority changed again since.")
    for name, value in data["before"].items():
        set_stored(row, name, value)
    if row.priority_by in {Issue.PriorityBy.RULE, Issue.PriorityBy.SCORE}:
        row.priority, row.priority_by = without_person(row)


def _undo_assigned(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    """Where the team's way had given it to somebody, it isn't given to anybody again: a person
    says so."""
    _undo_fields(row, data, actor, now)
    if data["after"].get("assignee_chosen") is False:
        row.assignee_chosen = True


def _undo_ruled(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    """The priority is what follows for the rule that had been put on the issue before."""
    _undo_fields(row, data, actor, now)
    if row.priority_by in {Issue.PriorityBy.RULE, Issue.PriorityBy.SCORE}:
        row.priority, row.priority_by = without_person(row)


def _undo_words(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    """The history shows it as taken back; there is nothing else to do."""


def _undo_reword(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:  # noqa: ARG001
    unword(row, data, now=now)


def _undo_keep_in_place(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:  # noqa: ARG001
    release(row, data["pinned"])


def _undo_merge(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    for part in data["merged"]:
        other = Issue.objects.select_related("project").get(pk=part["issue"])
        if other.merged_into_id != row.pk:
            raise _overtaken(f"{other.short_id} is not part of {row.short_id} any more.")
        separate(row=other, before=part["before"])
        leave_trace(other, verb="separated", actor=actor, now=now, data={"short_id": row.short_id})
        move_back(row=row, origin=other, feedback=part["feedback"], actor=actor, now=now)
    row.refresh_from_db()
    if all(stored(row, name) == value for name, value in data.get("after", {}).items()):
        _put_back(row, data)


def _undo_split(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    new = Issue.objects.select_related("project").get(pk=data["issue"])
    if new.status == Issue.Status.MERGED:
        raise _overtaken(f"{new.short_id} was merged since: undo that first.")
    if new.placements.exclude(feedback_id__in=data["feedback"]).exists():
        raise _overtaken(f"{new.short_id} has complaints of its own by now: merge it instead.")
    move_back(row=new, origin=row, feedback=data["feedback"], actor=actor, now=now)
    new.refresh_from_db()
    row.refresh_from_db()
    fold_into(new, row, actor=actor, now=now)


def _undo_move(row: Issue, data: dict[str, Any], actor: str, now: datetime) -> None:
    target = Issue.objects.select_related("project").get(pk=data["issue"])
    if not target.placements.exclude(feedback_id__in=data["feedback"]).exists():
        raise _overtaken(f"Nothing would be left in {target.short_id}: merge them instead.")
    move_back(row=target, origin=row, feedback=data["feedback"], actor=actor, now=now)
    target.refresh_from_db()
    row.refresh_from_db()
    leave_trace(target, verb="returned", actor=actor, now=now, data={"short_id": row.short_id})


def _overtaken(detail: str) -> IssueStateError:
    return IssueStateError(detail, code="undo_overtaken")


_UNDO: dict[str, Callable[[Issue, dict[str, Any], str, datetime], None]] = {
    "assigned": _undo_assigned,
    "ruled": _undo_ruled,
    "resolved": _undo_resolved,
    "reopened": _undo_reopened,
    "archived": _undo_fields,
    "prioritised": _undo_priority,
    "priority_left": _undo_priority,
    "renamed": _undo_fields,
    "paused": _undo_fields,
    "went_on": _undo_fields,
    "commented": _undo_words,
    "reworded": _undo_reword,
    "undone": _undo_words,
    "merged": _undo_merge,
    "split": _undo_split,
    "moved": _undo_move,
    "kept_apart": _undo_words,
    "kept_whole": _undo_words,
    "kept_in_place": _undo_keep_in_place,
    "declined": _undo_words,
}
_SAYINGS = {"kept_apart", "kept_whole", "kept_in_place", "declined"}

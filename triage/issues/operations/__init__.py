"""Every act on an issue. Each leaves an activity, by which it can be undone, and an audit event."""

from triage.issues.operations.acting import IssueRefusedError, IssueStateError, OvertakenError
from triage.issues.operations.commenting import comment, reword
from triage.issues.operations.keeping import decline, keep_apart, keep_in_place, keep_whole
from triage.issues.operations.lifecycle import (
    archive,
    assign,
    leave_priority,
    rename,
    set_priority,
)
from triage.issues.operations.regrouping import merge, move, split, survivor
from triage.issues.operations.resolving import NewFix, reopen, resolve
from triage.issues.operations.returning import bring_back_due
from triage.issues.operations.undoing import undo
from triage.issues.operations.verdicts import ApartError
from triage.issues.operations.waiting import go_on, wait

__all__ = [
    "ApartError",
    "IssueRefusedError",
    "IssueStateError",
    "NewFix",
    "OvertakenError",
    "archive",
    "assign",
    "bring_back_due",
    "comment",
    "decline",
    "go_on",
    "keep_apart",
    "keep_in_place",
    "keep_whole",
    "leave_priority",
    "merge",
    "move",
    "rename",
    "reopen",
    "resolve",
    "reword",
    "set_priority",
    "split",
    "survivor",
    "undo",
    "wait",
]

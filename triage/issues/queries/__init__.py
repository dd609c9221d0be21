"""Every read of issues for people: the queue, one issue, its history."""

from triage.issues.queries.complaints import ComplaintPage, complaints_of
from triage.issues.queries.detail import Detail, alike, detail_of
from triage.issues.queries.history import activities_named, history_of
from triage.issues.queries.mentionable import who_is_with
from triage.issues.queries.narrowing import queue_rows
from triage.issues.queries.queue import (
    QueuePage,
    in_queue,
    issue_named,
    next_in_queue,
    queue_page,
    standing_issue,
    tab_counts,
)
from triage.issues.queries.verdicts import Said, said_of
from triage.issues.queries.within import FindingShown, complaints_within, findings_of

__all__ = [
    "ComplaintPage",
    "Detail",
    "FindingShown",
    "QueuePage",
    "Said",
    "activities_named",
    "alike",
    "complaints_of",
    "complaints_within",
    "detail_of",
    "findings_of",
    "history_of",
    "in_queue",
    "issue_named",
    "next_in_queue",
    "queue_page",
    "queue_rows",
    "said_of",
    "standing_issue",
    "tab_counts",
    "who_is_with",
]

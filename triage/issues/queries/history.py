"""What happened to issues, and what of it can be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback.models import Project
from triage.issues.wording import what, who
from triage.models import Issue, IssueActivity

SHOWN = 50

UNDOABLE = frozenset(
    {
        "assigned",
        "resolved",
        "reopened",
        "archived",
        "prioritised",
        "renamed",
        "paused",
        "went_on",
        "commented",
        "merged",
        "split",
        "moved",
        "kept_apart",
        "kept_whole",
        "kept_in_place",
        "declined",
    }
)


@dataclass(frozen=True)
class Event:
    """One line of an issue's history. `undoable`: it may be tried, and was not yet."""

    id: UUID
    at: datetime
    who: str
    what: str
    text: str
    undoable: bool
    undone: bool


def history_of(issue: Issue) -> list[Event]:
    """The latest SHOWN things that happened to the issue, newest first."""
    rows = list(issue.activity.all()[:SHOWN])
    undone = {row.data.get("undoes") for row in rows if row.verb == "undone"}
    return [_event(row, undone=str(row.pk) in undone) for row in rows]


def _event(row: IssueActivity, *, undone: bool) -> Event:
    text: Any = row.data.get("text", "")
    return Event(
        id=row.pk,
        at=row.at,
        who=who(row.actor),
        what=what(row.verb, row.data),
        text="" if undone else str(text),
        undoable=row.verb in UNDOABLE and not undone,
        undone=undone,
    )


def activities_named(*, project: Project, ids: Collection[UUID]) -> list[IssueActivity]:
    """The project's activities of these ids, oldest first; ids of others are passed over."""
    rows = IssueActivity.objects.filter(pk__in=ids, issue__project=project)
    return list(rows.select_related("issue__project").order_by("id"))

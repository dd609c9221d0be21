"""What happened to issues, and what of it can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback.models import Project
from triage.issues.filters import FilterRefusedError
from triage.issues.mentions import Mention, Target, cut_at
from triage.issues.queries.mentionable import named
from triage.issues.taking_back import said_by_one, taken_back, undoable
from triage.issues.wording import what, who
from triage.models import Issue, IssueActivity

SHOWN = 40


@dataclass(frozen=True)
class Event:
    """One line of an issue's history. `pieces` are a comment's words, and whom some of them
    mention. `undoable`: the reader may try, and nobody did yet; `own`: it is their comment."""

    id: UUID
    at: datetime
    who: str
    what: str
    text: str
    pieces: list[tuple[str, Target | None]]
    edited: bool
    own: bool
    undoable: bool
    undone: bool


@dataclass(frozen=True)
class History:
    """Up to SHOWN events, newest first; `next` is the following page's cursor. `comments`: only
    those."""

    events: list[Event]
    comments: bool
    next: str


def history_of(issue: Issue, *, actor: str, comments: bool = False, before: str = "") -> History:
    """What happened to the issue before an activity, as `actor` may see and undo it.
    FilterRefusedError for what is no activity's id."""
    rows = issue.activity.all()
    if comments:
        rows = rows.filter(verb="commented")
    if before:
        rows = rows.filter(pk__lt=_activity(before))
    found = list(rows[: SHOWN + 1])
    shown = found[:SHOWN]
    undone = taken_back(issue)
    mentioned = named(issue.project, [one for row in shown for one in mentions_of(row)])
    events = [_event(row, actor, undone, mentioned) for row in shown]
    return History(events, comments, str(shown[-1].pk) if len(found) > SHOWN else "")


def mentions_of(row: IssueActivity) -> Sequence[Mention]:
    """Of a comment; none of anything else."""
    return [Mention(*mention) for mention in row.data.get("mentions", [])]


def _activity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise FilterRefusedError("That is nothing that happened.", path="before") from error


def _event(
    row: IssueActivity, actor: str, undone: Collection[UUID], mentioned: dict[str, Target]
) -> Event:
    back = row.pk in undone
    said: Any = "" if back else row.data.get("text", "")
    own = row.actor == actor
    cut = cut_at(said, mentions_of(row))
    return Event(
        id=row.pk,
        at=row.at,
        who=who(row.actor),
        what=what(row.verb, row.data),
        text=said,
        pieces=[(text, mentioned.get(mention.id) if mention else None) for text, mention in cut],
        edited="edited_at" in row.data,
        own=own and row.verb == "commented",
        undoable=not back and undoable(row) and (own or not said_by_one(row)),
        undone=back,
    )


def activities_named(*, project: Project, ids: Collection[UUID]) -> list[IssueActivity]:
    """The project's activities of these ids, oldest first; ids of others are passed over."""
    rows = IssueActivity.objects.filter(pk__in=ids, issue__project=project)
    return list(rows.select_related("issue__project").order_by("id"))

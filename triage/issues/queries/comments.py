"""What members said about an issue, as programs read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from triage.issues.mentions import Target
from triage.issues.paging import cursor_at, page_after
from triage.issues.queries.history import mentions_of
from triage.issues.queries.mentionable import named
from triage.issues.taking_back import taken_back
from triage.models import Issue, IssueActivity

_ORDER = ("-id",)


@dataclass(frozen=True)
class Mentioned:
    """Where in the text, in characters, and who."""

    start: int
    end: int
    kind: str
    id: str
    handle: str
    name: str


@dataclass(frozen=True)
class Comment:
    id: UUID
    actor: str
    text: str
    mentions: list[Mentioned]
    said_at: datetime
    edited_at: datetime | None


def comments_page(*, issue: Issue, cursor: str, limit: int) -> tuple[list[Comment], str | None]:
    """Up to `limit`, newest first, and the following page's cursor. FilterRefusedError."""
    standing = issue.activity.filter(verb="commented").exclude(pk__in=taken_back(issue))
    found = page_after(standing, _ORDER, cursor, limit + 1)
    following = cursor_at(found[limit - 1], _ORDER) if len(found) > limit else None
    return _comments(issue, found[:limit]), following


def comment_of(activity: IssueActivity) -> Comment:
    [comment] = _comments(activity.issue, [activity])
    return comment


def _comments(issue: Issue, rows: Sequence[IssueActivity]) -> list[Comment]:
    known = named(issue.project, [one for row in rows for one in mentions_of(row)])
    return [_comment(row, known) for row in rows]


def _comment(row: IssueActivity, known: dict[str, Target]) -> Comment:
    edited = row.data.get("edited_at")
    mentions = [
        Mentioned(*mention, known[mention.id].handle, known[mention.id].name)
        for mention in mentions_of(row)
        if mention.id in known
    ]
    return Comment(
        id=row.pk,
        actor=row.actor,
        text=row.data["text"],
        mentions=mentions,
        said_at=row.at,
        edited_at=datetime.fromisoformat(edited) if edited else None,
    )

"""The rows of the queue's list, in words: fifty on a page, so the template only sets them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from triage.issues.chips import due_chip, status_chip
from triage.issues.wording import ago
from triage.models import Issue, Kind
from triage.priority.showing import why

Row = dict[str, Any]


def rows_shown(
    issues: Sequence[Issue],
    *,
    address: str,
    shown: Issue | None,
    who: Mapping[str, str],
    likeness: Mapping[UUID, float],
    now: datetime,
) -> list[tuple[Issue, Row]]:
    """Each issue with its row. `address` is the queue's, to which a row's issue is added; `shown`
    is the one beside the list; `who` is at which issue, by short id."""
    rows = [_row(issue, address, who, now) | _near(issue, likeness) for issue in issues]
    return [
        (issue, row | {"here": issue == shown}) for issue, row in zip(issues, rows, strict=True)
    ]


def _row(issue: Issue, address: str, who: Mapping[str, str], now: datetime) -> Row:
    short_id, seen = issue.short_id, localtime(issue.last_seen)
    taken = f" · {issue.assignee}" if issue.assignee else ""
    return {
        "short_id": short_id,
        "url": f"{address}&issue={short_id}",
        "version": str(issue.version),
        "title": issue.title,
        "complaints": _counted(issue.complaints, "complaint", "complaints"),
        "people": " ".join(_counted(issue.people, "person", "people")),
        "priority": str(issue.priority),
        "priority_word": issue.get_priority_display(),
        "score": f"{issue.score:.0f}",
        "why": why(by=issue.priority_by, score=issue.score, stored=issue.score_parts),
        "kind": "" if issue.kind == Kind.LIKENESS else issue.get_kind_display(),
        # What most issues are goes without saying: fifty rows have to be read at a glance.
        "status": None if issue.substatus == Issue.Substatus.ONGOING else status_chip(issue),
        "due": due_chip(issue, now),
        "owner": f"{issue.owner.name}{taken}",
        "who": who.get(short_id, ""),
        "seen": seen.isoformat(),
        "seen_at": f"{seen:%Y-%m-%d %H:%M}",
        "ago": ago(issue.last_seen, now),
    }


def _near(issue: Issue, likeness: Mapping[UUID, float]) -> Row:
    """How near it is in meaning to what was looked for, where that was asked."""
    return {"likeness": f"{likeness[issue.pk]:.2f} alike"} if issue.pk in likeness else {}


def _counted(number: int, one: str, many: str) -> tuple[str, str]:
    return f"{number:,}", one if number == 1 else many

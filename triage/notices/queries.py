"""What became of a word."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback.errors import NotFoundError
from feedback.models import Feedback, Project
from triage.models import Issue, Placement
from triage.notices.receipts import State
from triage.notices.standing import receipts_of


@dataclass(frozen=True)
class Fate:
    """A word, the issue it is in (if it is in one), and the state its reporter is told."""

    word: Feedback
    issue: Issue | None
    state: State


def fate_of(*, project: Project, feedback_id: str, now: datetime) -> Fate:
    """What became of a word. NotFoundError, also for what is no id."""
    try:
        pk = UUID(feedback_id)
    except ValueError as error:
        raise _unknown() from error
    rows = Feedback.objects.of(project).select_related("answer", "correction")
    word = rows.prefetch_related("revisions", "spans", "flags__source").filter(pk=pk).first()
    if word is None:
        raise _unknown()
    placed = Placement.objects.of(project).filter(feedback=word)
    placement = placed.select_related("issue__project").first()
    issue = placement.issue if placement else None
    return Fate(word, issue, receipts_of([issue], now=now)[issue.pk].state if issue else "received")


def _unknown() -> NotFoundError:
    return NotFoundError("There is no such feedback.", code="feedback_unknown")

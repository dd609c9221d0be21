"""Recording feedback: one transaction for word, revision, correction, announcement and event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from feedback.audit.operations import record
from feedback.capture.judgement import RATINGS, says_nothing
from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.answers import ensure_answers
from feedback.capture.operations.parts import Parts, gather_parts, within_clock
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.writing import Pen, Said, Span, Word
from feedback.errors import RefusedError
from feedback.models import Answer, Feedback, FeedbackRevision, Project, Reason
from feedback.models.base import uuid7


class Receipt(NamedTuple):
    """What the sender gets once the word is committed. The same word again: the same id.

    "outdated" is for imports, which tell of the past: the voter has said something later.
    """

    id: UUID
    answer: str
    outcome: Literal["created", "updated", "duplicate", "outdated"]
    revision: int
    recorded_at: datetime


class WordRefusedError(RefusedError):
    code = "feedback_refused"


@again_on_conflict
@transaction.atomic
def record_feedback(
    *,
    project: Project,
    messages: Sequence[FeedbackMessage],
    channel: str,
    actor: str,
    now: datetime,
) -> list[Receipt | RefusedError]:
    """Store each word; a receipt or a refusal for each message, in their order.

    A voter's second word on an answer is a revision of the first. An event id that was seen
    before changes nothing and gives the receipt of what it made. What is refused is refused
    alone: the others are stored. Where all are refused, nothing is.
    """
    reasons = frozenset(Reason.objects.of(project).values_list("code", flat=True))
    drafts: list[_Draft | RefusedError] = []
    for place, message in enumerate(messages):
        path = f"$[{place}]" if len(messages) > 1 else "$"
        try:
            drafts.append(_draft(message, reasons, now=now, path=path))
        except RefusedError as refusal:
            drafts.append(refusal)
    desk = _set_desk(project, [d for d in drafts if isinstance(d, _Draft)], channel, now)
    results = [d if isinstance(d, RefusedError) else _receipt_or_refusal(desk, d) for d in drafts]
    receipts = [result for result in results if isinstance(result, Receipt)]
    if desk.pen.save():
        _leave_event(project, receipts, actor, now, alone=len(messages) == 1)
        announce(project=project)
    elif not receipts:
        transaction.set_rollback(True)  # nor the stubs and people that they named
    return results


class _Draft(NamedTuple):
    """A message whose content is in order by itself; its spans are not checked yet."""

    message: FeedbackMessage
    said: Said
    given_at: datetime
    path: str


@dataclass
class _Desk:
    """Everything that taking words needs, looked up once for the whole batch."""

    now: datetime
    parts: Parts
    answers: dict[str, Answer]
    seen: dict[str, Receipt]
    standing: dict[tuple[UUID, str], Word]
    pen: Pen
    anonymous: str = field(default_factory=lambda: str(uuid7()))

    def voter(self, message: FeedbackMessage, place: int) -> str:
        """Who has one word here: the person, else the visitor, else this very event alone."""
        if message.person:
            return f"person:{self.parts.people[message.person].id}"
        if message.visitor:
            return f"visitor:{message.visitor}"
        return f"event:{message.id or f'{self.anonymous}:{place}'}"

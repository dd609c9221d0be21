"""Recording feedback: one transaction for word, revision, correction, announcement and event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from feedback.audit.operations import record
from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.answers import KnownAnswer, ensure_answers
from feedback.capture.operations.drafts import Draft, WordRefusedError, draft, with_spans
from feedback.capture.operations.parts import Parts, gather_parts
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.writing import Pen, Said, Word
from feedback.errors import RefusedError
from feedback.models import Feedback, FeedbackRevision, Project, Reason
from feedback.models.base import uuid7
from feedback.models.bulk import as_json


class Receipt(NamedTuple):
    """What the sender gets once the word is committed. The same word again: the same id.

    "outdated" is for imports, which tell of the past: the voter has said something else since.
    """

    id: UUID
    answer: str
    outcome: Literal["created", "updated", "duplicate", "outdated"]
    revision: int
    recorded_at: datetime


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
    drafts = _drafts(project, messages, now)
    desk = _set_desk(project, [d for d in drafts if isinstance(d, Draft)], channel, now)
    results = [_take_or_refuse(desk, d) if isinstance(d, Draft) else d for d in drafts]
    receipts = [result for result in results if isinstance(result, Receipt)]
    if desk.pen.save():
        _leave_event(project, receipts, actor, now, alone=len(messages) == 1)
        announce(project=project)
    elif not receipts:
        transaction.set_rollback(True)  # nor are the stubs and people kept that were named
    return results


def _drafts(
    project: Project, messages: Sequence[FeedbackMessage], now: datetime
) -> list[Draft | RefusedError]:
    reasons = frozenset(Reason.objects.of(project).values_list("code", flat=True))
    drafts: list[Draft | RefusedError] = []
    for place, message in enumerate(messages):
        path = f"$[{place}]" if len(messages) > 1 else "$"
        try:
            drafts.append(draft(message, reasons=reasons, now=now, path=path))
        except RefusedError as refusal:
            drafts.append(refusal)
    return drafts


@dataclass
class _Desk:
    """Everything that taking words needs, looked up once for the whole batch."""

    now: datetime
    parts: Parts
    answers: dict[str, KnownAnswer]
    seen: dict[str, Receipt]
    standing: dict[tuple[UUID, str], Word]
    pen: Pen


def _set_desk(project: Project, drafts: Sequence[Draft], channel: str, now: datetime) -> _Desk:
    first_word: dict[str, datetime] = {}
    for message, _, given_at, _ in drafts:
        first_word[message.answer] = min(given_at, first_word.get(message.answer, given_at))
    messages = [d.message for d in drafts]
    answers = ensure_answers(project=project, asked=first_word, now=now)
    parts = gather_parts(project=project, messages=messages, now=now)
    seen = _seen(project, [m.id for m in messages if m.id])
    unseen = [m for m in messages if m.id not in seen]
    words = {(answers[m.answer].id, voter) for m in unseen if (voter := _voter(m, parts))}
    return _Desk(
        now=now,
        parts=parts,
        answers=answers,
        seen=seen,
        standing=_standing(words),
        pen=Pen(project_id=str(project.id), channel=channel),
    )


def _voter(message: FeedbackMessage, parts: Parts) -> str:
    """Who has one word here: the person, else the visitor, else this very event ("": no id)."""
    if message.person:
        return f"person:{parts.people[message.person].id}"
    if message.visitor:
        return f"visitor:{message.visitor}"
    return f"event:{message.id}" if message.id else ""


def _seen(project: Project, event_ids: Sequence[str]) -> dict[str, Receipt]:
    """What each event id that is stored already gave as its receipt."""
    rows = FeedbackRevision.objects.filter(project=project, event_id__any=event_ids).values_list(
        "event_id", "feedback_id", "feedback__answer__external_id", "number", "recorded_at"
    )
    return {
        str(event_id): Receipt(feedback_id, answer, "duplicate", number, recorded_at)
        for event_id, feedback_id, answer, number, recorded_at in rows
    }


# Pairs, not two lists: those would fetch every word of a thousand voters on a thousand answers.
_OF_PAIRS = (
    "(feedback_feedback.answer_id, feedback_feedback.voter) IN"
    " (SELECT (pair->>0)::uuid, pair->>1 FROM json_array_elements(%s) AS pairs (pair))"
)


def _standing(words: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], Word]:
    """What these voters have said of these answers, locked in one order against deadlocks."""
    rows = (
        Feedback.objects.filter(RawSQL(_OF_PAIRS, [as_json(words)], output_field=BooleanField()))  # noqa: S611
        .order_by("id")
        .select_for_update(of=("self",))
        .select_related("correction")
        .prefetch_related("spans")
    )
    standing = {row.id: row for row in rows}
    revisions = FeedbackRevision.objects.filter(feedback__any=standing).order_by("number")
    said_at = dict(revisions.values_list("feedback_id", "given_at")) if standing else {}
    return {
        (row.answer_id, row.voter): Word(
            id=row.id,
            answer_id=row.answer_id,
            voter=row.voter,
            said=_stored(row),
            given_at=row.given_at,
            said_at=said_at[row.id],
            recorded_at=row.recorded_at,
            complains=row.complains,
            revision=row.revision,
        )
        for row in standing.values()
    }


def _stored(row: Feedback) -> Said:
    correction = getattr(row, "correction", None)
    return Said(
        rating=row.rating,
        reasons=tuple(row.reasons),
        comment=row.comment,
        correction=correction.text if correction else "",
        withdrawn=row.withdrawn,
        spans=tuple(sorted((span.start, span.end, span.quote) for span in row.spans.all())),
    )


def _take_or_refuse(desk: _Desk, draft: Draft) -> Receipt | RefusedError:
    try:
        return _take(desk, draft)
    except RefusedError as refusal:
        return refusal


def _take(desk: _Desk, draft: Draft) -> Receipt:
    """One message at the desk. Raises RefusedError."""
    message, said, given_at, path = draft
    if message.id and message.id in desk.seen:
        return desk.seen[message.id]
    answer = desk.answers[message.answer]
    if message.spans:
        said = with_spans(said, message.spans, text=answer.text, path=path)
    voter = _voter(message, desk.parts) or f"event:{uuid7()}"
    word = desk.standing.get((answer.id, voter))
    if word is None:
        word = desk.standing[answer.id, voter] = _first(desk, draft, voter, said)
        desk.pen.write(word, event_id=message.id, tell=word.complains)
        return _receipt(desk, word, message, "created")
    if word.said == said:
        return _receipt(desk, word, message, "duplicate")
    if desk.pen.channel == Feedback.Channel.IMPORT and given_at < word.said_at:
        return _receipt(desk, word, message, "outdated")
    tell = word.change(said, said_at=given_at, now=desk.now)
    desk.pen.write(word, event_id=message.id, tell=tell)
    return _receipt(desk, word, message, "updated")


def _receipt(
    desk: _Desk,
    word: Word,
    message: FeedbackMessage,
    outcome: Literal["created", "updated", "duplicate", "outdated"],
) -> Receipt:
    parts = (word.revision, word.recorded_at)
    if message.id and outcome in {"created", "updated"}:
        desk.seen[message.id] = Receipt(word.id, message.answer, "duplicate", *parts)
    return Receipt(word.id, message.answer, outcome, *parts)


def _first(desk: _Desk, draft: Draft, voter: str, said: Said) -> Word:
    """A voter's first word on an answer. RefusedError: there is nothing to take back yet."""
    message, _, given_at, path = draft
    if said.withdrawn:
        raise WordRefusedError(
            "There is no word to withdraw.", path=path, code="nothing_to_withdraw"
        )
    person = desk.parts.people.get(message.person)
    team_id, cohort_id = desk.parts.groups_of(message)
    return Word(
        id=uuid7(),
        answer_id=desk.answers[message.answer].id,
        voter=voter,
        said=said,
        given_at=given_at,
        said_at=given_at,
        recorded_at=desk.now,
        complains=said.complains,
        person_id=person.id if person else None,
        team_id=team_id,
        cohort_id=cohort_id,
    )


def _leave_event(
    project: Project, receipts: Sequence[Receipt], actor: str, now: datetime, *, alone: bool
) -> None:
    """One event for one word; for a batch one event with its counts, as each revision is kept."""
    counts = {
        outcome: sum(receipt.outcome == outcome for receipt in receipts)
        for outcome in ("created", "updated")
    }
    record(
        project=project,
        actor=actor,
        verb="feedback.recorded",
        subject=f"feedback:{receipts[0].id}" if alone else "feedback",
        now=now,
        data={"revision": receipts[0].revision} if alone else counts,
    )

"""Recording feedback: one transaction for word, revision, correction, announcement and event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.judgement import RATINGS, complains, says_nothing
from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.answers import Outcome, ensure_answers
from feedback.capture.operations.parts import Parts, gather_parts, within_clock
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.writing import Pen, Said, Word
from feedback.errors import RefusedError
from feedback.models import Answer, Feedback, FeedbackRevision, Project, Reason
from feedback.models.base import uuid7


@dataclass(frozen=True)
class Receipt:
    """What the sender gets once the word is committed. The same word again: the same id."""

    id: UUID
    answer: str
    outcome: Outcome
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
    alone: the others are stored.
    """
    desk = _set_desk(project=project, messages=messages, channel=channel, now=now)
    results: list[Receipt | RefusedError] = []
    for place, (message, voter) in enumerate(zip(messages, desk.voters, strict=True)):
        path = f"$[{place}]" if len(messages) > 1 else "$"
        try:
            results.append(_take(desk, message, voter=voter, path=path))
        except RefusedError as refusal:
            results.append(refusal)
    if desk.pen.save():
        _leave_events(project, results, actor, now)
        announce(project=project)
    return results


@dataclass
class _Desk:
    """Everything that taking words needs, looked up once for the whole batch."""

    project: Project
    channel: str
    now: datetime
    parts: Parts
    answers: dict[str, Answer]
    reasons: frozenset[str]
    voters: list[str]
    seen: dict[str, Receipt]
    standing: dict[tuple[UUID, str], Word]
    pen: Pen = field(default_factory=Pen)


def _set_desk(
    *, project: Project, messages: Sequence[FeedbackMessage], channel: str, now: datetime
) -> _Desk:
    answers = ensure_answers(project=project, ids={m.answer for m in messages}, now=now)
    parts = gather_parts(project=project, messages=messages, now=now)
    voters = [_voter(message, parts) for message in messages]
    return _Desk(
        project=project,
        channel=channel,
        now=now,
        parts=parts,
        answers=answers,
        voters=voters,
        reasons=frozenset(Reason.objects.of(project).values_list("code", flat=True)),
        seen=_seen(project, [m.id for m in messages if m.id]),
        standing=_standing(answers.values(), voters),
    )


def _voter(message: FeedbackMessage, parts: Parts) -> str:
    """Who has one word here: the person, else the visitor, else this very event alone."""
    if message.person:
        return f"person:{parts.people[message.person].id}"
    return f"visitor:{message.visitor}" if message.visitor else f"event:{message.id or uuid7()}"


def _seen(project: Project, event_ids: Sequence[str]) -> dict[str, Receipt]:
    """What each event id that is stored already gave as its receipt."""
    rows = FeedbackRevision.objects.filter(project=project, event_id__in=event_ids)
    return {
        str(r.event_id): Receipt(
            r.feedback_id, r.feedback.answer.external_id, "duplicate", r.number, r.recorded_at
        )
        for r in rows.select_related("feedback__answer")
    }


def _standing(answers: Iterable[Answer], voters: Sequence[str]) -> dict[tuple[UUID, str], Word]:
    """What these voters have said of these answers, locked in one order against deadlocks."""
    rows = (
        Feedback.objects.filter(answer__in=list(answers), voter__in=voters)
        .order_by("id")
        .select_for_update(of=("self",))
        .select_related("correction")
        .prefetch_related("spans")
    )
    return {(row.answer_id, row.voter): Word(row, _stored(row)) for row in rows}


def _stored(row: Feedback) -> Said:
    correction = getattr(row, "correction", None)
    return Said(
        rating=row.rating,
        reasons=tuple(row.reasons),
        comment=row.comment,
        correction=correction.text if correction else "",
        spans=tuple((span.start, span.end, span.quote) for span in row.spans.all()),
        withdrawn=row.withdrawn,
    )


def _take(desk: _Desk, message: FeedbackMessage, *, voter: str, path: str) -> Receipt:
    """One message at the desk. Raises RefusedError."""
    if message.id and message.id in desk.seen:
        return desk.seen[message.id]
    answer = desk.answers[message.answer]
    said = _said(desk, message, answer, path)
    given_at = within_clock(message.given_at or desk.now, desk.now, path=f"{path}.given_at")
    word = desk.standing.get((answer.id, voter))
    if word and word.said == said:
        return _receipt(word.row, message, "duplicate")
    if word:
        outcome: Outcome = "updated"
        tell = _revise(word, said, desk.now)
    elif said.withdrawn:
        raise WordRefusedError(
            "There is no word to withdraw.", path=path, code="nothing_to_withdraw"
        )
    else:
        outcome = "created"
        word = _first(desk, message, answer=answer, voter=voter, said=said, given_at=given_at)
        desk.standing[answer.id, voter] = word
        tell = word.row.complains
    desk.pen.write(word, event_id=message.id, given_at=given_at, tell=tell)
    receipt = _receipt(word.row, message, outcome)
    if message.id:
        desk.seen[message.id] = _receipt(word.row, message, "duplicate")
    return receipt


def _receipt(row: Feedback, message: FeedbackMessage, outcome: Outcome) -> Receipt:
    return Receipt(row.id, message.answer, outcome, row.revision, row.recorded_at)


def _said(desk: _Desk, message: FeedbackMessage, answer: Answer, path: str) -> Said:
    """The content, if it has any and makes sense."""
    for place, code in enumerate(message.reasons):
        if code not in desk.reasons:
            raise WordRefusedError(
                f"{code!r} is not one of this project's reasons.",
                path=f"{path}.reasons[{place}]",
                code="reason_unknown",
            )
    said = Said(
        rating=RATINGS[message.rating],
        reasons=tuple(dict.fromkeys(message.reasons)),
        comment=message.comment.strip(),
        correction=message.correction.strip(),
        spans=tuple(
            _span(span, answer, f"{path}.spans[{place}]")
            for place, span in enumerate(message.spans)
        ),
        withdrawn=message.withdrawn,
    )
    if not said.withdrawn and says_nothing(
        rating=said.rating,
        reasons=said.reasons,
        comment=said.comment,
        correction=said.correction,
        spans=said.spans,
    ):
        raise WordRefusedError(
            "This says nothing: no thumb, reason or text.", path=path, code="says_nothing"
        )
    return said


def _span(span: SpanMessage, answer: Answer, path: str) -> tuple[int, int, str]:
    """The span with its words. An answer that is not here yet can't be checked against."""
    words = answer.text[span.start : span.end]
    if answer.text and len(words) != span.end - span.start:
        raise WordRefusedError("The span ends after the answer.", path=path, code="span_outside")
    if answer.text and span.quote and span.quote != words:
        raise WordRefusedError(
            "The answer reads otherwise at that place.", path=path, code="span_mismatch"
        )
    return span.start, span.end, span.quote or words


def _first(
    desk: _Desk,
    message: FeedbackMessage,
    *,
    answer: Answer,
    voter: str,
    said: Said,
    given_at: datetime,
) -> Word:
    person = desk.parts.people.get(message.person)
    groups = (
        {"team": person.team, "cohort": person.cohort}
        if person
        else desk.parts.groups_named(message.team, message.cohort)
    )
    row = Feedback(
        project=desk.project,
        answer=answer,
        person=person,
        voter=voter,
        channel=desk.channel,
        complains=_complains(said),
        given_at=given_at,
        recorded_at=desk.now,
        **groups,
        **said.columns,
    )
    return Word(row, said)


def _revise(word: Word, said: Said, now: datetime) -> bool:
    """Change the word; whether the floors above must hear: it complains, or it did."""
    row = word.row
    did_complain = row.complains
    for name, value in said.columns.items():
        setattr(row, name, value)
    row.complains = _complains(said)
    row.revision += 1
    row.recorded_at = now
    word.said = said
    return did_complain or row.complains


def _complains(said: Said) -> bool:
    return complains(
        rating=said.rating,
        reasons=said.reasons,
        correction=said.correction,
        withdrawn=said.withdrawn,
    )


def _leave_events(
    project: Project,
    results: Sequence[Receipt | RefusedError],
    actor: str,
    now: datetime,
) -> None:
    """One event for one word; for a batch one event with its counts, as each revision is kept."""
    receipts = [r for r in results if isinstance(r, Receipt) and r.outcome != "duplicate"]
    alone = len(results) == 1
    counts = {
        outcome: sum(r.outcome == outcome for r in receipts) for outcome in ("created", "updated")
    }
    record(
        project=project,
        actor=actor,
        verb="feedback.recorded",
        subject=f"feedback:{receipts[0].id}" if alone else "feedback",
        now=now,
        data={"revision": receipts[0].revision} if alone else counts,
    )

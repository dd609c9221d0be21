"""`POST /api/v1/answers` and `POST /api/v1/feedback`: decode, one operation, encode."""

from collections import Counter
from typing import Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema

from feedback.capture.decoding import decode
from feedback.capture.describing import IDEMPOTENCY_KEY, PERSON, PROBLEMS, RECEIPT
from feedback.capture.entering import CapturingView, Entry, answered, entry_of
from feedback.capture.messages import AnswerMessage, FeedbackMessage, schema_of
from feedback.capture.operations import Receipt, record_answers, record_feedback
from feedback.directory.access import Act
from feedback.directory.vouching import Speaker, speaker_of
from feedback.errors import RefusedError

LONGEST_KEY = 190


class Answers(CapturingView):
    """Send one answer of the assistant, or complete one that was sent."""

    act = Act.SEND_ANSWERS

    @extend_schema(
        operation_id="send_answer",
        tags=["capture"],
        request={"application/json": schema_of(AnswerMessage)},
        responses={200: RECEIPT, 201: RECEIPT, **PROBLEMS},
        examples=[
            OpenApiExample(
                "an answer with its source",
                request_only=True,
                value={
                    "id": "a-1",
                    "question": "How many days of leave do I have?",
                    "text": "You have 28 days.",
                    "release": "2026.4",
                    "confidence": 0.8,
                    "person": "u-17",
                    "citations": [{"source": "hr/leave.pdf", "status": "approved"}],
                    "tags": ["mobile app", "beta"],
                },
            )
        ],
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        entry.limit()
        found: Counter[str] = Counter()
        message = entry.guard(decode(entry.body, AnswerMessage), found)
        [outcome] = record_answers(
            project=entry.caller.project,
            messages=[message],
            actor=entry.caller.actor,
            now=entry.now,
        )
        if isinstance(outcome, RefusedError):
            raise outcome
        entry.count(found)
        receipt = {"answer": message.id, "outcome": outcome}
        return answered(receipt, status=201 if outcome == "created" else 200)


class FeedbackView(CapturingView):
    """Send a person's word on an answer: their whole word, as it now stands."""

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="send_feedback",
        tags=["capture"],
        parameters=[IDEMPOTENCY_KEY, PERSON],
        request={"application/json": schema_of(FeedbackMessage)},
        responses={200: RECEIPT, 201: RECEIPT, **PROBLEMS},
        examples=[
            OpenApiExample(
                "a correction",
                request_only=True,
                value={
                    "id": "event-1",
                    "answer": "a-1",
                    "rating": "down",
                    "reasons": ["wrong"],
                    "comment": "The new agreement says 30.",
                    "correction": "You have 30 days.",
                    "flags": [{"source": "hr/leave.pdf", "says": "out_of_date"}],
                    "person": "u-17",
                },
            )
        ],
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        message = vouched(entry, named(entry, decode(entry.body, FeedbackMessage)))
        verdict = entry.limit(person=message.person)
        found: Counter[str] = Counter()
        message = entry.guard(message, found)
        [result] = record_feedback(
            project=entry.caller.project,
            messages=[message],
            channel=entry.channel,
            actor=entry.caller.actor,
            now=entry.now,
            suspect=verdict.burst,
            admission=entry.admission,
        )
        if isinstance(result, RefusedError):
            raise result
        entry.count(found)
        return answered(as_json(result), status=201 if result.outcome == "created" else 200)


def as_json(receipt: Receipt) -> dict[str, Any]:
    return {**receipt._asdict(), "state": "received"}


def named(entry: Entry, message: FeedbackMessage, *, place: str = "") -> FeedbackMessage:
    """The message with the event's name from `Idempotency-Key`, if it has none of its own."""
    key = entry.idempotency_key
    if message.id or not key:
        return message
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise RefusedError(
            f"An Idempotency-Key has up to {LONGEST_KEY} printable characters.",
            code="idempotency_key_refused",
            path="Idempotency-Key",
        )
    return msgspec.structs.replace(message, id=f"{key}{place}")


def vouched(entry: Entry, message: FeedbackMessage) -> FeedbackMessage:
    """The message with the speaker that the host vouches for."""
    claimed = Speaker(message.person, message.team, message.cohort, message.visitor)
    speaker = speaker_of(
        caller=entry.caller,
        claimed=claimed,
        token=entry.token,
        answer=message.answer,
        now=entry.now,
        signers=entry.door.signers,
    )
    if speaker[:4] == claimed[:4]:
        return message
    return msgspec.structs.replace(
        message,
        person=speaker.person,
        team=speaker.team,
        cohort=speaker.cohort,
        visitor=speaker.visitor,
    )

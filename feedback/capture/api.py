"""`POST /api/v1/answers` and `POST /api/v1/feedback`: decode, one operation, encode."""

from typing import Any

import msgspec
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.decoding import RawJSONParser, decode
from feedback.capture.messages import AnswerMessage, FeedbackMessage, schema_of
from feedback.capture.operations import Receipt, record_answers, record_feedback
from feedback.directory.access import Act
from feedback.directory.authentication import Caller, caller_of
from feedback.directory.vouching import Speaker, speaker_of
from feedback.errors import RefusedError
from feedback.models import ApiKey, Feedback

_PROBLEMS = {
    status: OpenApiResponse(
        {"type": "object"}, description="A problem (RFC 9457) with its machine code"
    )
    for status in (400, 401, 403, 413, 415, 422)
}
_RECEIPT: dict[str, Any] = {
    "type": "object",
    "required": ["answer", "outcome"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "answer": {"type": "string"},
        "outcome": {"type": "string", "enum": ["created", "updated", "duplicate"]},
        "revision": {"type": "integer"},
        "recorded_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": ["received"]},
    },
}


class Answers(APIView):
    """Send one answer of the assistant, or complete one that was sent."""

    act = Act.SEND_ANSWERS
    parser_classes = [RawJSONParser]

    @extend_schema(
        operation_id="send_answer",
        tags=["capture"],
        request={"application/json": schema_of(AnswerMessage)},
        responses={200: _RECEIPT, 201: _RECEIPT, **_PROBLEMS},
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
                },
            )
        ],
    )
    def post(self, request: Request) -> Response:
        message = decode(request.data, AnswerMessage)
        caller = caller_of(request)
        [outcome] = record_answers(
            project=caller.project, messages=[message], actor=caller.actor, now=timezone.now()
        )
        return Response(
            {"answer": message.id, "outcome": outcome}, status=201 if outcome == "created" else 200
        )


class FeedbackView(APIView):
    """Send a person's word on an answer: their whole word, as it now stands."""

    act = Act.SEND_FEEDBACK
    parser_classes = [RawJSONParser]

    @extend_schema(
        operation_id="send_feedback",
        tags=["capture"],
        request={"application/json": schema_of(FeedbackMessage)},
        responses={200: _RECEIPT, 201: _RECEIPT, **_PROBLEMS},
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
                    "person": "u-17",
                },
            )
        ],
    )
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        message = vouched(caller, decode(request.data, FeedbackMessage), request)
        channel = (
            Feedback.Channel.WIDGET
            if caller.key and caller.key.kind == ApiKey.Kind.PUBLIC
            else Feedback.Channel.API
        )
        [result] = record_feedback(
            project=caller.project,
            messages=[message],
            channel=channel,
            actor=caller.actor,
            now=timezone.now(),
        )
        if isinstance(result, RefusedError):
            raise result
        return Response(as_json(result), status=201 if result.outcome == "created" else 200)


def as_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": str(receipt.id),
        "answer": receipt.answer,
        "outcome": receipt.outcome,
        "revision": receipt.revision,
        "recorded_at": receipt.recorded_at.isoformat(),
        "state": "received",
    }


def vouched(caller: Caller, message: FeedbackMessage, request: Request) -> FeedbackMessage:
    """The message with the speaker that the host vouches for."""
    speaker = speaker_of(
        caller=caller,
        claimed=Speaker(message.person, message.team, message.cohort, message.visitor),
        token=request.headers.get("Errata-Person", ""),
        answer=message.answer,
        now=timezone.now(),
    )
    return msgspec.structs.replace(
        message,
        person=speaker.person,
        team=speaker.team,
        cohort=speaker.cohort,
        visitor=speaker.visitor,
    )

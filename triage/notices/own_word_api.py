"""`GET /api/v1/mine`: what a reader said of these answers, and what became of it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.describing import PERSON
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.vouching import Speaker
from feedback.errors import RefusedError
from feedback.models import Source
from feedback.problems import READING, described
from feedback.texts import is_storable
from triage.listing import FlagSerializer, ParameterRefusedError, SpanSerializer
from triage.notices.own_word import own_words
from triage.notices.readers import reader_of
from triage.notices.receipts import STATES

MOST_ANSWERS = 100
_LENGTHS = {"answer": 200, "person": 200, "visitor": 100}


class OwnWord(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    rating = serializers.CharField(allow_null=True, help_text="up, down, or null for neither")
    reasons = serializers.ListField(child=serializers.CharField())
    comment = serializers.CharField(allow_blank=True)
    correction = serializers.CharField(allow_blank=True)
    spans = SpanSerializer(many=True)
    flags = FlagSerializer(many=True)
    withdrawn = serializers.BooleanField()
    recorded_at = serializers.DateTimeField()


class CitedSource(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(allow_blank=True)
    uri = serializers.CharField(allow_blank=True)
    version = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Source.Status.choices)
    approved_until = serializers.DateField(allow_null=True)
    reviewed_at = serializers.DateField(allow_null=True)
    position = serializers.IntegerField()
    passage = serializers.CharField(allow_blank=True)


class Provenance(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True)
    confidence = serializers.FloatField(allow_null=True)
    abstained = serializers.BooleanField()
    sources = CitedSource(many=True)


class OwnNotice(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(STATES, source="telling.state")
    says = serializers.CharField(
        source="telling.says", allow_blank=True, help_text="What changed, or why nothing does"
    )
    told_at = serializers.DateTimeField(source="at")
    read_at = serializers.DateTimeField(allow_null=True)


class OwnMessage(serializers.Serializer[Any]):
    notice = OwnNotice(allow_null=True, help_text="What the reader was told last")
    asks = serializers.BooleanField(
        help_text="A fix is in force: they can say whether it is right now"
    )
    right = serializers.BooleanField(allow_null=True, help_text="What they said of that")


class OwnAnswer(serializers.Serializer[Any]):
    answer = serializers.CharField()
    word = OwnWord(allow_null=True)
    state = serializers.ChoiceField(STATES, allow_blank=True)
    changed_on = serializers.DateField(
        allow_null=True, help_text="Since when it is fixed or declined"
    )
    message = OwnMessage(
        allow_null=True, help_text="Null where there is no word, or nobody is told in the widget"
    )
    provenance = Provenance(allow_null=True, help_text="Null where the reader may not see it")


class OwnAnswers(serializers.Serializer[Any]):
    answers = OwnAnswer(many=True)


class Mine(APIView):
    """What a reader said of up to 100 answers, what became of it, and what those rest on.

    The reader is the person whom the token in `Errata-Person` names, or a visitor by their own
    id; a secret key may name either.
    """

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="read_own_words",
        tags=["capture"],
        parameters=[
            OpenApiParameter("answer", str, many=True, required=True, description="Answers' ids"),
            OpenApiParameter("visitor", str, description="An anonymous visitor's own id"),
            OpenApiParameter("person", str, description="A person's id; for secret keys alone"),
            PERSON,
        ],
        responses={200: OwnAnswers, **READING, **described(429)},
    )
    def get(self, request: Request) -> Response:
        project, answers = caller_of(request).project, _answers(request)
        speaker = _speaker(request, answers)
        rows = own_words(project=project, answers=answers, speaker=speaker, now=timezone.now())
        body = OwnAnswers({"answers": rows}).data
        return Response(body, headers={"Cache-Control": "no-store"})


def _answers(request: Request) -> list[str]:
    """The ids asked for, each once, in their order. ParameterRefusedError."""
    asked = request.query_params.getlist("answer")
    if not 1 <= len(asked) <= MOST_ANSWERS:
        raise ParameterRefusedError(f"Name 1 to {MOST_ANSWERS} answers.", path="answer")
    return list(dict.fromkeys(_plain("answer", value) for value in asked))


def _speaker(request: Request, answers: list[str]) -> Speaker:
    """Whom the host vouches for. ParameterRefusedError where nobody asks."""
    claimed = Speaker(
        person=_plain("person", request.query_params.get("person")),
        visitor=_plain("visitor", request.query_params.get("visitor")),
    )
    try:
        speaker = reader_of(request, claimed=claimed, answers=answers)
    except RefusedError as refusal:
        refusal.path = refusal.path.removeprefix("$.")  # a parameter, not a field
        raise
    if not speaker.person and not speaker.visitor:
        raise ParameterRefusedError("Say who asks: a person or a visitor.", path="person")
    return speaker


def _plain(name: str, value: str | None) -> str:
    """An id as it may be stored; none is ""."""
    value = value or ""
    missing = name == "answer" and not value
    if len(value) > _LENGTHS[name] or missing or not is_storable(value):
        raise ParameterRefusedError(f"This is no {name}'s id.", path=name)
    return value

"""`GET /api/v1/feedback/{id}`: a word, what it was before, and what became of it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.models import FeedbackRevision
from feedback.problems import READING
from triage.listing import CorrectionField, FlagSerializer, RatingField, SpanSerializer
from triage.notices.queries import Fate, fate_of
from triage.notices.receipts import STATES


class RevisionSerializer(serializers.ModelSerializer[FeedbackRevision]):
    rating = RatingField(read_only=True)
    spans = serializers.SerializerMethodField()
    flags = serializers.SerializerMethodField()

    class Meta:
        model = FeedbackRevision
        fields = (
            "number",
            "rating",
            "reasons",
            "comment",
            "correction",
            "spans",
            "flags",
            "withdrawn",
            "given_at",
            "recorded_at",
        )

    @extend_schema_field(SpanSerializer(many=True))
    def get_spans(self, revision: FeedbackRevision) -> list[dict[str, Any]]:
        return [dict(zip(("start", "end", "quote"), span, strict=True)) for span in revision.spans]

    @extend_schema_field(FlagSerializer(many=True))
    def get_flags(self, revision: FeedbackRevision) -> list[dict[str, Any]]:
        return [dict(zip(("source", "says"), flag, strict=True)) for flag in revision.flags]


class FateSerializer(serializers.Serializer[Fate]):
    id = serializers.UUIDField(source="word.id")
    answer = serializers.CharField(source="word.answer.external_id")
    rating = RatingField(source="word.rating", read_only=True)
    reasons = serializers.ListField(source="word.reasons", child=serializers.CharField())
    comment = serializers.CharField(source="word.comment")
    correction = CorrectionField(source="word.correction.text")
    spans = SpanSerializer(source="word.spans", many=True)
    flags = FlagSerializer(source="word.flags", many=True)
    withdrawn = serializers.BooleanField(source="word.withdrawn")
    complains = serializers.BooleanField(
        source="word.complains", help_text="Whether it says that something is wrong"
    )
    given_at = serializers.DateTimeField(source="word.given_at")
    recorded_at = serializers.DateTimeField(source="word.recorded_at")
    revision = serializers.IntegerField(source="word.revision")
    revisions = RevisionSerializer(source="word.revisions", many=True)
    state = serializers.ChoiceField(STATES)
    issue = serializers.CharField(
        source="issue.short_id", default=None, allow_null=True, help_text="Once it is placed"
    )


class FeedbackFate(APIView):
    """A person's word with its revisions, its state and its issue."""

    act = Act.READ

    @extend_schema(
        operation_id="get_feedback", tags=["triage"], responses={200: FateSerializer, **READING}
    )
    def get(self, request: Request, feedback_id: str) -> Response:
        fate = fate_of(
            project=caller_of(request).project, feedback_id=feedback_id, now=timezone.now()
        )
        return Response(FateSerializer(fate).data)

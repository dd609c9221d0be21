"""`GET /api/v1/verified-answers`: what is right, by what a question means."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import READING
from triage.corrections.queries.meaning import LEAST, MOST, nearest
from triage.corrections.questions import LONGEST
from triage.listing import stated


class NearestQuery(serializers.Serializer[Any]):
    q = serializers.CharField(
        max_length=LONGEST, trim_whitespace=False, help_text="The question, as it was asked"
    )
    limit = serializers.IntegerField(default=1, min_value=1, max_value=MOST)
    least = serializers.FloatField(
        default=LEAST,
        min_value=0,
        max_value=1,
        help_text="How like a question must be: below that nothing is found",
    )


class RestsOnSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="source.external_id")
    title = serializers.CharField(source="source.title")
    uri = serializers.CharField(source="source.uri")
    version = serializers.CharField(help_text="The one that was read for the answer")


class NearSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="answer.short_id")
    version = serializers.IntegerField(source="answer.version")
    question = serializers.CharField(source="answer.question")
    text = serializers.CharField(source="answer.text")
    likeness = serializers.FloatField(help_text="Of the questions: 1 for the same words")
    valid_until = serializers.DateField(source="answer.valid_until", allow_null=True)
    sources = RestsOnSerializer(source="answer.resting_on.all", many=True)


class VerifiedAnswers(APIView):
    """The verified answers to a question that means the same, the likest first, for the assistant
    to give instead of its own or to build on. None that is retired, past its day, or rests on a
    source that expired, was withdrawn or has another version by now."""

    act = Act.READ

    @extend_schema(
        operation_id="find_verified_answers",
        tags=["triage"],
        parameters=[NearestQuery],
        responses={
            200: inline_serializer("NearestAnswers", {"results": NearSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        said = stated(request, NearestQuery)
        found = nearest(
            caller_of(request).project,
            said["q"],
            limit=said["limit"],
            least=said["least"],
            today=timezone.now().date(),
        )
        return Response({"results": NearSerializer(found, many=True).data})

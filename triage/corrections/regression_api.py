"""`GET /api/v1/regression-set`, `POST /api/v1/regression-runs`: what a release would break."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.decoding import BATCH_LIMIT, MOST_ITEMS, body_of, decode
from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import READING, WRITING
from triage.corrections.operations.regression import NewAnswer, run_regression
from triage.corrections.queries.regression import counts_of, run_named, set_page
from triage.listing import PageQuery, page_answered, page_described, stated
from triage.models import RegressionResult, VerifiedAnswer


class ExpectedSerializer(serializers.ModelSerializer[VerifiedAnswer]):
    id = serializers.CharField(source="short_id", read_only=True)
    expected = serializers.CharField(source="text")

    class Meta:
        model = VerifiedAnswer
        fields = ("id", "version", "question", "expected", "valid_until")


class RegressionSet(APIView):
    """The questions to ask a release before it ships, with the verified answers to them."""

    act = Act.READ

    @extend_schema(
        operation_id="list_regression_set",
        tags=["triage"],
        parameters=[PageQuery],
        responses=page_described("RegressionSet", ExpectedSerializer),
    )
    def get(self, request: Request) -> Response:
        said = stated(request, PageQuery)
        rows, following = set_page(
            caller_of(request).project,
            today=timezone.now().date(),
            cursor=said["cursor"],
            limit=said["limit"],
        )
        return page_answered(request, ExpectedSerializer, rows, following)


class NewAnswerMessage(Message):
    """`id` is the verified answer's, `text` what the release answers to its question."""

    id: Annotated[str, Meta(min_length=1, max_length=20)]
    text: Annotated[str, Meta(min_length=1, max_length=100_000)]


class RunMessage(Message, kw_only=True):
    """`run` goes on with one that was begun: so a set of more than 1,000 is one run."""

    release: Annotated[str, Meta(min_length=1, max_length=100)]
    answers: Annotated[list[NewAnswerMessage], Meta(min_length=1, max_length=MOST_ITEMS)]
    run: UUID | None = None


class ResultSerializer(serializers.ModelSerializer[RegressionResult]):
    id = serializers.CharField(source="answer.short_id")

    class Meta:
        model = RegressionResult
        fields = ("id", "version", "verdict", "why", "score")


class RunSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="run.pk", help_text="Of the run")
    release = serializers.CharField(source="run.release")
    kept = serializers.IntegerField(source="counts.kept", help_text="In the whole run so far")
    broken = serializers.IntegerField(source="counts.broken")
    unsure = serializers.IntegerField(source="counts.unsure")
    missing = serializers.IntegerField(
        source="counts.missing", help_text="Of the set, without a new answer yet"
    )
    url = serializers.CharField(help_text="The run's page")
    results = ResultSerializer(many=True, help_text="Of the answers in this message")
    unknown = serializers.ListField(
        child=serializers.CharField(), help_text="Ids that are served no more: not judged"
    )


class RegressionRuns(APIView):
    """Hold up to 1,000 new answers of a release against the verified ones: each is kept, broken,
    or unsure, with why. No language model judges; see docs/statistics.md for how often it errs."""

    act = Act.SYNC_RELEASES

    @extend_schema(
        operation_id="run_regression",
        tags=["triage"],
        request={"application/json": schema_of(RunMessage)},
        responses={201: OpenApiResponse(RunSerializer), **READING, **WRITING},
        examples=[
            OpenApiExample(
                "two answers of a release",
                request_only=True,
                value={
                    "release": "2.4",
                    "answers": [
                        {"id": "V-1", "text": "You have 30 days."},
                        {"id": "V-2", "text": "Upstairs."},
                    ],
                },
            )
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request._request, limit=BATCH_LIMIT)  # noqa: SLF001 - not read yet
        said, caller = decode(body, RunMessage), caller_of(request)
        run, results = run_regression(
            project=caller.project,
            release=said.release,
            answers=[NewAnswer(one.id, one.text) for one in said.answers],
            run=run_named(caller.project, said.run) if said.run else None,
            actor=caller.actor,
            now=timezone.now(),
        )
        pairs = list(zip(said.answers, results, strict=True))
        address = reverse("regression-run", args=[caller.project.slug, run.pk])
        found = {
            "run": run,
            "counts": counts_of(run),
            "url": request.build_absolute_uri(address),
            "results": [result for _, result in pairs if result],
            "unknown": [one.id for one, result in pairs if result is None],
        }
        return Response(RunSerializer(found).data, status=201)

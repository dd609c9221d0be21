"""`/api/v1/audits`: drawing samples of answers and judging them, from elsewhere."""

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.models import Citation
from feedback.problems import READING, WRITING
from reporting.audits.errors import AuditRefusedError
from reporting.audits.operations import FEWEST, LONGEST_NOTE, MOST, draw, judge, take_back
from reporting.audits.queries.audits import audit_named, audits_of, item_named, results_of
from reporting.audits.queries.judging import items_of
from reporting.models import AuditItem
from reporting.rollups.tally import Window
from triage.listing import sent

# The newest: older ones stay on their pages.
LISTED = 50


class DrawMessage(Message, rename={"first": "from", "last": "to"}):
    """How many of the answers given on these days (UTC, both within)."""

    first: date
    last: date
    size: Annotated[int, Meta(ge=FEWEST, le=MOST)] = 40


class JudgeMessage(Message):
    """`verdict`: right, wrong or cant_tell; empty takes one's own back."""

    verdict: Annotated[str, Meta(max_length=9)]
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


class FigureSerializer(serializers.Serializer[Any]):
    status = serializers.CharField(help_text="ok, too_early or hidden")
    value = serializers.FloatField(allow_null=True)
    interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    missing = serializers.IntegerField(help_text="Judgements before it is told")


class AuditSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="audit.pk")
    from_ = serializers.DateField(source="audit.first")
    to = serializers.DateField(source="audit.last")
    population = serializers.IntegerField(source="audit.population", help_text="Answers drawn from")
    drawn = serializers.IntegerField()
    right = serializers.IntegerField(source="total.right")
    wrong = serializers.IntegerField(source="total.wrong")
    cant_tell = serializers.IntegerField(source="total.cant_tell")
    audited_quality = FigureSerializer(source="figure")

    def get_fields(self) -> dict[str, Any]:
        """`from` is no name in Python."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class CitedSerializer(serializers.ModelSerializer[Citation]):
    source = serializers.CharField(source="source.external_id")  # type: ignore[assignment]
    title = serializers.CharField(source="source.title")
    version = serializers.CharField(source="source.version")

    class Meta:
        model = Citation
        fields = ("source", "title", "version", "passage")


class ItemSerializer(serializers.ModelSerializer[AuditItem]):
    """What readers said of the answer is left out on purpose: it would lead who judges."""

    answer = serializers.CharField(source="answer.external_id")
    question = serializers.CharField(source="answer.question")
    text = serializers.CharField(source="answer.text")
    abstained = serializers.BooleanField(source="answer.abstained")
    sources = CitedSerializer(source="answer.citations.all", many=True)
    verdict = serializers.CharField(help_text="right, wrong or cant_tell; empty while it waits")

    class Meta:
        model = AuditItem
        fields = (
            *("id", "position", "probability", "answer", "question", "text", "abstained"),
            *("sources", "verdict", "note", "judged_at"),
        )


class Audits(APIView):
    """The newest audits with what they tell so far; and drawing another."""

    act = Act.READ
    acts: ClassVar = {"POST": Act.CONFIGURE}

    @extend_schema(
        operation_id="list_audits",
        tags=["metrics"],
        responses={200: AuditSerializer(many=True), **READING},
    )
    def get(self, request: Request) -> Response:
        found = results_of(audits_of(caller_of(request).project)[:LISTED])
        return Response(AuditSerializer(found, many=True).data)

    @extend_schema(
        operation_id="draw_audit",
        tags=["metrics"],
        request={"application/json": schema_of(DrawMessage)},
        responses={201: AuditSerializer, **WRITING},
    )
    def post(self, request: Request) -> Response:
        caller, said = caller_of(request), sent(request, DrawMessage)
        if said.first > said.last:
            raise AuditRefusedError("from is after to.", path="from")
        audit = draw(
            project=caller.project,
            window=Window(said.first, said.last),
            size=said.size,
            actor=caller.actor,
            now=timezone.now(),
        )
        [result] = results_of([audit])
        return Response(AuditSerializer(result).data, status=201)


class AuditItems(APIView):
    """The answers of an audit, in the order in which they are to be judged."""

    act = Act.READ

    @extend_schema(
        operation_id="list_audit_items",
        tags=["metrics"],
        responses={200: ItemSerializer(many=True), **READING},
    )
    def get(self, request: Request, audit_id: UUID) -> Response:
        audit = audit_named(caller_of(request).project, audit_id)
        return Response(ItemSerializer(items_of(audit), many=True).data)


class AuditItemView(APIView):
    """Judge one answer. 409: somebody did so before."""

    act = Act.TRIAGE

    @extend_schema(
        operation_id="judge_audit_item",
        tags=["metrics"],
        request={"application/json": schema_of(JudgeMessage)},
        responses={200: ItemSerializer, **WRITING},
    )
    def put(self, request: Request, audit_id: UUID, item_id: UUID) -> Response:
        caller = caller_of(request)
        item = item_named(audit_named(caller.project, audit_id), item_id)
        said, now = sent(request, JudgeMessage), timezone.now()
        if said.verdict:
            judge(item=item, verdict=said.verdict, note=said.note, actor=caller.actor, now=now)
        else:
            take_back(item=item, actor=caller.actor, now=now)
        return Response(ItemSerializer(items_of(item.audit).get(pk=item.pk)).data)

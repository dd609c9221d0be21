"""`/api/v1/business-case`: the ledger, a line more, and a promise withdrawn."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.models import Cohort, Project
from feedback.problems import READING, WRITING
from reporting.models import Promise
from reporting.trajectory import operations
from reporting.trajectory.operations import PromiseRefusedError, Terms
from reporting.trajectory.queries import ledger, standing
from triage.listing import sent

Share = Annotated[float, Meta(ge=0, le=1)]
Measure = Literal["satisfaction", "active_share", "complaint_rate", "audited_quality"]


class NewPromise(Message, kw_only=True):
    """Shares are 0 to 1. `pilot`: the slug of the cohort that the claim is of; null: the first."""

    measure: Measure
    target: Share
    target_on: date
    claimed: Share | None = None
    claimed_on: date | None = None
    claimed_of: Annotated[str, Meta(max_length=operations.LONGEST)] = ""
    expected_low: Share | None = None
    expected_high: Share | None = None
    pilot: Annotated[str, Meta(max_length=100)] | None = None


class Withdrawal(Message, kw_only=True):
    """Nothing is promised any more of that."""

    measure: Measure


class PromiseSerializer(serializers.ModelSerializer[Promise]):
    pilot = serializers.CharField(source="pilot.slug", default=None, allow_null=True)
    stands = serializers.SerializerMethodField(help_text="Whether it is what is promised now")

    class Meta:
        model = Promise
        fields = (
            *("id", "measure", "claimed", "claimed_on", "claimed_of"),
            *("expected_low", "expected_high", "target", "target_on", "pilot"),
            *("withdrawn", "written_by", "written_at", "stands"),
        )

    def get_stands(self, line: Promise) -> bool:
        return line.pk in self.context["standing"]


class BusinessCase(APIView):
    """What the business case promised, as a ledger: every line, the newest first."""

    act = Act.READ
    acts = {"GET": Act.READ, "POST": Act.CONFIGURE}

    @extend_schema(
        operation_id="list_promises",
        tags=["reports"],
        responses={
            200: inline_serializer("Ledger", {"results": PromiseSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        project = caller_of(request).project
        lines = ledger(project)
        context = {"standing": {line.pk for line in standing(project).values()}}
        return Response({"results": PromiseSerializer(lines, many=True, context=context).data})

    @extend_schema(
        operation_id="add_promise",
        tags=["reports"],
        request={"application/json": schema_of(NewPromise)},
        responses={201: PromiseSerializer, **WRITING},
        examples=[
            OpenApiExample(
                "a pilot's claim",
                request_only=True,
                value={
                    "measure": "satisfaction",
                    "claimed": 0.92,
                    "claimed_on": "2026-03-01",
                    "claimed_of": "The pilot: 12 people in eight weeks",
                    "expected_low": 0.75,
                    "expected_high": 0.85,
                    "target": 0.8,
                    "target_on": "2027-03-31",
                },
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """A line more, which stands from now on. Nothing is written where it stands already."""
        caller, said = caller_of(request), sent(request, NewPromise)
        given = {name: getattr(said, name) for name in said.__struct_fields__}
        measure, pilot = given.pop("measure"), given.pop("pilot")
        line = operations.promise(
            project=caller.project,
            measure=measure,
            terms=Terms(**given, pilot=_cohort(caller.project, pilot)),
            actor=caller.actor,
            now=timezone.now(),
        )
        return _written(line)


class BusinessCaseWithdrawal(APIView):
    """That nothing is promised any more of one measure."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="withdraw_promise",
        tags=["reports"],
        request={"application/json": schema_of(Withdrawal)},
        responses={201: PromiseSerializer, **WRITING},
    )
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        line = operations.withdraw(
            project=caller.project,
            measure=sent(request, Withdrawal).measure,
            actor=caller.actor,
            now=timezone.now(),
        )
        return _written(line)


def _written(line: Promise) -> Response:
    context: dict[str, Any] = {"standing": set() if line.withdrawn else {line.pk}}
    return Response(PromiseSerializer(line, context=context).data, status=201)


def _cohort(project: Project, slug: str | None) -> Cohort | None:
    if slug is None:
        return None
    found = Cohort.objects.of(project).filter(slug=slug).first()
    if found is None:
        raise PromiseRefusedError("This project has no such cohort.", path="pilot")
    return found

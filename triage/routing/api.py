"""`/api/v1/rules`: the ownership rules, what others would do, and how they came to be."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import READING, WRITING
from triage.listing import sent
from triage.models import Handover, OwnershipRules
from triage.routing.backtest import Move
from triage.routing.operations import LONGEST_TEXT, save_rules
from triage.routing.overview import versions_of
from triage.routing.queries import rules_of
from triage.routing.trying import Trial, try_rules

Text = Annotated[str, Meta(max_length=LONGEST_TEXT, description="A rule a line; the last wins")]
Version = Annotated[
    int, Meta(ge=0, le=2**31 - 1, description="The one that you made the text from")
]


class Rules(Message):
    """With a `version`, rules that changed since are left alone (409). `reroutes`: open issues go
    to whom the change names, but for those that people assigned."""

    text: Text
    version: Version | None = None
    reroutes: bool = True


class Tried(Message):
    """A text to try."""

    text: Text


class RulesSerializer(serializers.ModelSerializer[OwnershipRules]):
    class Meta:
        model = OwnershipRules
        fields: Sequence[str] = ("version", "text", "saved_by", "saved_at")


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    class Meta:
        model = Handover
        fields = ("issues", "seen", "moved", "went_on_at", "ended_at")


class InForceSerializer(RulesSerializer):
    rerouting = HandoverSerializer(
        source="handover",
        allow_null=True,
        read_only=True,
        help_text="How far open issues have followed; null where saving left them as they were",
    )

    class Meta(RulesSerializer.Meta):
        fields = (*RulesSerializer.Meta.fields, "rerouting")


_ENDS: dict[str, Any] = {
    "from": serializers.CharField(allow_blank=True),
    "to": serializers.CharField(allow_blank=True),
    "count": serializers.IntegerField(),
}
_Moves: Any = type(inline_serializer("RulesMove", _ENDS))


_TRIAL = inline_serializer(
    "RulesTrial",
    {
        "since": serializers.DateTimeField(help_text="Complaints given since then were tried"),
        "complaints": serializers.IntegerField(help_text="How many, the newest 200,000 at most"),
        "moved": serializers.IntegerField(help_text="Of them, how many to another owner"),
        "owners": _Moves(many=True, help_text="By owner"),
        "priorities": _Moves(many=True, help_text="By the priority that a rule gives"),
        "times": _Moves(many=True, help_text="By the times that a rule gives"),
        "idle_lines": serializers.ListField(
            child=serializers.IntegerField(), help_text="Lines that decide none of them"
        ),
        "by_default": serializers.IntegerField(help_text="How many no line decides"),
        "open_issues": _Moves(
            many=True, help_text="Open issues that saving would give to others, of the newest 5,000"
        ),
        "rerouted": serializers.IntegerField(
            help_text="Open issues that would get another owner, priority or times"
        ),
        "held": serializers.IntegerField(help_text="That would, had no person assigned them"),
    },
)


class RulesView(APIView):
    """The ownership rules in force. A key changes them only if it was made for `configure`."""

    act = Act.READ
    acts: ClassVar = {"PUT": Act.CONFIGURE}

    @extend_schema(
        operation_id="get_rules", tags=["triage"], responses={200: InForceSerializer, **READING}
    )
    def get(self, request: Request) -> Response:
        return Response(InForceSerializer(rules_of(caller_of(request).project)).data)

    @extend_schema(
        operation_id="save_rules",
        tags=["triage"],
        request={"application/json": schema_of(Rules)},
        responses={200: InForceSerializer, **WRITING},
    )
    def put(self, request: Request) -> Response:
        """422 `rules_refused` names the line and column; 409 `rules_changed` says what came.

        Of very many open issues some follow in the background: `GET` says how far they are.
        """
        caller, said = caller_of(request), sent(request, Rules)
        rules = save_rules(
            project=caller.project,
            text=said.text,
            seen=said.version,
            reroutes=said.reroutes,
            actor=caller.actor,
            now=timezone.now(),
        )
        return Response(InForceSerializer(rules).data)


class RulesTrial(APIView):
    """What saving a text would move, held against the rules in force: complaints of the last 30
    days, and open issues. Nothing is changed."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="try_rules",
        tags=["triage"],
        request={"application/json": schema_of(Tried)},
        responses={200: _TRIAL, **WRITING},
    )
    def post(self, request: Request) -> Response:
        said = sent(request, Tried)
        trial = try_rules(project=caller_of(request).project, text=said.text, now=timezone.now())
        return Response(_told(trial))


class RulesVersions(APIView):
    """The latest 20 versions of the rules, the newest first."""

    act = Act.READ

    @extend_schema(
        operation_id="list_rules_versions",
        tags=["triage"],
        responses={
            200: inline_serializer("RulesVersions", {"versions": RulesSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        versions = versions_of(caller_of(request).project)
        return Response({"versions": RulesSerializer(versions, many=True).data})


def _told(trial: Trial) -> dict[str, object]:
    test, rerouting = trial.backtest, trial.rerouting
    return {
        "since": test.since,
        "complaints": test.complaints,
        "moved": test.moved,
        "owners": _listed(test.owners),
        "priorities": _listed(test.priorities),
        "times": _listed(test.times),
        "idle_lines": test.idle,
        "by_default": test.by_default,
        "open_issues": _listed(rerouting.moves),
        "rerouted": len(rerouting.issues),
        "held": rerouting.held,
    }


def _listed(moves: Sequence[Move]) -> list[dict[str, object]]:
    return [{"from": move.before, "to": move.after, "count": move.count} for move in moves]

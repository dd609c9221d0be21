"""`/api/v1/webhooks/{id}/deliveries`: what came of the messages, and sending them again."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import WRITING
from feedback.reading.parameters import cursor_after, row_before
from triage.integrations import operations
from triage.integrations.endpoints_api import line_of
from triage.integrations.queries import deliveries_of
from triage.integrations.tasks import nudge
from triage.listing import PageQuery, page_answered, page_described, sent, stated
from triage.models import Attempt, Delivery


class Replay(Message):
    """One message by its id; null: all that were given up."""

    message: UUID | None = None


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    class Meta:
        model = Attempt
        fields = ("at", "took_ms", "status", "says")


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    issue = serializers.CharField(
        source="issue.short_id", allow_null=True, default=None, help_text="Null for a test"
    )
    state = serializers.ChoiceField(Delivery.State.choices)
    due_at = serializers.DateTimeField(
        allow_null=True, source="next_try_at", help_text="The next try, while it waits"
    )
    attempts = AttemptSerializer(many=True)

    class Meta:
        model = Delivery
        fields = ("id", "message_id", "event", "issue", "at", "state", "due_at", "attempts")


class DeliveryQuery(PageQuery):
    state = serializers.ChoiceField(Delivery.State.choices, required=False)


class WebhookPing(APIView):
    """A message that says nothing but that it arrives. The log says what came of it."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="ping_webhook",
        tags=["integrations"],
        request=None,
        responses={202: DeliverySerializer, **WRITING},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        delivery = operations.ping(
            endpoint=line_of(request, endpoint_id).endpoint,
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        nudge()
        return Response(DeliverySerializer(delivery).data, status=202)


class WebhookReplay(APIView):
    """Send again, under the same ids: one message, or all that were given up."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="replay_webhook",
        tags=["integrations"],
        request={"application/json": schema_of(Replay)},
        responses={
            202: inline_serializer("Replayed", {"messages": serializers.IntegerField()}),
            **WRITING,
        },
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        line, said = line_of(request, endpoint_id), sent(request, Replay)
        count = operations.replay(
            endpoint=line.endpoint,
            delivery_id=said.message,
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        nudge()
        body: dict[str, Any] = {"messages": count}
        return Response(body, status=202)


class WebhookDeliveries(APIView):
    """The messages of 30 days with each try, the newest first."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="list_webhook_deliveries",
        tags=["integrations"],
        parameters=[DeliveryQuery],
        responses=page_described("DeliveryPage", DeliverySerializer),
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        query, line = stated(request, DeliveryQuery), line_of(request, endpoint_id)
        limit = query["limit"]
        found = deliveries_of(
            line.endpoint,
            state=query.get("state", ""),
            before=row_before(query["cursor"]) if query["cursor"] else None,
            limit=limit + 1,
        )
        following = cursor_after(found[limit - 1].pk) if len(found) > limit else None
        return page_answered(request, DeliverySerializer, found[:limit], following)

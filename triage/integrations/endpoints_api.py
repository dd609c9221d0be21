"""`/api/v1/webhooks`: who outside is told what happens."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
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
from feedback.errors import NotFoundError
from feedback.problems import READING, WRITING
from triage.integrations import operations
from triage.integrations.queries import EndpointLine, endpoint_line, endpoint_lines
from triage.listing import sent
from triage.models import Endpoint

Url = Annotated[str, Meta(min_length=1, max_length=2000)]
Label = Annotated[str, Meta(min_length=1, max_length=100)]
Events = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=50)]


class NewEndpoint(Message):
    """`tells_texts`: titles and resolutions too, which may quote people."""

    url: Url
    name: Label
    events: Events
    kind: Literal["webhook", "slack"] = "webhook"
    tells_texts: bool = False


class EndpointChange(Message):
    """What is not said stays. `on`: whether it is told anything."""

    url: Url | None = None
    name: Label | None = None
    events: Events | None = None
    tells_texts: bool | None = None
    on: bool | None = None


class Rotation(Message):
    """For how many days the former secret signs too."""

    days: Annotated[int, Meta(ge=0, le=30)] = 1


class EndpointSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="endpoint.id")
    kind = serializers.ChoiceField(Endpoint.Kind.choices, source="endpoint.kind")
    name = serializers.CharField(source="endpoint.name")
    host = serializers.CharField(source="endpoint.host")
    url = serializers.CharField(help_text="Empty where the address itself is a secret")
    events = serializers.ListField(child=serializers.CharField(), source="endpoint.events")
    tells_texts = serializers.BooleanField(source="endpoint.tells_texts")
    off = serializers.ChoiceField(
        Endpoint.Off.choices, source="endpoint.off", help_text="Why it is off; empty: it is on"
    )
    failing_since = serializers.DateTimeField(source="endpoint.failing_since", allow_null=True)
    former_secret_until = serializers.DateTimeField(source="endpoint.former_until", allow_null=True)
    waiting = serializers.IntegerField(help_text="Messages that are to be sent")
    given_up = serializers.IntegerField(source="dead", help_text="Messages that can be replayed")


class MadeSerializer(EndpointSerializer):
    secret = serializers.CharField(help_text="Shown this once; empty where nothing is signed")


class Webhooks(APIView):
    """The endpoints, by name. A key needs to be made for `configure`."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="list_webhooks",
        tags=["integrations"],
        responses={
            200: inline_serializer("WebhookList", {"results": EndpointSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        lines = endpoint_lines(caller_of(request).project)
        return Response({"results": EndpointSerializer(lines, many=True).data})

    @extend_schema(
        operation_id="add_webhook",
        tags=["integrations"],
        request={"application/json": schema_of(NewEndpoint)},
        responses={201: MadeSerializer, **WRITING},
    )
    def post(self, request: Request) -> Response:
        """Tell a server from now on. 422 `address_refused`: nothing is sent there."""
        caller, said = caller_of(request), sent(request, NewEndpoint)
        made = operations.add_endpoint(
            project=caller.project,
            kind=said.kind,
            name=said.name,
            url=said.url,
            events=said.events,
            tells_texts=said.tells_texts,
            actor=caller.actor,
            now=timezone.now(),
        )
        return _made(request, made, status=201)


class Webhook(APIView):
    """One endpoint."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="get_webhook",
        tags=["integrations"],
        responses={200: EndpointSerializer, **READING},
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        return Response(EndpointSerializer(line_of(request, endpoint_id)).data)

    @extend_schema(
        operation_id="change_webhook",
        tags=["integrations"],
        request={"application/json": schema_of(EndpointChange)},
        responses={200: EndpointSerializer, **WRITING},
    )
    def patch(self, request: Request, endpoint_id: str) -> Response:
        """Change it, or switch it off and on. Switching off gives up what waits."""
        endpoint, said = line_of(request, endpoint_id).endpoint, sent(request, EndpointChange)
        who_when: dict[str, Any] = {"actor": caller_of(request).actor, "now": timezone.now()}
        with transaction.atomic():
            operations.change_endpoint(
                endpoint=endpoint,
                name=said.name,
                url=said.url,
                events=said.events,
                tells_texts=said.tells_texts,
                **who_when,
            )
            if said.on is not None and said.on != (endpoint.off == Endpoint.Off.NO):
                switch = operations.switch_on if said.on else operations.switch_off
                switch(endpoint=endpoint, **who_when)
        return Response(EndpointSerializer(line_of(request, endpoint_id)).data)

    @extend_schema(
        operation_id="remove_webhook", tags=["integrations"], responses={204: None, **WRITING}
    )
    def delete(self, request: Request, endpoint_id: str) -> Response:
        """With its messages and its log. 409 `endpoint_on`: switch it off first."""
        line = line_of(request, endpoint_id)
        operations.remove_endpoint(
            endpoint=line.endpoint, actor=caller_of(request).actor, now=timezone.now()
        )
        return Response(status=204)


class WebhookRotate(APIView):
    """Another secret; the former one signs too for a while."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="rotate_webhook_secret",
        tags=["integrations"],
        request={"application/json": schema_of(Rotation)},
        responses={200: MadeSerializer, **WRITING},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        line, said = line_of(request, endpoint_id), sent(request, Rotation)
        made = operations.rotate_secret(
            endpoint=line.endpoint,
            overlap=timedelta(days=said.days),
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        return _made(request, made, status=200)


def line_of(request: Request, endpoint_id: str) -> EndpointLine:
    """NotFoundError, also for what is no id."""
    try:
        pk = UUID(endpoint_id)
    except ValueError as error:
        raise NotFoundError("There is no such endpoint.", code="endpoint_unknown") from error
    return endpoint_line(caller_of(request).project, pk)


def _made(request: Request, made: operations.Made, *, status: int) -> Response:
    line = line_of(request, str(made.endpoint.pk))
    body = EndpointSerializer(line).data | {"secret": made.secret}
    return Response(body, status=status, headers={"Cache-Control": "no-store"})

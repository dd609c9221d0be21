"""`GET /api/v1/notices`: what reporters are told, for hosts to poll; and that it was read."""

from typing import Annotated, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.describing import PERSON
from feedback.capture.messages import Line, Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.vouching import Speaker
from feedback.problems import READING, WRITING, described
from triage.listing import MOST, sent, stated
from triage.notices.payloads import payload_of
from triage.notices.readers import of_reader, reader_of
from triage.notices.receipts import STATES
from triage.notices.reporters import mark_read, notices_after

_LARGEST = 2**63 - 1


class NoticesQuery(serializers.Serializer[Any]):
    person = serializers.CharField(
        required=False, default="", max_length=200, help_text="Only those of this person"
    )
    after = serializers.IntegerField(
        required=False,
        default=0,
        min_value=0,
        max_value=_LARGEST,
        help_text="Only those after this one: `next` of the last answer",
    )
    unread = serializers.BooleanField(
        required=False, default=False, help_text="Only those that nobody has read"
    )
    limit = serializers.IntegerField(required=False, default=50, min_value=1, max_value=MOST)


class NoticeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    person = serializers.CharField(allow_null=True, help_text="null for an anonymous visitor")
    feedback = serializers.UUIDField(help_text="Their latest complaint that it is about")
    answer = serializers.CharField()
    issue = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    says = serializers.CharField(
        allow_blank=True, help_text="What changed, or why nothing does, as the team says it"
    )
    told_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticesSerializer(serializers.Serializer[Any]):
    notices = NoticeSerializer(many=True)
    next = serializers.IntegerField(help_text="To be asked for as `after` the next time")


class ReadMessage(Message, kw_only=True):
    """Ids of notices. Pages and tokens reach those of their own reader alone; a token for one
    answer says which `answer` that is."""

    notices: Annotated[
        list[Annotated[int, Meta(ge=1, le=_LARGEST)]], Meta(min_length=1, max_length=1000)
    ]
    person: Line = ""
    visitor: Annotated[str, Meta(max_length=100)] = ""
    answer: Line = ""


class ReadSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many were not read before")


class ReporterNotices(APIView):
    """What reporters were told, in the order in which they were. Keep `next`: asked for as `after`
    it gives what came since, and nothing is missed or comes twice."""

    act = Act.READ

    @extend_schema(
        operation_id="list_notices",
        tags=["triage"],
        parameters=[NoticesQuery],
        responses={200: NoticesSerializer, **READING},
    )
    def get(self, request: Request) -> Response:
        query = stated(request, NoticesQuery)
        found = notices_after(project=caller_of(request).project, **query)
        body = {
            "notices": [payload_of(notice) for notice in found],
            "next": found[-1].pk if found else query["after"],
        }
        return Response(body, headers={"Cache-Control": "no-store"})


class NoticesRead(APIView):
    """Say that notices were read: by the reader of a page, or taken by a host that tells them.

    What was read is not sent by e-mail any more.
    """

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="mark_notices_read",
        tags=["capture"],
        parameters=[PERSON],
        request={"application/json": schema_of(ReadMessage)},
        responses={200: ReadSerializer, **WRITING, **described(429)},
    )
    def post(self, request: Request) -> Response:
        said = sent(request, ReadMessage)
        claimed = Speaker(person=said.person, visitor=said.visitor)
        speaker = reader_of(request, claimed=claimed, answers=[said.answer] if said.answer else [])
        caller = caller_of(request)
        read = mark_read(
            project=caller.project,
            ids=said.notices,
            whose=of_reader(request, speaker),
            actor=caller.actor,
            now=timezone.now(),
        )
        return Response({"read": read})

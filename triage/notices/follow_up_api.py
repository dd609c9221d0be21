"""`POST /api/v1/feedback/{id}/follow-up`: is it right now?"""

from typing import Annotated
from uuid import UUID

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
from feedback.errors import NotFoundError
from feedback.models import Feedback
from feedback.problems import WRITING, described
from triage.listing import sent
from triage.models import FollowUp
from triage.notices.follow_ups import follow_up
from triage.notices.readers import of_reader, reader_of


class FollowUpMessage(Message, kw_only=True):
    """`right`: whether the answer is right now. `person` is for servers; a page proves who reads
    it by a signed token, or says which `visitor` it is."""

    right: bool
    person: Line = ""
    visitor: Annotated[str, Meta(max_length=100)] = ""


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    feedback = serializers.UUIDField(source="feedback_id")

    class Meta:
        model = FollowUp
        fields = ("feedback", "right", "at")


class FeedbackFollowUp(APIView):
    """Say whether what a word complained of is right now, once a fix is in force (until then 409
    `nothing_to_follow_up`). A later answer takes the earlier one's place.

    A page answers for its reader alone: with their token, or as the visitor who gave the word.
    """

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="follow_up",
        tags=["capture"],
        parameters=[PERSON],
        request={"application/json": schema_of(FollowUpMessage)},
        responses={200: FollowUpSerializer, **WRITING, **described(429)},
    )
    def post(self, request: Request, feedback_id: str) -> Response:
        word = _word(request, feedback_id)
        said = sent(request, FollowUpMessage)
        _refuse_others(request, word, Speaker(person=said.person, visitor=said.visitor))
        answer = follow_up(
            word=word, right=said.right, actor=caller_of(request).actor, now=timezone.now()
        )
        return Response(FollowUpSerializer(answer).data)


def _word(request: Request, feedback_id: str) -> Feedback:
    """The project's word of that id. NotFoundError."""
    try:
        rows = Feedback.objects.of(caller_of(request).project).filter(pk=UUID(feedback_id))
    except ValueError as error:
        raise _unknown() from error
    word = rows.select_related("answer", "project").first()
    if word is None:
        raise _unknown()
    return word


def _refuse_others(request: Request, word: Feedback, claimed: Speaker) -> None:
    """NotFoundError where the word is not the reader's own."""
    speaker = reader_of(request, claimed=claimed, answers=[word.answer.external_id])
    if not Feedback.objects.filter(of_reader(request, speaker), pk=word.pk).exists():
        raise _unknown()


def _unknown() -> NotFoundError:
    return NotFoundError("There is no such feedback.", code="feedback_unknown")

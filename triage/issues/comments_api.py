"""`GET` and `POST /api/v1/issues/{id}/comments`."""

from typing import Annotated, Any, ClassVar

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
from feedback.problems import WRITING
from triage.issues import operations
from triage.issues.api import issue_of
from triage.issues.queries.comments import comment_of, comments_page
from triage.listing import PageQuery, page_answered, page_described, sent, stated


class NewComment(Message):
    """`@` and a handle mentions somebody, who is told: a member by what stands before the @ of
    their e-mail address, or by all of it, an owner team by its slug."""

    text: Annotated[str, Meta(min_length=1, max_length=10_000)]


class MentionSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="In characters of the text")
    end = serializers.IntegerField()
    kind = serializers.ChoiceField(["member", "owner"])
    id = serializers.CharField(
        help_text="Of the member or the owner team, whatever they are called"
    )
    handle = serializers.CharField(help_text="An e-mail address, or an owner's slug")
    name = serializers.CharField()


class CommentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    actor = serializers.CharField(help_text="`member:` and an e-mail address, or `key:` and a name")
    text = serializers.CharField()
    mentions = MentionSerializer(many=True)
    said_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class IssueComments(APIView):
    """What members and programs said about an issue to one another, the newest first. What was
    taken back is left out."""

    act = Act.READ
    acts: ClassVar = {"POST": Act.TRIAGE}

    @extend_schema(
        operation_id="list_issue_comments",
        tags=["triage"],
        parameters=[PageQuery],
        responses=page_described("CommentPage", CommentSerializer),
    )
    def get(self, request: Request, short_id: str) -> Response:
        query = stated(request, PageQuery)
        found, following = comments_page(
            issue=issue_of(request, short_id), cursor=query["cursor"], limit=query["limit"]
        )
        return page_answered(request, CommentSerializer, found, following)

    @extend_schema(
        operation_id="comment_on_issue",
        tags=["triage"],
        request={"application/json": schema_of(NewComment)},
        responses={201: CommentSerializer, **WRITING},
    )
    def post(self, request: Request, short_id: str) -> Response:
        issue, said = issue_of(request, short_id), sent(request, NewComment)
        activity = operations.comment(
            issue=issue, text=said.text, actor=caller_of(request).actor, now=timezone.now()
        )
        return Response(CommentSerializer(comment_of(activity)).data, status=201)

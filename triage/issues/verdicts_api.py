"""`POST /api/v1/issues/{id}/keep-apart` and `/keep-whole`: how an issue is to stay."""

from typing import Annotated

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import WRITING
from triage.issues import operations
from triage.issues.api import IssueSerializer, issue_of
from triage.listing import sent
from triage.models import Issue

Version = Annotated[int, Meta(ge=0, le=2**31 - 1, description="The issue's, as you last saw it")]
ShortId = Annotated[str, Meta(min_length=1, max_length=20, description="The short id: HR-142")]


class Apart(Message):
    """With a `version`, an issue that changed since is left alone (409)."""

    other: ShortId
    version: Version | None = None


class Whole(Message):
    """With a `version`, an issue that changed since is left alone (409)."""

    version: Version | None = None


class KeepApart(APIView):
    """Never merge these two, nor what they are merged into, until somebody takes that back."""

    act = Act.TRIAGE

    @extend_schema(
        operation_id="keep_issues_apart",
        tags=["triage"],
        request={"application/json": schema_of(Apart)},
        responses={200: IssueSerializer, **WRITING},
    )
    def post(self, request: Request, short_id: str) -> Response:
        issue, said = issue_of(request, short_id), sent(request, Apart)
        operations.keep_apart(
            issue=issue,
            other=issue_of(request, said.other),
            version=said.version,
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        return _as_it_is(request, issue)


class KeepWhole(APIView):
    """Never split this, nor take anything out of it, until somebody takes that back."""

    act = Act.TRIAGE

    @extend_schema(
        operation_id="keep_issue_whole",
        tags=["triage"],
        request={"application/json": schema_of(Whole)},
        responses={200: IssueSerializer, **WRITING},
    )
    def post(self, request: Request, short_id: str) -> Response:
        issue, said = issue_of(request, short_id), sent(request, Whole)
        operations.keep_whole(
            issue=issue,
            version=said.version,
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        return _as_it_is(request, issue)


def _as_it_is(request: Request, issue: Issue) -> Response:
    now = issue_of(request, issue.short_id)
    return Response(IssueSerializer(now, context={"request": request}).data)

"""`GET /api/v1/placements`."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from triage.issues.queries.listing import placements_page
from triage.listing import PageQuery, page_answered, page_described, stated
from triage.models import Placement


class PlacementQuery(PageQuery):
    since = serializers.DateTimeField(
        required=False,
        default=None,
        help_text="RFC 3339: placed then or later; without a zone it is UTC",
    )


class PlacementSerializer(serializers.ModelSerializer[Placement]):
    feedback = serializers.UUIDField(source="feedback_id")
    answer = serializers.CharField(source="feedback.answer.external_id")
    issue = serializers.CharField(source="issue.short_id")
    owner = serializers.CharField(source="issue.owner.slug")

    class Meta:
        model = Placement
        fields = ("feedback", "answer", "issue", "owner", "why", "similarity", "by", "placed_at")


class Placements(APIView):
    """Which complaint is in which issue, and why; in the order in which they were placed.

    A complaint that is moved appears again, at its new time. Workers commit side by side: to miss
    nothing when polling, ask `since` a minute before the latest `placed_at` that you have.
    """

    act = Act.READ

    @extend_schema(
        operation_id="list_placements",
        tags=["triage"],
        parameters=[PlacementQuery],
        responses=page_described("PlacementPage", PlacementSerializer),
    )
    def get(self, request: Request) -> Response:
        query = stated(request, PlacementQuery)
        found, following = placements_page(
            project=caller_of(request).project,
            since=query["since"],
            cursor=query["cursor"],
            limit=query["limit"],
        )
        return page_answered(request, PlacementSerializer, found, following)

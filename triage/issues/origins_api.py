"""`GET /api/v1/issues/{id}/origins`: where an issue comes from."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.problems import READING
from triage.issues.api import issue_of
from triage.issues.queries.origins import origins_of


class OriginSerializer(serializers.Serializer[Any]):
    of = serializers.ChoiceField(
        ["source", "release", "team", "cohort"], source="excess.kind", help_text="What it is"
    )
    key = serializers.CharField(help_text="Its id in the API")
    name = serializers.CharField()
    times = serializers.FloatField(
        source="excess.lift.ratio", help_text="Its share here, over its share elsewhere"
    )
    low = serializers.FloatField(source="excess.lift.low")
    high = serializers.FloatField(
        source="excess.lift.high",
        help_text="The interval that holds in 95 of 100 cases, for all groups together",
    )
    people = serializers.IntegerField(source="excess.people")
    of_people = serializers.IntegerField(source="excess.of_people")
    people_elsewhere = serializers.IntegerField(source="excess.people_elsewhere")
    of_people_elsewhere = serializers.IntegerField(source="excess.of_people_elsewhere")


class IssueOrigins(APIView):
    """The source, release, team and cohort with more than their share of an issue, compared with
    what others complained of within four weeks; kinds in which none has are left out."""

    act = Act.READ

    @extend_schema(
        operation_id="list_issue_origins",
        tags=["triage"],
        responses={
            200: inline_serializer("Origins", {"results": OriginSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request, short_id: str) -> Response:
        found = origins_of(issue_of(request, short_id))
        return Response({"results": OriginSerializer(found, many=True).data})

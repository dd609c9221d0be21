"""`GET /api/v1/backlog`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import READING
from triage.clustering.queries import backlog_of, trouble_of


class Backlog(APIView):
    """How many complaints are not in an issue yet, and for how long the oldest has waited.

    `trouble` says why they can't be read now, as when a model can't be had; else it is empty.
    """

    act = Act.READ

    @extend_schema(
        operation_id="get_backlog",
        tags=["triage"],
        responses={
            200: inline_serializer(
                "Backlog",
                {
                    "waiting": serializers.IntegerField(),
                    "oldest_age_s": serializers.FloatField(allow_null=True),
                    "trouble": serializers.CharField(allow_blank=True),
                },
            ),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        project = caller_of(request).project
        number, oldest = backlog_of(project)
        age = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else None
        answer = {"waiting": number, "oldest_age_s": age, "trouble": trouble_of(project)}
        return Response(answer)

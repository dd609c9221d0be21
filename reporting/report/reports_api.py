"""`GET /api/v1/reports` and `/reports/{name}`: what the report pages say, as data."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.problems import READING
from reporting.kit.asking import ask
from reporting.kit.facets import WITHOUT
from reporting.report.api import DEFINITION, FACETS, WINDOW
from reporting.report.catalogue import REPORTS, report_named
from reporting.report.encoding import page_as_json

_COLUMN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "key": {"type": "string"},
        "title": {"type": "string"},
        "definition": {"type": "string"},
    },
}
_BLOCK: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "section": {"type": "string"},
        "summary": {"type": "string", "description": "What is seen, in a sentence or two"},
        "notes": {"type": "array", "items": {"type": "string"}},
        "columns": {"type": "array", "items": _COLUMN},
        "rows": {
            "type": "array",
            "description": "By column: a figure, or a value; with the words that the page has",
            "items": {"type": "object", "additionalProperties": True},
        },
        "definitions": {"type": "array", "items": DEFINITION},
    },
}
_REPORT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "title": {"type": "string"},
        "window": WINDOW,
        "says": {"type": "array", "items": {"type": "string"}},
        "blocks": {"type": "array", "items": _BLOCK},
    },
}
_NAMES: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reports": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "title": {"type": "string"}},
            },
        }
    },
}


class Reports(APIView):
    """The reports that there are."""

    act = Act.READ

    @extend_schema(
        operation_id="list_reports", tags=["metrics"], responses={200: _NAMES, **READING}
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        names = [{"name": name, "title": report.title} for name, report in REPORTS.items()]
        return Response({"reports": names})


class ReportView(APIView):
    """One report, of a window, a team, a cohort, a facet."""

    act = Act.READ

    @extend_schema(
        operation_id="get_report",
        tags=["metrics"],
        parameters=[
            OpenApiParameter("name", str, "path", enum=list(REPORTS)),
            OpenApiParameter("team", str, description=f"A team's slug; {WITHOUT} for without one"),
            OpenApiParameter("cohort", str, description=f"A cohort's slug; {WITHOUT} for without"),
            *FACETS,
            OpenApiParameter("from", str, description="First day (UTC), like 2026-06-15"),
            OpenApiParameter("to", str, description="Last day; without both, 28 days to today"),
        ],
        responses={200: _REPORT, **READING},
    )
    def get(self, request: Request, name: str) -> Response:
        report = report_named(name)
        asked = ask(
            project=caller_of(request).project,
            parameters=request.query_params.dict(),
            now=timezone.now(),
        )
        at = request.build_absolute_uri(reverse("report", args=(asked.project.slug, name)))
        page = page_as_json(report.page(asked), at=at)
        return Response({"name": name, "title": report.heading(asked), **page})

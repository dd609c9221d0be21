"""`GET /api/v1/metrics` and `/metrics/{name}`: understand the question, one table, encode."""

from typing import Any

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
from reporting.kit.slices import Groups, Part, series
from reporting.kit.tables import table_for
from reporting.metrics.definition import Metric
from reporting.report.catalogue import metric_named
from reporting.report.definitions import METRICS
from reporting.report.encoding import (
    definition_as_json,
    figure_as_json,
    window_as_json,
)
from reporting.rollups.statements import KINDS
from reporting.rollups.tally import Window

DEFINITION: dict[str, Any] = {
    "type": "object",
    "required": ["name", "title", "definition", "unit", "people_are", "minimum_people"],
    "properties": {
        "name": {"type": "string"},
        "title": {"type": "string"},
        "definition": {"type": "string"},
        "numerator_is": {"type": "string"},
        "denominator_is": {"type": ["string", "null"]},
        "unit": {"type": "string", "description": "share, or what is counted"},
        "people_are": {"type": "string", "description": "Who is behind a figure"},
        "minimum_people": {"type": "integer", "description": "Fewer: hidden"},
        "minimum_events": {"type": "integer", "description": "Fewer: too early"},
        "interval_method": {"type": ["string", "null"]},
        "window_is": {"type": "string"},
        "literature": {"type": ["string", "null"]},
    },
}
WINDOW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
    },
}
_FIGURE: dict[str, Any] = {
    "status": {"type": "string", "enum": ["ok", "too_early", "hidden", "not_measured"]},
    "numerator": {"type": ["integer", "null"]},
    "denominator": {"type": ["integer", "null"]},
    "value": {"type": ["number", "null"]},
    "interval": {
        "type": ["array", "null"],
        "items": {"type": "number"},
        "minItems": 2,
        "maxItems": 2,
    },
    "people": {"type": ["integer", "null"]},
    "missing": {"type": "integer", "description": "Events that are missing to tell"},
}
_GROUP: dict[str, Any] = {
    "type": "object",
    "properties": {"slug": {"type": "string"}, "name": {"type": "string"}},
}
# What every report that can be asked of a facet understands.
FACETS = [
    OpenApiParameter(
        kind,
        str,
        description=f"Of this {kind} alone; {WITHOUT} where none is known. One facet only",
    )
    for kind in KINDS
]
_METRIC: dict[str, Any] = {
    "type": "object",
    "properties": {
        **DEFINITION["properties"],
        "team": {"type": ["string", "null"]},
        "cohort": {"type": ["string", "null"]},
        **{kind: {"type": ["string", "null"]} for kind in KINDS},
        "window": WINDOW,
        **_FIGURE,
        "series": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"week": WINDOW, "team": _GROUP, "cohort": _GROUP, **_FIGURE},
            },
        },
    },
}


class Metrics(APIView):
    """Every metric there is, with its definition."""

    act = Act.READ

    @extend_schema(
        operation_id="list_metrics",
        tags=["metrics"],
        responses={
            200: {
                "type": "object",
                "properties": {"metrics": {"type": "array", "items": DEFINITION}},
            },
            **READING,
        },
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response({"metrics": [describe(metric) for metric in METRICS.values()]})


class MetricView(APIView):
    """One metric in a window, a team, a cohort, a facet; by week, team or cohort where asked."""

    act = Act.READ

    @extend_schema(
        operation_id="get_metric",
        tags=["metrics"],
        parameters=[
            OpenApiParameter("name", str, "path", enum=list(METRICS)),
            OpenApiParameter("team", str, description=f"A team's slug; {WITHOUT} for without one"),
            OpenApiParameter("cohort", str, description=f"A cohort's slug; {WITHOUT} for without"),
            *FACETS,
            OpenApiParameter("from", str, description="First day (UTC), like 2026-06-15"),
            OpenApiParameter("to", str, description="Last day; without both, 28 days to today"),
            OpenApiParameter("by", str, enum=["week", "team", "cohort"]),
        ],
        responses={200: _METRIC, **READING},
    )
    def get(self, request: Request, name: str) -> Response:
        metric = metric_named(name)
        asked = ask(
            project=caller_of(request).project,
            parameters=request.query_params.dict(),
            now=timezone.now(),
        )
        question, groups = asked.question, asked.groups
        table = table_for(project=asked.project, question=question, today=asked.today)
        body = {
            **describe(metric),
            "team": question.team,
            "cohort": question.cohort,
            **dict.fromkeys(KINDS),
            **(dict([question.facet]) if question.facet else {}),
            "window": window_as_json(table.window),
            **figure_as_json(table.figure(metric, question.cell)),
        }
        parts = series(table, metric, question, groups)
        body["series"] = [_part_as_json(part, question.by, groups) for part in parts]
        return Response(body)


def describe(metric: Metric) -> dict[str, Any]:
    return definition_as_json(metric) | {"minimum_events": metric.enough if metric.is_share else 0}


def _part_as_json(part: Part, by: str, groups: Groups) -> dict[str, Any]:
    key: dict[str, Any]
    if isinstance(part.key, Window):
        key = window_as_json(part.key)
    else:
        key = {"slug": part.key or WITHOUT, "name": groups.name(by, part.key)}
    return {by: key, **figure_as_json(part.figure)}

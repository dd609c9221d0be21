"""`GET /api/v1/feedback` and `GET /api/v1/answers`: pages of JSON, or everything as a stream."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from django.db.models import QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from feedback.capture.api import Answers, FeedbackView
from feedback.capture.entering import answered
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.tables import safe
from feedback.models import Project
from feedback.problems import READING
from feedback.reading import columns
from feedback.reading.columns import Columns, page_schema
from feedback.reading.filters import ANSWERS, FEEDBACK, answers_left, feedback_left
from feedback.reading.parameters import (
    DEFAULT_LIMIT,
    Parameter,
    ParameterRefusedError,
    cursor_after,
    parsed,
    row_before,
)
from feedback.reading.rows import (
    Fetch,
    Row,
    answer_rows,
    feedback_rows,
    page_of,
    stream_of,
)


def _described(known: Sequence[Parameter]) -> list[OpenApiParameter]:
    return [OpenApiParameter(one.name, one.schema, description=one.about) for one in known]


def _responses(named: Columns) -> dict[tuple[int, str], OpenApiResponse]:
    return {
        (200, "application/json"): OpenApiResponse(page_schema(named)),
        (200, "text/csv"): OpenApiResponse(str, description="A heading and a line for each row"),
        (200, "application/jsonl"): OpenApiResponse(str, description="A row on each line"),
        **READING,
    }


class ByFormat(BaseContentNegotiation):
    """A list's shape is asked for by its `format`, so an Accept header refuses nothing."""

    def select_parser(self, request: Request, parsers: Any) -> Any:  # noqa: ARG002
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:  # noqa: ARG002
        return renderers[0], renderers[0].media_type


class ReadFeedback(FeedbackView):
    """Read words back, newest first; or send one."""

    acts = {"GET": Act.READ}
    content_negotiation_class = ByFormat

    @extend_schema(
        operation_id="list_feedback",
        tags=["reading"],
        parameters=_described(FEEDBACK),
        responses=_responses(columns.FEEDBACK),
    )
    def get(self, request: Request) -> HttpResponseBase:
        return _read(request, FEEDBACK, feedback_left, feedback_rows, columns.FEEDBACK)


class ReadAnswers(Answers):
    """Read answers back, newest first; or send one."""

    acts = {"GET": Act.READ}
    content_negotiation_class = ByFormat

    @extend_schema(
        operation_id="list_answers",
        tags=["reading"],
        parameters=_described(ANSWERS),
        responses=_responses(columns.ANSWERS),
    )
    def get(self, request: Request) -> HttpResponseBase:
        return _read(request, ANSWERS, answers_left, answer_rows, columns.ANSWERS)


def _read(
    request: Request,
    known: Sequence[Parameter],
    left: Callable[[Project, dict[str, Any]], QuerySet[Any]],
    fetch: Fetch,
    named: Columns,
) -> HttpResponseBase:
    caller = caller_of(request)
    asked = parsed(_stated(request, by_key=caller.key is not None), known)
    rows = left(caller.project, asked)
    if (form := asked.get("format", "json")) != "json":
        for name in ("cursor", "limit"):
            if name in asked:
                raise ParameterRefusedError(f"{name} is for pages; {form} has all.", path=name)
        if form == "csv":
            return _stream(_as_csv(stream_of(rows, fetch), named), "text/csv; charset=utf-8")
        return _stream(_as_lines(stream_of(rows, fetch)), "application/jsonl")
    after = row_before(asked["cursor"]) if "cursor" in asked else None
    ids, more = page_of(rows, after=after, limit=asked.get("limit", DEFAULT_LIMIT))
    found = {"results": fetch(ids), "next": cursor_after(ids[-1]) if more else ""}
    return answered(found, status=200)


def _stated(request: Request, *, by_key: bool) -> Iterator[tuple[str, str]]:
    """Each parameter that says something; a member's `project` was heard already."""
    query = cast("QueryDict", request.query_params)
    for name, texts in query.lists():
        if by_key or name != "project":
            yield from ((name, text) for text in texts if text)


def _stream(lines: Iterable[bytes], content_type: str) -> StreamingHttpResponse:
    headers = {"X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(lines, content_type=content_type, headers=headers)


def _as_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        yield msgspec.json.encode(row) + b"\n"


class _Line:
    """What a csv writer writes to: the last line, for the stream to send on."""

    def write(self, text: str) -> bytes:
        return text.encode()


def _as_csv(rows: Iterable[Row], named: Columns) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    yield cast("bytes", writer.writerow(named))
    for row in rows:
        yield cast("bytes", writer.writerow([safe(_cell(row[name])) for name in named]))


def _cell(value: object) -> object:
    """Lists as JSON, times as ISO 8601."""
    if isinstance(value, list):
        return msgspec.json.encode(value).decode()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return "" if value is None else value

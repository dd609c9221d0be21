"""What every part of this floor's API has in common: its parameters and its fields."""

from collections.abc import Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.capture.decoding import body_of, decode
from feedback.capture.messages import Message
from feedback.errors import RefusedError
from feedback.models import MarkedSpan, Rating, SourceFlag
from feedback.problems import READING

MOST = 200

M = TypeVar("M", bound=Message)


class ParameterRefusedError(RefusedError):
    """A parameter that can't be meant; `path` names it."""

    code = "parameter_refused"
    status = 422


class PageQuery(serializers.Serializer[Any]):
    """What every list takes."""

    cursor = serializers.CharField(
        required=False, default="", help_text="`next` of the page before"
    )
    limit = serializers.IntegerField(
        required=False, default=50, min_value=1, max_value=MOST, help_text="Rows on a page"
    )


def stated(request: Request, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The query string's parameters as `kind` describes them; others are passed over.

    Raises ParameterRefusedError for the first that is not what it should be.
    """
    query = kind(data={name: value for name, value in request.query_params.items() if value})
    if not query.is_valid():
        name, details = next(iter(query.errors.items()))
        raise ParameterRefusedError(f"{name}: {details[0]}", path=name)
    found: dict[str, Any] = query.validated_data
    return found


def page_described(name: str, rows: type[serializers.Serializer[Any]]) -> dict[Any, Any]:
    """The answers of a list, for its description: a page of `rows`, or a refusal."""
    fields: dict[str, Any] = {
        "results": rows(many=True),
        "next": serializers.CharField(
            allow_null=True, help_text="Cursor of the following page, or null"
        ),
    }
    return {200: inline_serializer(name, fields), **READING}


def page_answered(
    request: Request,
    rows: type[serializers.Serializer[Any]],
    found: Sequence[Any],
    following: str | None,
    **context: object,
) -> Response:
    """What was found as a page of `rows`, with the following page's cursor. `context` is what the
    rows need besides the request."""
    results = rows(found, many=True, context={"request": request, **context}).data
    return Response({"results": results, "next": following})


def sent(request: Request, kind: type[M]) -> M:
    """The message in the body. BodyRefusedError."""
    return decode(body_of(request._request), kind)  # noqa: SLF001 - Django's own, not read yet


@extend_schema_field({"type": "string", "enum": Rating.labels})
class RatingField(serializers.Field[int, str, str, Any]):
    """up, down or none."""

    def to_representation(self, value: int) -> str:
        return Rating(value).label


class CorrectionField(serializers.CharField):
    """What `source` leads to, "" where nothing was corrected."""

    def get_attribute(self, instance: Any) -> str:
        return super().get_attribute(instance) or ""


class SpanSerializer(serializers.ModelSerializer[MarkedSpan]):
    """Characters of the answer's text, and what stands there."""

    class Meta:
        model = MarkedSpan
        fields = ("start", "end", "quote")


class FlagSerializer(serializers.ModelSerializer[SourceFlag]):
    """What a word says is wrong with a source."""

    source = serializers.CharField(source="source.external_id")  # type: ignore[assignment]

    class Meta:
        model = SourceFlag
        fields = ("source", "says")

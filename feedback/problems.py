"""Errors of the API as RFC 9457 problem details, with a machine code; and their description."""

import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from feedback.errors import RefusedError

log = logging.getLogger(__name__)


PROBLEM = "application/problem+json"


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="For people: what is wrong and what was expected")
    code = serializers.CharField(help_text="For machines")
    path = serializers.CharField(
        required=False, help_text="The field, parameter or header at fault: `$.reasons[1]`"
    )


# Where a description is written by hand. Whoever uses it lists `described` responses too.
PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def described(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The responses with these statuses, for the API's description."""
    response = OpenApiResponse(Problem, description="A problem, with its machine code")
    return {(one, PROBLEM): response for one in sorted(statuses)}


READING = described(400, 401, 403, 404, 406, 422)
WRITING = described(400, 401, 403, 404, 406, 409, 413, 415, 422)


def document(*, status_code: int, code: str, detail: str, path: str = "") -> dict[str, Any]:
    """One problem document: type, title, status, detail, code, and the field's path."""
    body: dict[str, Any] = {
        "type": f"urn:errata:problem:{code}",
        "title": code.replace("_", " "),
        "status": status_code,
        "detail": detail,
        "code": code,
    }
    return body | {"path": path} if path else body


def document_of(error: RefusedError) -> dict[str, Any]:
    return document(status_code=error.status, code=error.code, detail=error.detail, path=error.path)


def problem(*, status_code: int, code: str, detail: str, path: str = "") -> Response:
    """The document as an answer of REST framework's."""
    body = document(status_code=status_code, code=code, detail=detail, path=path)
    return Response(body, status=status_code, content_type=PROBLEM)


def refused(error: RefusedError) -> HttpResponse:
    """The document as a plain answer, for views that pass REST framework by."""
    body = json.dumps(document_of(error))
    headers = _headers(error) | {"Content-Length": str(len(body))}
    return HttpResponse(body, status=error.status, headers=headers, content_type=PROBLEM)


def _headers(error: RefusedError) -> dict[str, str]:
    headers = {}
    if error.status == status.HTTP_401_UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if wait := getattr(error, "retry_after", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def respond(error: Exception, context: dict[str, Any]) -> Response | None:  # noqa: ARG001
    """What DRF calls with whatever a view raised; None lets Django answer 500 and log it."""
    if isinstance(error, RefusedError):
        answer = Response(
            document_of(error),
            status=error.status,
            headers=_headers(error),
            content_type=PROBLEM,
        )
    elif isinstance(error, Http404):
        answer = problem(status_code=404, code="not_found", detail="There is no such thing.")
    elif isinstance(error, PermissionDenied):
        answer = problem(status_code=403, code="forbidden", detail="This needs other leave.")
    elif isinstance(error, exceptions.APIException):
        answer = _of_rest_framework(error)
    else:
        return None
    set_rollback()
    if answer.status_code == status.HTTP_401_UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _of_rest_framework(error: exceptions.APIException) -> Response:
    code = error.get_codes() if isinstance(error.detail, str) else "invalid"
    answer = problem(status_code=error.status_code, code=str(code), detail=str(error.detail))
    if wait := getattr(error, "wait", None):
        answer["Retry-After"] = str(int(wait))
    return answer

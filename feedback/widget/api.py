"""`GET /api/v1/reasons`: what people may say is wrong, for the widget to offer."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.queries import reasons_of
from feedback.directory.reasons import LABELS, label_in, language_of
from feedback.errors import RefusedError
from feedback.models import Reason
from feedback.problems import READING

FRESH_FOR_S = 300
LONGEST_TAG = 16

_TAG = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
_LANGUAGES = sorted(["en", *LABELS])
_REASON: dict[str, Any] = {
    "type": "object",
    "required": ["code", "label", "cause"],
    "properties": {
        "code": {"type": "string"},
        "label": {"type": "string"},
        "cause": {"type": "string", "enum": Reason.Cause.values},
    },
}
_REASONS: dict[str, Any] = {
    "type": "object",
    "required": ["reasons"],
    "properties": {"reasons": {"type": "array", "items": _REASON}},
}
_LANG = OpenApiParameter(
    "lang",
    str,
    description="The reader's language, as a tag such as `de` or `de-AT` of up to"
    f" {LONGEST_TAG} letters. There are {', '.join(_LANGUAGES)}; any other gives English. A label"
    " that the project worded itself is the same in every language",
)
_CONTENT_LANGUAGE = OpenApiParameter(
    "Content-Language",
    {"type": "string", "enum": _LANGUAGES},
    OpenApiParameter.HEADER,
    response=[200],
    description="The language that the labels are in, the project's own apart",
)


class LanguageRefusedError(RefusedError):
    code = "parameter_refused"


class Reasons(APIView):
    """The project's reasons, in the order in which people should see them.

    Retired ones are left out.
    """

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="list_reasons",
        tags=["capture"],
        parameters=[_LANG, _CONTENT_LANGUAGE],
        responses={200: _REASONS, **READING},
    )
    def get(self, request: Request) -> Response:
        language = _language(request)
        body = {
            "reasons": [
                {
                    "code": reason.code,
                    "label": label_in(language, code=reason.code, label=reason.label),
                    "cause": reason.cause,
                }
                for reason in reasons_of(caller_of(request).project)
            ]
        }
        # The language asked for is in the address, so nothing need vary by it.
        headers = {
            "Cache-Control": f"private, max-age={FRESH_FOR_S}",
            "Content-Language": language,
            "Vary": "Authorization, Origin",
        }
        return Response(body, headers=headers)


def _language(request: Request) -> str:
    """The language among ours. LanguageRefusedError for what is no tag."""
    tag = request.query_params.get("lang", "")
    if tag and (len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag)):
        raise LanguageRefusedError(
            f"lang is a language tag of up to {LONGEST_TAG} letters, such as de.", path="lang"
        )
    return language_of(tag)

"""`GET /api/v1/reasons`: what people may say is wrong, for the widget to offer."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.queries import reasons_of
from feedback.problems import READING

FRESH_FOR_S = 300

_REASONS = {
    "type": "object",
    "required": ["reasons"],
    "properties": {
        "reasons": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "label"],
                "properties": {"code": {"type": "string"}, "label": {"type": "string"}},
            },
        }
    },
}


class Reasons(APIView):
    """The project's reasons, in the order in which people should see them."""

    act = Act.SEND_FEEDBACK

    @extend_schema(
        operation_id="list_reasons", tags=["capture"], responses={200: _REASONS, **READING}
    )
    def get(self, request: Request) -> Response:
        reasons = reasons_of(caller_of(request).project)
        body = {"reasons": [{"code": r.code, "label": r.label} for r in reasons]}
        headers = {
            "Cache-Control": f"private, max-age={FRESH_FOR_S}",
            "Vary": "Authorization, Origin",
        }
        return Response(body, headers=headers)

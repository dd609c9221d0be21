"""What the OpenAPI says of capture's messages and receipts."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from feedback.capture.decoding import MOST_ITEMS
from feedback.capture.messages import Message, schema_of
from feedback.problems import PROBLEM_REFERENCE, described

# 404: a member who is none of the project; programs never see it.
PROBLEMS = described(400, 401, 403, 404, 413, 415, 422, 429, 503)
RECEIPT: dict[str, Any] = {
    "type": "object",
    "required": ["answer", "outcome"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "answer": {"type": "string"},
        "outcome": {"type": "string", "enum": ["created", "updated", "duplicate"]},
        "revision": {"type": "integer"},
        "recorded_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": ["received"]},
    },
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Names the event where the body has no `id`: the same again gives the same"
    " receipt. Up to 190 characters",
)
PERSON = OpenApiParameter(
    "Errata-Person",
    str,
    OpenApiParameter.HEADER,
    description="The person's token, signed by the host; needed from pages of known readers",
)


def _results(**own: Any) -> dict[str, Any]:
    """One result for each item, in their order."""
    properties = {
        **own,
        "status": {"type": "integer", "description": "As if it had been sent alone"},
        "outcome": {"type": "string", "enum": ["created", "updated", "duplicate", "refused"]},
        "problem": PROBLEM_REFERENCE,
    }
    item = {"type": "object", "required": ["outcome", "status"], "properties": properties}
    return {
        "type": "object",
        "required": ["results"],
        "properties": {"results": {"type": "array", "items": item}},
    }


BATCH_RESULTS = _results(**RECEIPT["properties"])
ITEM_RESULTS = _results(id={"type": "string"})
SEEN: dict[str, Any] = {
    "type": "object",
    "required": ["created", "duplicate"],
    "properties": {"created": {"type": "integer"}, "duplicate": {"type": "integer"}},
}
RELEASES: dict[str, Any] = {
    "type": "object",
    "required": ["releases"],
    "properties": {
        "releases": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "owner", "first_seen"],
                "properties": {
                    "id": {"type": "string"},
                    "owner": {"type": "string", "description": "Empty where nobody is named"},
                    "first_seen": {"type": "string", "format": "date-time"},
                },
            },
        }
    },
}


def list_of(name: str, message: type[Message]) -> dict[str, Any]:
    """The schema of `{"name": [messages]}`."""
    items = {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_ITEMS,
        "items": schema_of(message),
    }
    return {
        "type": "object",
        "required": [name],
        "additionalProperties": False,
        "properties": {name: items},
    }

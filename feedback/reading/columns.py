"""What a row of a list says, column by column in order: for the rows, CSV and the description.

Each column is its JSON Schema. Lengths aren't said: imports may have brought what is longer.
"""

from typing import Any

from feedback.models import Feedback, Rating, Source, SourceFlag

Columns = dict[str, dict[str, Any]]

_TEXT = {"type": "string"}
_NAME = {"type": ["string", "null"]}
_YES = {"type": "boolean"}
_COUNT = {"type": "integer"}
_TIME = {"type": "string", "format": "date-time"}
_DAY = {"type": ["string", "null"], "format": "date"}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _list(item: dict[str, Any], about: str) -> dict[str, Any]:
    return {"type": "array", "items": item, "description": about}


_SPAN = _object(start=_COUNT, end=_COUNT, quote=_TEXT)
_FLAG = _object(source=_TEXT, says={"type": "string", "enum": SourceFlag.Says.values})
_CITATION = _object(
    source=_TEXT,
    position=_COUNT,
    passage=_TEXT,
    score={"type": ["number", "null"]},
    uri=_TEXT,
    title=_TEXT,
    version=_TEXT,
    owner=_TEXT,
    status={"type": "string", "enum": Source.Status.values},
    approved_until=_DAY,
    reviewed_at=_DAY,
)

FEEDBACK: Columns = {
    "id": {"type": "string", "format": "uuid"},
    "answer": {**_TEXT, "description": "The answer's id at the host"},
    "person": {**_NAME, "description": "The person's id at the host; null for the anonymous"},
    "visitor": {**_YES, "description": "Whether an anonymous visitor said it; who, is not told"},
    "team": _NAME,
    "cohort": _NAME,
    "release": _NAME,
    "channel": {"type": "string", "enum": Feedback.Channel.values},
    "rating": {"type": "string", "enum": Rating.labels},
    "reasons": _list(_TEXT, "Codes of the project's reasons"),
    "comment": _TEXT,
    "correction": _TEXT,
    "spans": _list(_SPAN, "The very words that are wrong, in the order of the answer"),
    "flags": _list(_FLAG, "What is wrong with a source"),
    "withdrawn": _YES,
    "complains": {**_YES, "description": "Says that something is wrong"},
    "suspect": {**_YES, "description": "Came in a burst, and is in no figure"},
    "revision": _COUNT,
    "given_at": _TIME,
    "recorded_at": _TIME,
}
ANSWERS: Columns = {
    "id": {**_TEXT, "description": "The answer's id at the host"},
    "stub": {**_YES, "description": "Was voted on and has not been sent yet"},
    "question": _TEXT,
    "text": _TEXT,
    "language": _TEXT,
    "model": _TEXT,
    "release": _NAME,
    "prompt_version": _TEXT,
    "conversation": _TEXT,
    "confidence": {"type": ["number", "null"]},
    "abstained": {"type": ["boolean", "null"]},
    "latency_ms": {"type": ["integer", "null"]},
    "person": {**_NAME, "description": "The person's id at the host"},
    "team": _NAME,
    "cohort": _NAME,
    "asked_at": _TIME,
    "recorded_at": _TIME,
    "tags": _list(_TEXT, "The host's own words for it, sorted"),
    "citations": _list(_CITATION, "In the order of the answer"),
}


def page_schema(columns: Columns) -> dict[str, Any]:
    """The JSON Schema of a page of such rows."""
    return _object(
        results={"type": "array", "items": _object(**columns)},
        next={"type": "string", "description": "The cursor of the next page; empty: no more"},
    )

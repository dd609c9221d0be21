"""Why a body is no message: which field is at fault, and what was expected there. Pure."""

import json
import re
from typing import Any

import msgspec
from msgspec import inspect

from feedback.errors import RefusedError
from feedback.texts import has_half_a_pair

# What may be raised while JSON is decoded into a message.
NOT_DECODED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_FIELD = re.compile(r"Object (?:missing required|contains unknown) field `(.*)`", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(?:\d+|\.\.\.)\]")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
LONGEST = 100  # letters of a sender's own that are said back


class BodyRefusedError(RefusedError):
    code = "body_refused"
    status = 400


def explained(error: Exception, body: bytes | msgspec.Raw, kind: Any) -> BodyRefusedError:
    """The refusal for what NOT_DECODED says of the body, which was to be a `kind`."""
    if isinstance(error, msgspec.ValidationError):
        return _invalid(error, kind)
    if isinstance(error, RecursionError):
        return BodyRefusedError("This is nested deeper than any message.", code="too_deep")
    path = _half_in(document_with_halves(bytes(body)), "$")
    if path:
        return BodyRefusedError(
            "Half of a surrogate pair is not text.", path=path, code="invalid", status=422
        )
    return BodyRefusedError(f"This is not JSON: {error}", code="not_json")


def _invalid(error: msgspec.ValidationError, kind: Any) -> BodyRefusedError:
    detail, _, path = str(error).partition(" - at `")
    path = path.removesuffix("`") or "$"
    field = getattr(error.__cause__, "field", "")
    if match := _FIELD.fullmatch(detail):
        field = match[1]
    if detail.startswith("Invalid enum value") and (choices := _choices(kind, path)):
        detail = f"{detail[:LONGEST]}: it is one of {', '.join(choices)}"
    path += f".{field[:LONGEST]}" if field else ""
    return BodyRefusedError(detail[: 3 * LONGEST], path=path, code="invalid", status=422)


def _choices(kind: Any, path: str) -> list[str]:
    """What may stand at the path in a message of that kind, if it is one of a few words."""
    kinds = [inspect.type_info(kind)]
    for step in _STEP.finditer(path):
        kinds = [inner for one in kinds for inner in _inner(one, step[1])]
    return [str(word) for one in kinds for word in getattr(one, "values", ())]


def _inner(kind: inspect.Type, field: str | None) -> list[inspect.Type]:
    """The kinds that a field of it, or an item where there is no name, may be of."""
    if isinstance(kind, inspect.StructType):
        found = [one.type for one in kind.fields if one.encode_name == field]
    else:
        found = [kind.item_type] if isinstance(kind, inspect.ListType) else []
    return [one for each in found for one in getattr(each, "types", (each,))]


def document_with_halves(body: bytes) -> Any:
    """The document, if it is JSON but for half a surrogate pair in one of its texts; else None.

    Scripts that cut a text in the middle of an emoji write such.
    """
    if not _HALF.search(body):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _half_in(value: object, path: str) -> str:
    """The path of the first text with half a pair, "" for none."""
    if isinstance(value, str):
        return path if has_half_a_pair(value) else ""
    inside: list[tuple[str, object]] = []
    if isinstance(value, dict):
        inside = [(f"{path}.{name}", one) for name, one in value.items()]
    elif isinstance(value, list):
        inside = [(f"{path}[{place}]", one) for place, one in enumerate(value)]
    return next((found for name, one in inside if (found := _half_in(one, name))), "")

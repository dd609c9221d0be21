"""From the bytes of a request to a message, or to a refusal that says what was expected."""

import zlib
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from django.http import HttpRequest
from msgspec import Meta
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from feedback.errors import RefusedError

M = TypeVar("M")

BODY_LIMIT = 1024 * 1024
BATCH_LIMIT = 10 * 1024 * 1024
MOST_ITEMS = 1_000

_GZIP = 16 + zlib.MAX_WBITS


class BodyRefusedError(RefusedError):
    code = "body_refused"
    status = 400


def body_of(request: HttpRequest | Request, *, limit: int = BODY_LIMIT) -> bytes:
    """The body of at most `limit` bytes, unpacked where it comes as gzip. BodyRefusedError."""
    if request.content_type and request.content_type.partition(";")[0] != "application/json":
        raise BodyRefusedError(
            "Send one JSON document as application/json.", code="unsupported_media", status=415
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise _too_large(limit)
    body: bytes = request.read(limit + 1)
    match request.headers.get("Content-Encoding", "identity").lower():
        case "identity":
            pass
        case "gzip":
            body = _unpacked(body, limit)
        case _:
            raise BodyRefusedError(
                "Send the body as it is, or as gzip.", code="unsupported_encoding", status=415
            )
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _unpacked(body: bytes, limit: int) -> bytes:
    """At most one byte more than `limit`, however far a bomb would unfold."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BodyRefusedError(f"This is not gzip: {error}", code="not_gzip") from error
    if len(unpacked) <= limit and not unpacker.eof:
        raise BodyRefusedError("The gzip stream ends too early.", code="not_gzip")
    return unpacked


def _too_large(limit: int) -> BodyRefusedError:
    return BodyRefusedError(
        f"The body is larger than {limit} bytes.", code="body_too_large", status=413
    )


class RawJSONParser(BaseParser):
    """Leaves the decoding to the message's own type, which checks while it decodes."""

    media_type = "application/json"
    limit = BODY_LIMIT

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        return body_of(stream, limit=self.limit)


class RawBatchParser(RawJSONParser):
    limit = BATCH_LIMIT


def decode(body: object, kind: type[M]) -> M:
    """The message in the body. BodyRefusedError says which field is not what was expected."""
    if not isinstance(body, bytes):
        raise BodyRefusedError("Send one JSON document as application/json.", code="not_json")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise invalid(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BodyRefusedError(f"This is not JSON: {error}", code="not_json") from error


def decode_items(body: bytes, *, name: str, kind: type[M]) -> list[M | RefusedError]:
    """The items of `{"name": [...]}`, up to MOST_ITEMS; one that isn't `kind` is refused alone.

    BodyRefusedError for what is no such list at all.
    """
    raws = getattr(decode(body, _list_of(name)), name)
    return [_item(raw, kind, f"$.{name}[{place}]") for place, raw in enumerate(raws)]


@cache
def _list_of(name: str) -> Any:
    items = Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=MOST_ITEMS)]
    return msgspec.defstruct("Items", [(name, items)], forbid_unknown_fields=True)


def _item(raw: msgspec.Raw, kind: type[M], path: str) -> M | RefusedError:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        refusal = invalid(error)
        refusal.path = path + refusal.path.removeprefix("$")
        return refusal
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return BodyRefusedError(f"This is not JSON: {error}", code="not_json", path=path)


def invalid(error: msgspec.ValidationError) -> BodyRefusedError:
    """The same as a refusal, with the field's path apart."""
    detail, _, path = str(error).partition(" - at `")
    return BodyRefusedError(detail, path=path.rstrip("`"), code="invalid", status=422)

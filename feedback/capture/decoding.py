"""From the bytes of a request to a message, or to a refusal that says what was expected."""

import json
import zlib
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from django.http import HttpRequest
from msgspec import Meta

from feedback.capture.explaining import (
    NOT_DECODED,
    BodyRefusedError,
    document_with_halves,
    explained,
)
from feedback.errors import RefusedError

M = TypeVar("M")

BODY_LIMIT = 1024 * 1024
BATCH_LIMIT = 10 * 1024 * 1024
MOST_ITEMS = 1_000

_GZIP = 16 + zlib.MAX_WBITS


def body_of(request: HttpRequest, *, limit: int = BODY_LIMIT) -> bytes:
    """The body of at most `limit` bytes, unpacked where it comes as gzip. BodyRefusedError."""
    if request.content_type and request.content_type.partition(";")[0] != "application/json":
        raise BodyRefusedError(
            "Send one JSON document as application/json.", code="unsupported_media", status=415
        )
    if _stated_length(request) > limit:
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


def _stated_length(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _unpacked(body: bytes, limit: int) -> bytes:
    """At most one byte more than `limit`, however far a bomb would unfold."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BodyRefusedError(f"This is not gzip: {error}", code="not_gzip") from error
    if len(unpacked) <= limit and not unpacker.eof:
        raise BodyRefusedError("The gzip stream ends too early.", code="not_gzip")
    if unpacker.unused_data:
        raise BodyRefusedError("Something follows the gzip stream's end.", code="not_gzip")
    return unpacked


def _too_large(limit: int) -> BodyRefusedError:
    return BodyRefusedError(
        f"The body is larger than {limit} bytes.", code="body_too_large", status=413
    )


def decode(body: bytes, kind: type[M]) -> M:
    """The message in the body. BodyRefusedError says which field is not what was expected."""
    try:
        return msgspec.json.decode(body, type=kind)
    except NOT_DECODED as error:
        raise explained(error, body, kind) from error


def decode_items(body: bytes, *, name: str, kind: type[M]) -> list[M | RefusedError]:
    """The items of `{"name": [...]}`, up to MOST_ITEMS; one that isn't `kind` is refused alone.

    BodyRefusedError for what is no such list at all.
    """
    document = document_with_halves(body)
    if isinstance(document, dict) and isinstance(document.get(name), list):
        # Each item by itself again, so that one with a broken text doesn't take all with it.
        raws = [json.dumps(item).encode() for item in document[name]]
        body = json.dumps({**document, name: [{}] * len(raws)}).encode()
        decode(body, _list_of(name))
    else:
        raws = getattr(decode(body, _list_of(name)), name)
    return [_item(raw, kind, f"$.{name}[{place}]") for place, raw in enumerate(raws)]


@cache
def _list_of(name: str) -> Any:
    items = Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=MOST_ITEMS)]
    return msgspec.defstruct("Items", [(name, items)], forbid_unknown_fields=True)


def _item(raw: bytes | msgspec.Raw, kind: type[M], path: str) -> M | RefusedError:
    try:
        return msgspec.json.decode(raw, type=kind)
    except NOT_DECODED as error:
        refusal = explained(error, raw, kind)
        return refusal.within(path)

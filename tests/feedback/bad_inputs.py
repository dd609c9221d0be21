"""What may be sent that is wrong, and how it is refused. `test_bad_inputs` sends each."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import inspect

from feedback.capture.messages import (
    AnswerMessage,
    ExposureMessage,
    FeedbackMessage,
    Message,
    PersonMessage,
    SourceMessage,
)

DEEP = 10_000
MIB = 1024 * 1024

# The least that is taken at each address, where one message is a body of its own.
WORD = {"answer": "a-1", "rating": "down", "person": "ann"}
LEAST: dict[str, tuple[type[Message], dict[str, Any]]] = {
    "answers": (AnswerMessage, {"id": "a-2"}),
    "feedback": (FeedbackMessage, WORD),
    "people": (PersonMessage, {"id": "ben"}),
    "sources": (SourceMessage, {"id": "s-2"}),
    "exposures": (ExposureMessage, {"answer": "a-1", "person": "ann"}),
}
# Where messages come in lists, each is refused alone; of exposures all are.
LISTED = {"people": "people", "sources": "sources", "exposures": "exposures", "batch": "items"}


@dataclass(frozen=True)
class Bad:
    """A body for an address, and its refusal: status, code, the path of what is at fault."""

    to: str
    body: Any
    status: int
    code: str
    path: str = ""
    says: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def invalid(to: str, said: dict[str, Any], path: str, says: str = "") -> Bad:
    """A message that is the least but for what is `said`; `path` within it."""
    message = LEAST[to][1] | said
    if name := LISTED.get(to):
        return Bad(to, {name: [message]}, 422, "invalid", f"$.{name}[0]{path}", says)
    return Bad(to, message, 422, "invalid", f"${path}", says)


def late(to: str, name: str, time: str) -> Bad:
    found = invalid(to, {name: time}, f".{name}", "is not between 1990 and now")
    return Bad(to, found.body, 422, "time_out_of_range", found.path, found.says)


def word(said: dict[str, Any], path: str, code: str = "invalid", says: str = "") -> Bad:
    return Bad("feedback", WORD | said, 422, code, path, says)


def too_many(to: str, item: dict[str, Any]) -> Bad:
    name = LISTED[to]
    return Bad(to, {name: [item] * 1001}, 422, "invalid", f"$.{name}", "<= 1000")


def packed(body: bytes, status: int, code: str) -> Bad:
    return Bad("feedback", body, status, code, headers={"Content-Encoding": "gzip"})


def spans(*marked: tuple[Any, Any], **more: str) -> dict[str, Any]:
    return {"spans": [{"start": start, "end": end, **more} for start, end in marked]}


NOT_JSON = {
    "nothing": ("feedback", b""),
    "nothing for a batch": ("batch", b""),
    "nothing for people": ("people", b""),
    "not JSON": ("feedback", b"{answer"),
    "not UTF-8": ("feedback", b'{"answer": "\xff"}'),
    "half a pair as bytes": ("feedback", b'{"answer": "\xed\xa0\x80"}'),
    "half a pair as a name": ("feedback", rb'{"answer": "a-1", "\ud800"'),
    "UTF-16": ("feedback", json.dumps(WORD).encode("utf-16")),
    "a byte order mark": ("feedback", b"\xef\xbb\xbf" + json.dumps(WORD).encode()),
    "two documents": ("feedback", json.dumps(WORD).encode() * 2),
    "a comma too many": ("feedback", b'{"answer": "a-1", "rating": "up",}'),
    "a comma too many for people": ("people", b'{"people": [{"id": "p"},]}'),
    "NaN": ("answers", b'{"id": "a-2", "confidence": NaN}'),
    "infinity": ("answers", b'{"id": "a-2", "confidence": -Infinity}'),
    "a number with a plus": ("answers", b'{"id": "a-2", "confidence": +1}'),
}
PACKED = gzip.compress(json.dumps(WORD).encode())
BODIES = {
    **{n: Bad(to, body, 400, "not_json", says="not JSON") for n, (to, body) in NOT_JSON.items()},
    "2 MiB": Bad("feedback", {"answer": "a" * 2 * MIB}, 413, "body_too_large", says="1048576"),
    "11 MiB in a batch": Bad("batch", b" " * 11 * MIB, 413, "body_too_large", says="10485760"),
    "a bomb": packed(gzip.compress(b" " * 50 * MIB), 413, "body_too_large"),
    "a gzip that isn't": packed(b"{}", 400, "not_gzip"),
    "a gzip cut short": packed(PACKED[:-4], 400, "not_gzip"),
    "a gzip with a tail": packed(PACKED + b"tail", 400, "not_gzip"),
    "packed by another name": Bad(
        "feedback", b"{}", 415, "unsupported_encoding", headers={"Content-Encoding": "br"}
    ),
    "depth 10,000": Bad("feedback", "[" * DEEP + "]" * DEEP, 422, "invalid", "$", "`object`"),
    "depth 10,000 in a field": Bad(
        "feedback", '{"answer": ' + "[" * DEEP + "]" * DEEP + "}", 422, "invalid", "$.answer"
    ),
    "depth 10,000 in an item": Bad(
        "people", '{"people": [' + "[" * DEEP + "]" * DEEP + "]}", 400, "too_deep"
    ),
    "depth 10,000 of objects": Bad(
        "batch", '{"items": [' + '{"a": ' * DEEP + "1" + "}" * DEEP + "]}", 400, "too_deep"
    ),
    "an empty batch": Bad("batch", {"items": []}, 422, "invalid", "$.items", "length >= 1"),
    "1,001 items": too_many("batch", {"feedback": WORD}),
    "1,001 people": too_many("people", {"id": "p"}),
    "1,001 sources": too_many("sources", {"id": "s"}),
    "1,001 sightings": too_many("exposures", {"answer": "a-1", "person": "ann"}),
    "no items": Bad("batch", {}, 422, "invalid", "$.items", "required field"),
    "items and more": Bad("batch", {"items": [], "x": 1}, 422, "invalid"),
    "a list": Bad("sources", [], 422, "invalid", "$", "Expected `object`, got `array`"),
    "null": Bad("answers", b"null", 422, "invalid", "$", "Expected `object`, got `null`"),
}  # fmt: skip

WORDS = {
    "a reason nobody knows": word({"reasons": ["wrong", "ugly"]}, "$.reasons[1]", "reason_unknown"),
    "10,000 reasons": word({"reasons": ["wrong"] * 10_000}, "$.reasons", says="<= 20"),
    "no word at all": word({"rating": None}, "$", "says_nothing"),
    "blanks for a word": word({"rating": None, "comment": " \u2003\n "}, "$", "says_nothing"),
    "nothing to take back": word({"withdrawn": True}, "$", "nothing_to_withdraw"),
    "a span that ends before it starts": word(spans((5, 2)), "$.spans[0].end", says="after"),
    "a span of nothing": word(spans((5, 5)), "$.spans[0].end", says="after"),
    "a span before the text": word(spans((-1, 2)), "$.spans[0].start", says=">= 0"),
    "a span beyond the text": word(spans((0, 3), (0, 99)), "$.spans[1]", "span_outside"),
    "a span with other words": word(spans((0, 3), quote="Yes"), "$.spans[0]", "span_mismatch"),
    "a fraction for a place": word(spans((0.5, 2)), "$.spans[0].start", says="Expected `int`"),
    "a place beyond all": word(spans((0, 2**63)), "$.spans[0].end"),
    "51 spans": word(spans(*[(0, 1)] * 51), "$.spans", says="<= 50"),
    "1e400 for a place": Bad(
        "feedback", b'{"answer": "a-1", "spans": [{"start": 0, "end": 1e400}]}', 422, "invalid",
        "$.spans[0].end",
    ),
    "a thumb to the side": word({"rating": "sideways"}, "$.rating", says="one of down, up"),
    "a source that is holy": word(
        {"flags": [{"source": "s", "says": "holy"}]}, "$.flags[0].says",
        says="one of doesnt_say, out_of_date, unreachable",
    ),
    "an unsure assistant": invalid("answers", {"confidence": 1.5}, ".confidence", "<= 1"),
    "a minute below zero": invalid("answers", {"latency_ms": -1}, ".latency_ms", ">= 0"),
    "2**63": invalid("answers", {"latency_ms": 2**63}, ".latency_ms"),
    "a number of 5,000 digits": Bad(
        "answers", f'{{"id": "a-2", "latency_ms": 1{"0" * 5000}}}', 422, "invalid", "$.latency_ms"
    ),
    "1e400": Bad("answers", b'{"id": "a-2", "confidence": 1e400}', 422, "invalid", "$.confidence"),
    "a float for an int": invalid("answers", {"latency_ms": 7.5}, ".latency_ms", "Expected `int"),
    "yes for a number": invalid("answers", {"latency_ms": True}, ".latency_ms", "got `bool`"),
    "101 citations": invalid("answers", {"citations": [{"source": "s"}] * 101}, ".citations"),
    "21 tags": invalid("answers", {"tags": ["t"] * 21}, ".tags", "<= 20"),
    "a tag of 65 letters": invalid("answers", {"tags": ["a", "t" * 65]}, ".tags[1]", "<= 64"),
    "a tag of nothing": invalid("answers", {"tags": [""]}, ".tags[0]", ">= 1"),
    "a tag of blanks": invalid("answers", {"tags": ["a", " \u2003 "]}, ".tags[1]", "blank"),
    "a tag with a bell": invalid("answers", {"tags": ["a\x07b"]}, ".tags[0]", "control"),
    "a tag with a NUL": invalid("answers", {"tags": ["a\x00b"]}, ".tags[0]", "NUL"),
    "a tag with a line's end": invalid("answers", {"tags": ["a\nb"]}, ".tags[0]", "control"),
    "half a tag": invalid("answers", {"tags": ["\ud800"]}, ".tags[0]", "surrogate"),
    "a tag that is a number": invalid("answers", {"tags": [7]}, ".tags[0]", "got `int`"),
    "a word for tags": invalid("answers", {"tags": "vip"}, ".tags", "Expected `array"),
    "somebody who is here and left": invalid(
        "people", {"active": True, "left_at": "2026-01-01T00:00:00Z"}, ".left_at", "active"
    ),
    "a sighting by nobody": Bad(
        "exposures", {"exposures": [{"answer": "a-1"}]}, 422, "viewer_missing", "$.exposures[0]"
    ),
    "neither of two": Bad("batch", {"items": [{}]}, 422, "invalid", "$.items[0]", "either"),
    "both of two": Bad(
        "batch", {"items": [{"answer": {"id": "a"}, "feedback": WORD}]}, 422, "invalid",
        "$.items[0]", "either",
    ),
    "a broken text in a batch": Bad(
        "batch", rb'{"items": [{"feedback": {"answer": "a-1", "comment": "\ud83d"}}]}', 422,
        "invalid", "$.items[0].feedback.comment", "surrogate",
    ),
    "a key that names an event too long": Bad(
        "feedback", WORD, 422, "idempotency_key_refused", "Idempotency-Key", "190",
        headers={"Idempotency-Key": "k" * 191},
    ),
    "a key that can't be printed": Bad(
        "batch", {"items": [{"feedback": WORD}]}, 422, "idempotency_key_refused", "Idempotency-Key",
        headers={"Idempotency-Key": "k\x07"},
    ),
}  # fmt: skip

TIMES = {
    "feedback": ("given_at",),
    "answers": ("asked_at",),
    "people": ("registered_at", "left_at"),
    "exposures": ("seen_at",),
}
WRONG_TIMES = {
    "the end of time": "9999-12-31T23:59:59Z",
    "the end of time in the west": "9999-12-31T23:59:59-12:00",
    "the beginning of time in the east": "0001-01-01T00:00:00+14:00",
    "a clock that is ahead": "2099-01-01T00:00:00Z",
    "before there were any": "1989-12-31T23:59:59Z",
}
NO_TIMES = ("2026-01-01T00:00:00", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", 1700000000)


def clocks() -> Iterator[tuple[str, Bad]]:
    for to, names in TIMES.items():
        for name in names:
            for said, time in WRONG_TIMES.items():
                yield f"{said} for {to}.{name}", late(to, name, time)
            for value in NO_TIMES:
                yield f"{value} for {to}.{name}", invalid(to, {name: value}, f".{name}")


def fields() -> Iterator[tuple[str, Bad]]:
    """Each field of each message with what it doesn't take: types, lengths, what is no text."""
    for to, (kind, least) in LEAST.items():
        info = inspect.type_info(kind)
        assert isinstance(info, inspect.StructType)
        for one in info.fields:
            name = one.encode_name
            at = f"{to}.{name}"
            yield f"an object for {at}", invalid(to, {name: {"a": 1}}, f".{name}", "got `object`")
            yield f"a number for {at}", invalid(to, {name: 1e9}, f".{name}")
            for inner in getattr(one.type, "types", (one.type,)):
                if isinstance(inner, inspect.StrType):
                    yield from texts(to, name, inner)
                if isinstance(inner, inspect.ListType):
                    yield f"a list of null for {at}", invalid(to, {name: [None]}, f".{name}[0]")
            if one.required:
                rest = {key: value for key, value in least.items() if key != name}
                whole = {LISTED[to]: [rest]} if to in LISTED else rest
                path = f"$.{LISTED[to]}[0]" if to in LISTED else "$"
                yield f"no {at}", Bad(to, whole, 422, "invalid", f"{path}.{name}", "required field")
        yield f"an unknown field of {to}", invalid(to, {"stars": 5}, ".stars", "unknown field")


def texts(to: str, name: str, kind: inspect.StrType) -> Iterator[tuple[str, Bad]]:
    at = f"{to}.{name}"
    if kind.max_length:
        long = "x" * (kind.max_length + 1)
        yield (
            f"too long a text for {at}",
            invalid(to, {name: long}, f".{name}", f"<= {kind.max_length}"),
        )
        flood = "e" + "\u0301" * kind.max_length
        yield f"accents without end for {at}", invalid(to, {name: flood}, f".{name}")
    if kind.min_length:
        yield f"an empty {at}", invalid(to, {name: ""}, f".{name}", ">= 1")
    yield f"a NUL in {at}", invalid(to, {name: "a\x00b"}, f".{name}", "NUL")
    yield f"half a pair in {at}", invalid(to, {name: "a\ud800"}, f".{name}", "surrogate")


ALL = BODIES | WORDS | dict(clocks()) | dict(fields())

"""What senders may say: the shapes of the API, of imports and of the widget. Pure.

A message that decodes is storable: right types, stated lengths, no NUL, no lone surrogate.
"""

import re
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from feedback.texts import has_half_a_pair

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Line = Annotated[str, Meta(max_length=200)]
Name = Annotated[str, Meta(max_length=100)]
Long = Annotated[str, Meta(max_length=100_000)]
Comment = Annotated[str, Meta(max_length=10_000)]
Time = Annotated[datetime, Meta(tz=True)]
LONGEST_TAG = 64
MOST_TAGS = 20
Tag = Annotated[str, Meta(min_length=1, max_length=LONGEST_TAG)]

Email = Annotated[str, Meta(max_length=254)]
# As browsers take it (the HTML standard), with a domain of two labels and more, in any script.
_EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

_encode = msgspec.json.Encoder().encode


class Message(Struct, forbid_unknown_fields=True, kw_only=True):
    """What all messages hold to."""

    def __post_init__(self) -> None:
        # Encoding looks at all text at once, in C. It writes a NUL as \u0000, as it does a
        # backslash before those five letters: which of them it is, the slow way tells.
        try:
            suspicious = b"\\u0000" in _encode(self)
        except UnicodeEncodeError:
            suspicious = True
        if suspicious:
            for field in self.__struct_fields__:
                refuse_what_is_no_text(getattr(self, field), field)


class FieldError(ValueError):
    """What is wrong with one field of a message."""

    def __init__(self, detail: str, field: str) -> None:
        super().__init__(detail)
        self.field = field


def refuse_what_is_no_text(value: object, field: str) -> None:
    """FieldError for what PostgreSQL can't hold: a NUL in a text, or half a surrogate pair."""
    if isinstance(value, str):
        if "\x00" in value:
            raise FieldError("A NUL byte is not text", field)
        if has_half_a_pair(value):
            raise FieldError("Half of a surrogate pair is not text", field)
    if isinstance(value, list):
        for place, item in enumerate(value):
            refuse_what_is_no_text(item, f"{field}[{place}]")


class CitationMessage(Message):
    """A source as the answer used it. What is stated of the source brings it up to date."""

    source: Annotated[str, Meta(min_length=1, max_length=500)]
    uri: Annotated[str, Meta(max_length=2000)] = ""
    title: Annotated[str, Meta(max_length=500)] = ""
    version: Name = ""
    owner: Line = ""
    status: Literal["approved", "draft", "withdrawn", "unknown"] | None = None
    approved_until: date | None = None
    reviewed_at: date | None = None
    passage: Comment = ""
    score: float | None = None


class AnswerMessage(Message):
    """One reply of the assistant. Sent again under the same id, it completes what was stored.

    `tags` are the host's own words for it. They are kept trimmed, each once, in one order.
    """

    id: Id
    question: Long = ""
    text: Long = ""
    language: Annotated[str, Meta(max_length=16)] = ""
    model: Name = ""
    release: Name = ""
    prompt_version: Name = ""
    conversation: Line = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    abstained: bool | None = None
    latency_ms: Annotated[int, Meta(ge=0, le=2_147_483_647)] | None = None
    person: Line = ""
    team: Name = ""
    cohort: Name = ""
    asked_at: Time | None = None
    citations: Annotated[list[CitationMessage], Meta(max_length=100)] | None = None
    tags: Annotated[list[Tag], Meta(max_length=MOST_TAGS)] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tags:
            self.tags = sorted({_tag(tag, place) for place, tag in enumerate(self.tags)})


def _tag(said: str, place: int) -> str:
    """The tag without the spaces around it. FieldError."""
    tag = said.strip()
    if not tag or _CONTROL.search(tag):
        raise FieldError("A tag is neither blank nor holds control characters", f"tags[{place}]")
    return tag


class SpanMessage(Message):
    """The very words that are wrong: characters `start` (counted from 0) up to, not with, `end`."""

    start: Annotated[int, Meta(ge=0, le=100_000)]
    end: Annotated[int, Meta(ge=1, le=100_000)]
    quote: Comment = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.end <= self.start:
            raise FieldError("A span ends after its start", "end")


class FlagMessage(Message):
    """What is wrong with one of the sources that the answer cites."""

    source: Annotated[str, Meta(min_length=1, max_length=500)]
    says: Literal["out_of_date", "doesnt_say", "unreachable"]


class FeedbackMessage(Message):
    """A person's whole word on an answer, as it now stands: what is left out is not said.

    `id` names this event, so that a retry is recognised. `person`, `team` and `cohort` are for
    servers; a page proves who reads it by a signed token, or says which `visitor` it is.
    """

    answer: Id
    id: Id | None = None
    rating: Literal["up", "down"] | None = None
    reasons: Annotated[list[Name], Meta(max_length=20)] = []
    comment: Comment = ""
    correction: Long = ""
    spans: Annotated[list[SpanMessage], Meta(max_length=50)] = []
    flags: Annotated[list[FlagMessage], Meta(max_length=50)] = []
    withdrawn: bool = False
    given_at: Time | None = None
    person: Line = ""
    team: Name = ""
    cohort: Name = ""
    visitor: Annotated[str, Meta(max_length=100)] = ""


class PersonMessage(Message):
    """A person as the host's directory knows them; what is left out stays as it is.

    `active` false: they have left, today if `left_at` doesn't say when; true: they are back.
    `email` is where they are told what became of their feedback; "" or null removes it.
    """

    id: Id
    team: Name = ""
    cohort: Name = ""
    onboarding: Name = ""
    onboarded_on: date | None = None
    email: Email | UnsetType | None = UNSET
    registered_at: Time | None = None
    left_at: Time | None = None
    active: bool | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.active and self.left_at:
            raise FieldError("Somebody who is active has not left", "left_at")
        if self.email and not _EMAIL.fullmatch(self.email):
            raise FieldError("This is no e-mail address", "email")


class SourceMessage(Message):
    """A source by itself; what is left out stays as it is."""

    id: Annotated[str, Meta(min_length=1, max_length=500)]
    uri: Annotated[str, Meta(max_length=2000)] = ""
    title: Annotated[str, Meta(max_length=500)] = ""
    version: Name = ""
    owner: Line = ""
    status: Literal["approved", "draft", "withdrawn", "unknown"] | None = None
    approved_until: date | None = None
    reviewed_at: date | None = None


class ReleaseMessage(Message):
    """A version of the assistant, and who answers for it; what is left out stays as it is."""

    id: Annotated[str, Meta(min_length=1, max_length=100)]
    owner: Line = ""


class ExposureMessage(Message):
    """Somebody saw an answer. Who it is, is said as it is for a vote."""

    answer: Id
    seen_at: Time | None = None
    person: Line = ""
    team: Name = ""
    cohort: Name = ""
    visitor: Annotated[str, Meta(max_length=100)] = ""


def schema_of(message: type[Struct]) -> dict[str, object]:
    """The message's JSON Schema with everything inline, for the API's description."""
    _, components = msgspec.json.schema_components([message], ref_template="#/{name}")
    schema: dict[str, object] = components[message.__name__]
    return {key: _inline(value, components) for key, value in schema.items()}


def _inline(node: object, components: dict[str, object]) -> object:
    if isinstance(node, dict):
        if ref := node.get("$ref"):
            return _inline(components[str(ref).removeprefix("#/")], components)
        typed = {"type": "string"} if "enum" in node else {}  # all our enums are of strings
        return typed | {key: _inline(value, components) for key, value in node.items()}
    if isinstance(node, list):
        return [_inline(item, components) for item in node]
    return node

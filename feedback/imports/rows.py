"""From a row of another system to an answer and a word on it. Pure.

Every id is derived from the row, so that the same row gives the same messages again:

- the answer's id is the row's, with a hash of the question where there is one, since the same
  passage may answer several questions; without one it is the row's own id;
- who votes is the person, else the row by its id (or its line), so that an edited row is a
  changed mind and not a second vote;
- the event's id is a hash of all that is said.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import msgspec

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.imports import values
from feedback.imports.errors import FileRefusedError, RowRefusedError
from feedback.imports.vocabulary import COLUMNS, THUMBS

M = TypeVar("M", AnswerMessage, FeedbackMessage)
_Found = dict[str, tuple[str, Any]]  # a field: the column that it is under, and its value
_Plan = list[tuple[str, tuple[str, ...]]]

# Text fields with the length they are cut at. Ids are never cut: two might become one.
_WHO = {"person": 0, "team": 100, "cohort": 100}
_SAID = {"comment": 10_000, "correction": 100_000}
_STATED = {
    "question": 100_000,
    "text": 100_000,
    "model": 100,
    "release": 100,
    "language": 16,
    "conversation": 0,
}
_ON_SCALE = {
    1: "rating mapped from the scale: up",
    0: "rating in the middle of the scale: no thumb",
    -1: "rating mapped from the scale: down",
}
_PLANS_KEPT = 1000


@dataclass(frozen=True)
class Options:
    """How the rows of a file are to be read.

    `columns` says which column holds a field, where that is not one of the well-known names.
    `began` is the time of rows without one, or the end of the `spread` over which they lie
    evenly, by their place among the `lines` of the file.
    """

    began: datetime
    lines: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None
    spread: timedelta | None = None
    reasons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Survey:
    """What the first rows tell about all: whether ratings are on a scale, and what 0 means."""

    scaled: bool = False
    zero_is_none: bool = False


class Taken(NamedTuple):
    """What a row comes to; `notes` say what was changed to make it fit."""

    answer: AnswerMessage | None
    feedback: FeedbackMessage | None
    notes: list[str]


def survey(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Survey:
    """Look ahead: one 4 among the ratings says that a 1 is no thumb up. FileRefusedError."""
    names = (columns["rating"],) if "rating" in columns else COLUMNS["rating"]
    seen: set[str] = set()
    numbers: set[float] = set()
    for row in rows:
        seen.update(row)
        name = next((n for n in names if _says(row.get(n))), "")
        number = values.number_of(row[name]) if name and name not in THUMBS else None
        if number is not None:
            numbers.add(number)
    for wanted in columns.values():
        if seen and wanted not in seen:
            raise FileRefusedError(
                f"No row has a column {wanted!r}. There are: {', '.join(sorted(seen))}.",
                code="no_such_column",
            )
    return Survey(scaled=not numbers <= {-1, 0, 1}, zero_is_none=-1 in numbers)


class Mapper:
    """Maps rows, remembering which columns of each kind of row hold which field."""

    def __init__(self, options: Options, survey: Survey) -> None:
        self._options = options
        self._survey = survey
        self._wanted = COLUMNS | {name: (column,) for name, column in options.columns.items()}
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def take(self, row: Mapping[str, Any], line: int) -> Taken:
        """The messages of a row. RowRefusedError says why there are none."""
        notes: list[str] = []
        found = self._found(row)
        answer = _answer(found, notes)
        word = self._word(found, answer.get("text", ""), notes)
        if not answer and not word:
            raise RowRefusedError("There is neither an answer nor feedback.", code="nothing_said")
        who = _texts(found, _WHO, notes)
        time, told = self._time(found, line, notes)
        answer_id = _answer_id(found)
        feedback = None
        if word:
            word |= {"answer": answer_id, **who}
            if "person" not in who:
                row_id = values.text_of(*found["id"][::-1]) if "id" in found else None
                word["visitor"] = f"import:{_digest([row_id or [line, word]])}"
            event_id = f"import:{_digest([word, time if told else None])}"
            feedback = _made(FeedbackMessage, {**word, "id": event_id, "given_at": time})
        if answer:
            if "asked_at" in found:
                time = values.time_of(*found["asked_at"][::-1], notes)
            answer |= {"id": answer_id, "asked_at": time, **who}
        return Taken(_made(AnswerMessage, answer) if answer else None, feedback, notes)

    def _found(self, row: Mapping[str, Any]) -> _Found:
        keys = tuple(row)
        plan = self._plans.get(keys)
        if plan is None:
            if len(self._plans) >= _PLANS_KEPT:
                self._plans.clear()
            present = (
                (name, tuple(column for column in columns if column in row))
                for name, columns in self._wanted.items()
            )
            plan = self._plans[keys] = [(name, columns) for name, columns in present if columns]
        found: _Found = {}
        for name, columns in plan:
            for column in columns:
                if _says(row[column]):
                    found[name] = (column, row[column])
                    break
        return found

    def _word(self, found: _Found, text: str, notes: list[str]) -> dict[str, Any]:
        """What the row says of the answer; empty where it says nothing."""
        word: dict[str, Any] = _texts(found, _SAID, notes)
        rating = self._rating(found, notes)
        if rating:
            word["rating"] = "up" if rating > 0 else "down"
        if "reasons" in found:
            reasons = values.reasons_of(found["reasons"][1], self._options.reasons, notes)
            if reasons:
                word["reasons"] = reasons[:20]
        if "spans" in found:
            spans = values.spans_of(found["spans"][1], text, notes)
            if spans:
                word["spans"] = spans
        return word

    def _rating(self, found: _Found, notes: list[str]) -> int:
        if "rating" not in found:
            return 0
        column, value = found["rating"]
        if column in THUMBS or isinstance(value, bool):
            return values.thumb_of(value, column, zero_is_none=True)
        if self._options.scale:
            rating = values.on_scale(value, column, *self._options.scale)
            notes.append(_ON_SCALE[rating])
            return rating
        if self._survey.scaled and values.number_of(value) is not None:
            raise values.scale_needed(value, column)
        return values.thumb_of(value, column, zero_is_none=self._survey.zero_is_none)

    def _time(self, found: _Found, line: int, notes: list[str]) -> tuple[datetime, bool]:
        """When it was said, and whether the row tells."""
        told = found.get("given_at") or found.get("asked_at")
        if told:
            return values.time_of(*told[::-1], notes), True
        began, spread = self._options.began, self._options.spread
        if spread:
            notes.append(f"no time: spread over {spread.days} days")
            return began - spread + spread * (line / max(self._options.lines, 1)), False
        notes.append("no time: that of the import taken")
        return began, False


def _says(value: object) -> bool:
    return value is not None and value not in ("", [])


def _texts(found: _Found, limits: Mapping[str, int], notes: list[str]) -> dict[str, Any]:
    """The fields of these that the row has, as text, cut at their limits (0: refused instead)."""
    texts = {}
    for name, limit in limits.items():
        if name in found:
            column, value = found[name]
            text = values.text_of(value, column)
            if limit and len(text) > limit:
                text = values.cut(text, limit, name, notes)
            if text.strip():
                texts[name] = text
    return texts


def _answer(found: _Found, notes: list[str]) -> dict[str, Any]:
    """What the row tells of the answer itself; empty where it tells nothing but its id."""
    answer: dict[str, Any] = _texts(found, _STATED, notes)
    if "sources" in found:
        title = found.get("source_title", ("", ""))[1]
        sources = values.sources_of(found["sources"][1], str(title), notes)
        if sources:
            answer["citations"] = sources
    if "confidence" in found:
        answer["confidence"] = values.confidence_of(found["confidence"][1], notes)
    if "abstained" in found:
        answer["abstained"] = values.truth_of(found["abstained"][1])
    if "latency_ms" in found:
        latency = values.number_of(found["latency_ms"][1])
        answer["latency_ms"] = None if latency is None else round(latency)
    if "tags" in found:
        answer["tags"] = values.tags_of(found["tags"][1], notes)
    return answer


def _answer_id(found: _Found) -> str:
    """The answer's id, told apart by the question; else the row's; else one for what it says."""
    question = str(found["question"][1]) if "question" in found else ""
    if "answer_id" in found:
        answer_id = values.text_of(*found["answer_id"][::-1])
        return f"{answer_id}~{_digest(question)[:8]}" if question else answer_id
    if "id" in found:
        return values.text_of(*found["id"][::-1])
    if not question and "text" not in found:
        raise RowRefusedError(
            "Nothing says which answer this is about: neither an id nor its text.",
            code="answer_missing",
        )
    return f"import:{_digest([value for _, value in found.values()])}"


def _digest(value: object) -> str:
    """128 bits of what was said, in hexadecimal."""
    try:
        said = msgspec.json.encode(value)
    except UnicodeEncodeError:  # refused a little later, with the name of its field
        said = repr(value).encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _made(kind: type[M], fields: dict[str, Any]) -> M:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        detail, _, path = str(error).partition(" - at `")
        raise RowRefusedError(detail, path=path.rstrip("`"), code="invalid") from error

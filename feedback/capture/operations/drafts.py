"""Judges a message by itself, before anything is looked up or made for it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from feedback.capture.judgement import RATINGS, says_nothing
from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.capture.operations.parts import within_clock
from feedback.capture.operations.writing import Said, Span
from feedback.errors import RefusedError


class WordRefusedError(RefusedError):
    code = "feedback_refused"


class Draft(NamedTuple):
    """A message that is in order by itself; only its spans still need the answer's text."""

    message: FeedbackMessage
    said: Said
    given_at: datetime
    path: str


def draft(message: FeedbackMessage, *, reasons: Collection[str], now: datetime, path: str) -> Draft:
    """The content, if there is any, and its time. RefusedError names the field at `path`."""
    for place, code in enumerate(message.reasons):
        if code not in reasons:
            raise WordRefusedError(
                f"{code!r} is not one of this project's reasons.",
                path=f"{path}.reasons[{place}]",
                code="reason_unknown",
            )
    said = Said(
        rating=RATINGS[message.rating],
        reasons=tuple(sorted(set(message.reasons))) if message.reasons else (),
        comment=message.comment.strip(),
        correction=message.correction.strip(),
        withdrawn=message.withdrawn,
    )
    if not said.withdrawn and says_nothing(
        rating=said.rating,
        reasons=said.reasons,
        comment=said.comment,
        correction=said.correction,
        spans=message.spans,
    ):
        raise WordRefusedError(
            "This says nothing: no thumb, reason or text.", path=path, code="says_nothing"
        )
    given_at = now
    if message.given_at:
        given_at = within_clock(message.given_at, now, path=f"{path}.given_at")
    return Draft(message, said, given_at, path)


def with_spans(said: Said, spans: list[SpanMessage], *, text: str, path: str) -> Said:
    """The word with its spans, in their order in the answer, each with the words it marks.

    An answer that is not here yet (no text) can't be checked against. WordRefusedError.
    """
    marked = {_span(s, text, f"{path}.spans[{place}]") for place, s in enumerate(spans)}
    return said._replace(spans=tuple(sorted(marked)))


def _span(span: SpanMessage, text: str, path: str) -> Span:
    words = text[span.start : span.end]
    if text and len(words) != span.end - span.start:
        raise WordRefusedError("The span ends after the answer.", path=path, code="span_outside")
    if text and span.quote and span.quote != words:
        raise WordRefusedError(
            "The answer reads otherwise at that place.", path=path, code="span_mismatch"
        )
    return span.start, span.end, span.quote or words

"""Judges a message by itself, before anything is looked up or made for it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from feedback.capture.judgement import RATINGS, Flag, Said, Span
from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.capture.operations.parts import within_clock
from feedback.errors import RefusedError
from feedback.privacy.masking import HIDDEN, MASK

T = TypeVar("T", str, Span, Flag)


class WordRefusedError(RefusedError):
    code = "feedback_refused"


class Draft(NamedTuple):
    """A message that is in order by itself. `suspect`: it came in a burst."""

    message: FeedbackMessage
    said: Said
    given_at: datetime
    path: str
    suspect: bool = False


def draft(
    message: FeedbackMessage,
    *,
    reasons: Collection[str],
    now: datetime,
    path: str,
    suspect: bool = False,
) -> Draft:
    """The content, if there is any, and its time. RefusedError names the field at `path`."""
    for place, code in enumerate(message.reasons):
        if code not in reasons:
            raise WordRefusedError(
                f"{code!r} is not one of this project's reasons, or no longer.",
                path=f"{path}.reasons[{place}]",
                code="reason_unknown",
            )
    said = Said(
        rating=RATINGS[message.rating],
        reasons=_in_order(message.reasons),
        comment=message.comment.strip(),
        correction=message.correction.strip(),
        spans=_in_order([(s.start, s.end, s.quote) for s in message.spans]),
        flags=_in_order([(f.source, f.says) for f in message.flags]),
        withdrawn=message.withdrawn,
    )
    if said.is_empty and not said.withdrawn:
        raise WordRefusedError(
            "This says nothing: no thumb, reason or text.", path=path, code="says_nothing"
        )
    given_at = now
    if message.given_at:
        given_at = within_clock(message.given_at, now, path=f"{path}.given_at")
    return Draft(message, said, given_at, path, suspect)


def _in_order(items: list[T]) -> tuple[T, ...]:
    return tuple(sorted(set(items))) if items else ()


def with_quotes(said: Said, spans: Sequence[SpanMessage], *, text: str, path: str) -> Said:
    """The word with its spans, in their order in the answer, each with the words it marks.

    An answer that is not here yet (no text) can't be checked against. WordRefusedError.
    """
    marked = {_span(s, text, f"{path}.spans[{place}]") for place, s in enumerate(spans)}
    return said._replace(spans=tuple(sorted(marked)))


def _span(span: SpanMessage, text: str, path: str) -> Span:
    start, end = _anchored(span, text)
    words = text[start:end]
    if text and len(words) != end - start:
        raise WordRefusedError("The span ends after the answer.", path=path, code="span_outside")
    masked = MASK in words or HIDDEN in words  # the page that quotes them shows them unmasked
    if text and span.quote and span.quote != words and not masked:
        raise WordRefusedError(
            "The answer reads otherwise at that place.", path=path, code="span_mismatch"
        )
    return start, end, words if masked else span.quote or words


def _anchored(span: SpanMessage, text: str) -> tuple[int, int]:
    """Where the span is; or, if the answer reads otherwise there, the one place that it quotes.

    A page counts in what it shows, which need not be what was sent to us.
    """
    if span.quote and text[span.start : span.end] != span.quote and text.count(span.quote) == 1:
        start = text.index(span.quote)
        return start, start + len(span.quote)
    return span.start, span.end

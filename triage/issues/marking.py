"""An answer's text cut where people marked it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `marked` where at least one person marked it as wrong."""

    text: str
    marked: bool


def marked_pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text in order, in pieces. Spans are (start, end) in characters; they may overlap, and
    what lies outside the text (marked before the answer was sent anew) is left out."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _joined(spans, len(text)):
        if start > at:
            pieces.append(Piece(text[at:start], marked=False))
        pieces.append(Piece(text[start:end], marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], marked=False))
    return pieces


def _joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for span in sorted(spans):
        start, end = max(0, span[0]), min(length, span[1])
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined

"""An answer's text cut where people marked it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

# Of a stretch that nobody marked, so many characters are shown at each end.
AROUND = 600


class Mark(NamedTuple):
    """What somebody marked as wrong: from `start` to `end`, in characters."""

    start: int
    end: int
    who: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `people` is how many marked it as wrong; `left_out` how many characters
    stand here that are not shown."""

    text: str
    people: int = 0
    left_out: int = 0


def marked_pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in order, cut wherever the number of people who marked it changes. Marks may
    overlap, a person's own count once, and what lies outside the text (marked before the answer
    was sent anew) is left out."""
    changes: Counter[int] = Counter()
    for start, end in _of_each(marks, len(text)):
        changes[start] += 1
        changes[end] -= 1
    pieces: list[Piece] = []
    at = people = 0
    for cut in sorted(place for place, change in changes.items() if change):
        if cut > at:
            pieces.append(Piece(text[at:cut], people))
        at, people = cut, people + changes[cut]
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


def abridged(pieces: Iterable[Piece]) -> list[Piece]:
    """The same with long stretches that nobody marked cut to their ends."""
    short: list[Piece] = []
    for piece in pieces:
        if piece.people or len(piece.text) <= 3 * AROUND:
            short.append(piece)
            continue
        left_out = len(piece.text) - 2 * AROUND
        short += [Piece(piece.text[:AROUND]), Piece("", left_out=left_out)]
        short.append(Piece(piece.text[-AROUND:]))
    return short


def _of_each(marks: Iterable[Mark], length: int) -> list[tuple[int, int]]:
    """Stretches of each person, no two of theirs overlapping, within the text."""
    by_whom: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark in sorted(marks):
        start, end = max(0, mark.start), min(length, mark.end)
        if start >= end:
            continue
        theirs = by_whom[mark.who]
        if theirs and start <= theirs[-1][1]:
            theirs[-1] = (theirs[-1][0], max(end, theirs[-1][1]))
        else:
            theirs.append((start, end))
    return [stretch for theirs in by_whom.values() for stretch in theirs]

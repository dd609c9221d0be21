"""What differs between two texts of rules. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff

AROUND = 2


@dataclass(frozen=True)
class Line:
    """`mark` is "+" for a line that came, "-" for one that went, " " for one that stayed, and "…"
    where lines that stayed are left out."""

    mark: str
    text: str


def difference(before: str, after: str) -> Sequence[Line]:
    """The lines that came and went, with AROUND that stayed on either side; none where the texts
    are the same."""
    found = []
    lines = unified_diff(before.split("\n"), after.split("\n"), n=AROUND, lineterm="")
    for number, line in enumerate(lines):
        if number >= 2:  # the names of two files come first
            found.append(Line("…", "") if line.startswith("@@") else Line(line[0], line[1:]))
    return found[1:] if found else found


def in_words(lines: Sequence[Line]) -> str:
    """ "2 lines came, 1 went"."""
    came, went = (sum(line.mark == mark for line in lines) for mark in "+-")
    return f"{came} {'line' if came == 1 else 'lines'} came, {went} went"

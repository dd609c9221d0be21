"""What a correction changes, word by word. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "removed", "added", "skipped"]
Diff = list[tuple[Op, str]]

# Beyond this many words a comparison takes longer than a page may, and nobody reads it.
LONGEST_WORDS = 800
# Below this likeness two texts share only small words: a diff of them would be confetti.
LEAST_LIKENESS = 0.4
# So few words that stayed between two changes are shown as part of one change.
ISLAND = 2
# Unchanged words kept on each side of a change.
CONTEXT = 12

# Scripts without spaces are compared letter by letter.
_DENSE = r"\u2e80-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+|\s+|.", re.DOTALL)


def correction_diff(*, correction: str, answer: str, quotes: Sequence[str] = ()) -> Diff | None:
    """The correction against whichever it rewrites: the marked words, or the whole answer.

    None where it rewrites neither (a remark, or a new text), or where either is too long.
    """
    best: Diff | None = None
    closest = LEAST_LIKENESS
    for base in (" ".join(quotes), answer):
        likeness, diff = _compare(base, correction)
        if diff and likeness > closest:
            closest, best = likeness, diff
    return shortened(best) if best else None


def word_diff(before: str, after: str) -> Diff:
    """Runs of (op, text): all but the added make `before`, all but the removed make `after`."""
    return _compare(before, after, longest=None)[1]


def _compare(before: str, after: str, longest: int | None = LONGEST_WORDS) -> tuple[float, Diff]:
    """The share of words that both have in common, where they are, and the diff."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if longest is not None and (not old or max(len(old), len(new)) > longest):
        return 0.0, []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if longest is not None and matcher.quick_ratio() < LEAST_LIKENESS:
        return 0.0, []
    diff: Diff = []
    for (i1, i2, j1, j2), same in _runs(matcher.get_matching_blocks(), old):
        if same:
            diff.append(("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            diff.append(("removed", "".join(old[i1:i2])))
        if j2 > j1:
            diff.append(("added", "".join(new[j1:j2])))
    kept = sum(_words(_WORD.findall(text)) for op, text in diff if op == "same")
    return 2 * kept / max(1, _words(old) + _words(new)), diff


def _words(tokens: Sequence[str]) -> int:
    return sum(not token.isspace() for token in tokens)


def _runs(
    blocks: Iterable[tuple[int, int, int]], old: Sequence[str]
) -> Iterator[tuple[tuple[int, int, int, int], bool]]:
    """Stretches (from, to, from, to) of both texts, and whether they are the same: words that are
    the same by chance amid a change are part of it."""
    i = j = 0
    for at, there, size in blocks:
        first, last = at == 0 and there == 0, at + size == len(old) or not size
        island = size and not (first or last) and _words(old[at : at + size]) < ISLAND
        if island and (at > i or there > j):
            continue
        if at > i or there > j:
            yield (i, at, j, there), False
        if size:
            yield (at, at + size, there, there + size), True
        i, j = at + size, there + size


def shortened(diff: Diff) -> Diff:
    """The diff with long unchanged stretches cut to a few words beside each change."""
    short: Diff = []
    for place, (op, text) in enumerate(diff):
        words = _WORD.findall(text)
        first, last = place == 0, place == len(diff) - 1
        if op != "same" or len(words) <= 2 * CONTEXT:
            short.append((op, text))
            continue
        if not first:
            short.append(("same", "".join(words[:CONTEXT])))
        short.append(("skipped", "…"))
        if not last:
            short.append(("same", "".join(words[-CONTEXT:])))
    return short

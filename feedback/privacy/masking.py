"""Masks personal data in a text. Pure, and quick where there is none.

The mask is as long as what it hides, so that places in the text (marked spans) stay right.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from feedback.privacy.rules import RULES, Rule

# Without any of these there is nothing to find: most texts are done with here. Each search skips
# quickly to where it could begin, which one search for all of them can't.
_DIGITS = re.compile(r"[0-9](?:(?:[ ().\-/]{0,2}[0-9]){6}|[0-9]{5}[+A])")
_CAPITALS = re.compile(r"[A-Z](?:[A-Z] ?[0-9]{2}|[A-Z]{5}[0-9A-Z]{2})")
_MARKS = (
    *("@", "-----BEGIN", "eyJ", "AKIA", "ASIA", "AIza", "xox", "github_pat_", "k_live_", "k_test_"),
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "sk-", "esk_", "epk_", "esg_", "Bearer "),
)
_ASSIGNED = ("pass", "pwd", "secret", "token", "key")  # and then a : or =
NEAR = 40  # letters before a number in which its word is looked for

MASK, HIDDEN = "·", "•"  # in masks with a label, and in those that are too short for one
LABELS = {"national_id": "id"}


class Masked(NamedTuple):
    """The text without its personal data, and how many pieces of each kind were found."""

    text: str
    found: Mapping[str, int]


_NOTHING: Mapping[str, int] = {}


def mask(text: str) -> Masked:
    """The text with every piece of personal data masked. Doing it again changes nothing."""
    if not _worth_a_look(text):
        return Masked(text, _NOTHING)
    found: Counter[str] = Counter()
    for rule in RULES:
        pieces = []
        end = 0
        for start, stop in _hits(rule, text):
            pieces += [text[end:start], _label(rule.kind, stop - start)]
            end = stop
            found[rule.kind] += 1
        if pieces:
            text = "".join([*pieces, text[end:]])
    return Masked(text, found)


def _worth_a_look(text: str) -> bool:
    if _DIGITS.search(text) or _CAPITALS.search(text) or any(map(text.__contains__, _MARKS)):
        return True
    if ":" not in text and "=" not in text:
        return False
    folded = text.casefold()
    return any(map(folded.__contains__, _ASSIGNED))


def _hits(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    group = "it" if "it" in rule.look.groupindex else 0
    place = 0
    while match := rule.look.search(text, place):
        start, stop = match.span(group)
        place = stop
        if rule.near and not rule.near.search(text, max(0, start - NEAR), start):
            continue
        for end in _ends(rule, text, start, stop):
            if rule.valid is None or rule.valid(text[start:end]):
                yield start, end
                place = end
                break
        else:
            if rule.kind == "card":  # what stands before it may be another number
                place = start + 1


def _ends(rule: Rule, text: str, start: int, stop: int) -> Iterator[int]:
    """Where the piece may end: these looks take in the words or numbers after it too."""
    yield stop
    if rule.kind in {"iban", "card"}:
        for place in range(stop - 1, start + 14, -1):
            if text[place] == " ":
                yield place


def _label(kind: str, length: int) -> str:
    label = f"[{LABELS.get(kind, kind)}"
    if length < len(label) + 1:
        return HIDDEN * length
    return f"{label}{MASK * (length - len(label) - 1)}]"

"""Comments that say nearly the same, together. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Two comments say nearly the same if so large a part of their words is in both.
LEAST_SHARED = 0.8
# A word that turns a sentence round is never passed over.
_TURNING_WORDS = "not no never none nor cannot without t nicht kein keine keinen keiner nie ohne"
_TURNING = frozenset(_TURNING_WORDS.split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Words:
    all: frozenset[str]
    strict: frozenset[str]


def folded(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts: each list has those that say nearly what its first does, in order.

    That is: the same figures and negations, and LEAST_SHARED of all their words (Jaccard). It
    reads form, not meaning. Texts without a word are together.
    """
    groups: list[list[int]] = []
    firsts: list[_Words] = []
    for place, text in enumerate(texts):
        words = _words(text)
        for group, first in zip(groups, firsts, strict=True):
            if _near(first, words):
                group.append(place)
                break
        else:
            groups.append([place])
            firsts.append(words)
    return groups


def _words(text: str) -> _Words:
    found = frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
    strict = {word for word in found if word in _TURNING or any(map(str.isdigit, word))}
    return _Words(found, frozenset(strict))


def _near(one: _Words, other: _Words) -> bool:
    if one.strict != other.strict:
        return False
    return len(one.all & other.all) >= LEAST_SHARED * len(one.all | other.all)

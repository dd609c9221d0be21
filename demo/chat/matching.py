"""Which of the questions asked before is most like this one. Pure.

A word weighs log(1 + N/n) when n of N questions have it: "days" says little, "pension" says much.
A question is like another by the mean of two shares: of its own words' weight that the other has,
and of both questions' weight that they have in common (weighted Jaccard). Words are cut to six
letters, so that "travelling" and "travelled" are one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

ALIKE = 0.3

_WORD = re.compile(r"\w+")
_STEM = 6


def closest(question: str, candidates: Sequence[str]) -> int | None:
    """The place of the most similar candidate; None when nothing is alike, at least by ALIKE."""
    bags = [_words(candidate) for candidate in candidates]
    seen = Counter(word for bag in bags for word in bag)
    asked = _words(question)

    def weight(words: set[str]) -> float:
        return sum(log(1 + len(bags) / max(1, seen[word])) for word in words)

    def likeness(bag: set[str]) -> float:
        shared = weight(asked & bag)
        return (shared / weight(asked) + shared / weight(asked | bag)) / 2 if shared else 0.0

    score, place = max(((likeness(bag), -at) for at, bag in enumerate(bags)), default=(0.0, 0))
    return -place if score >= ALIKE else None


def _words(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) > 1}

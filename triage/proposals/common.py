"""How a proposal is put to people: its words, and what two groups of texts share. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 6
# Shorter words say little, in most languages; scripts without spaces give runs, not words.
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class KindWords:
    """What a kind of proposal says, and its three answers as buttons say them."""

    headline: str
    apply: str
    never: str
    never_means: str


WORDS = {
    "merge": KindWords(
        "These two look the same",
        "Merge",
        "Never merge",
        "Never merge these two, nor propose it again",
    ),
    "split": KindWords(
        "These look like two things",
        "Split",
        "Never split",
        "Never split this issue, nor take anything out of it",
    ),
    "move": KindWords(
        "These belong to another issue, it seems",
        "Move",
        "Never move",
        "They belong where they are, and not to the other issue",
    ),
}


def percent(confidence: float) -> int:
    """A confidence in whole percent, rounded down: 94.9% is not 95%."""
    return int(100 * confidence + 1e-6)


def shared_words(one: Iterable[str], two: Iterable[str]) -> list[str]:
    """Words of four letters and more that stand in texts of both, the commonest first."""
    counts = [_counts(texts) for texts in (one, two)]
    both = counts[0].keys() & counts[1].keys()
    return sorted(both, key=lambda w: (-min(counts[0][w], counts[1][w]), w))[:MOST]


def _counts(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(_WORD.findall(text.lower())):
            counts[word] = counts.get(word, 0) + 1
    return counts

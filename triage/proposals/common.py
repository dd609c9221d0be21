"""What two groups of texts have in common, for people to see. Pure."""

import re
from collections.abc import Iterable

MOST = 6
# Shorter words say little, in most languages; scripts without spaces give runs, not words.
_WORD = re.compile(r"[^\W\d_]{4,}")


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

"""How a proposal is put to people: its words, and what two groups of texts share. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from triage.naming.phrases import terms_of

MOST = 6


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
    """Phrases that stand in texts of both, those of most texts first and of these the longest;
    up to MOST, no two with a word in common. The same text again counts once."""
    forms: dict[str, str] = {}
    counts = [_counts(texts, forms) for texts in (one, two)]
    both = counts[0].keys() & counts[1].keys()
    chosen: list[str] = []
    taken: set[str] = set()
    for term in sorted(both, key=lambda t: (-min(c[t] for c in counts), -len(t), t)):
        if len(chosen) < MOST and taken.isdisjoint(term.split()):
            chosen.append(forms[term])
            taken.update(term.split())
    return chosen


def _counts(texts: Iterable[str], forms: dict[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in set(texts):
        terms = terms_of(text)
        counts.update(terms.keys())
        forms.update(terms)
    return counts

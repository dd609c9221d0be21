"""Whether a new answer still says what the verified one says. Pure.

No language model judges: what is compared are words, figures, yes and no, and which of the texts it
is more like in a space of meaning: the verified answer, or those that readers complained of. Where
that does not tell, it says so. docs/statistics.md has how often each verdict is right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from triage.claims import Claim, at_odds, claim_of
from triage.corrections.keys import plain
from triage.embedding.vectors import Vector

# Chosen on one half of TruthfulQA's questions and tried on the other (`make bench-regression-set`):
# an answer that is as far on the wrong side as a twentieth of the right ones is broken, one as far
# on the right side as a twentieth of the wrong ones is kept.
BROKEN_BELOW, KEPT_FROM = -0.37, 0.06
# Less like the verified answer than this, it is about something else: without it a third of the
# answers to other questions were kept.
LEAST_LIKE = 0.4
# Where nobody has complained of anything there is no other side: only likeness is left.
KEPT_ALONE = 0.9
# What opposite words and figures weigh, and a "not" that stands in one of both texts alone.
OPPOSED, NEGATED = 0.5, 0.2

_LEAD = re.compile(r"\W*(yes|no|ja|nein)\b", re.IGNORECASE)
_YES = {"yes": "yes", "ja": "yes", "no": "no", "nein": "no"}
_NOT = re.compile(
    r"n['\u2019]t\b|\b(?:no|not|never|none|nothing|nobody|cannot|without|neither|nor"
    r"|nicht|nie|kein|keine|keinen|keiner|nichts|niemand|ohne|weder)\b",
    re.IGNORECASE,
)


# Of so many words in common, all but what negates, a "not" turns one into the other.
_SAME_WORDS = 0.8
_AUXILIARIES = {"do", "does", "did", "don", "doesn", "didn", "t"}


class Verdict(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Text:
    """A text with its unit vector in some space, the same for all that are compared."""

    text: str
    vector: Vector

    @property
    def claim(self) -> Claim:
        return claim_of(self.text)

    @property
    def lead(self) -> str:
        """ "yes" or "no", where it begins so; else ""."""
        match = _LEAD.match(self.text)
        return _YES[match[1].lower()] if match else ""

    @property
    def negates(self) -> bool:
        return bool(_NOT.search(self.text))

    @property
    def words(self) -> set[str]:
        """All but what negates, and the auxiliaries that come with it."""
        return set(_NOT.sub(" ", plain(self.text)).split()) - _AUXILIARIES

    def like(self, other: "Text") -> float:
        """The cosine."""
        return float(self.vector @ other.vector)


@dataclass(frozen=True)
class Judged:
    """`why` is half a sentence; `score` is what the verdict rests on where words alone do not
    tell: above 0, more like the verified answer."""

    verdict: Verdict
    why: str
    score: float


def judge(new: Text, verified: Text, wrong: Sequence[Text]) -> Judged:
    """`wrong`: answers to the question that readers complained of."""
    if plain(new.text) == plain(verified.text):
        return Judged(Verdict.KEPT, "it is the verified answer, word for word", 1.0)
    if any(plain(new.text) == plain(one.text) for one in wrong):
        return Judged(Verdict.BROKEN, "it is an answer that readers complained of", -1.0)
    signs = _opposed(new, verified)
    score = score_of(new, verified, wrong)
    if not wrong:
        return _alone(signs, score)
    nearer = max(wrong, key=new.like)
    beside = f"{new.like(verified):.2f} alike to the verified answer, {new.like(nearer):.2f} to one"
    why = "; ".join([*signs, f"{beside} that readers complained of"])
    return Judged(_side(score, new.like(verified)), why, score)


def score_of(new: Text, verified: Text, wrong: Sequence[Text]) -> float:
    """How much nearer it is to the verified answer than to the nearest wrong one (without any: how
    like that it is), less what opposes it to the one, more what opposes it to the other."""
    score = new.like(verified)
    score -= OPPOSED * bool(_opposed(new, verified))
    if new.lead and new.lead == verified.lead:
        score += OPPOSED
    if wrong:
        nearest = max(wrong, key=new.like)
        score += NEGATED * (new.negates != nearest.negates) - new.like(nearest)
    return score - NEGATED * (new.negates != verified.negates)


def _side(score: float, likeness: float) -> Verdict:
    if score <= BROKEN_BELOW:
        return Verdict.BROKEN
    kept = score >= KEPT_FROM and likeness >= LEAST_LIKE
    return Verdict.KEPT if kept else Verdict.UNSURE


def _alone(signs: Sequence[str], score: float) -> Judged:
    if signs:
        return Judged(Verdict.BROKEN, "; ".join(signs), score)
    if score >= KEPT_ALONE:
        return Judged(Verdict.KEPT, "it says nearly the same words", score)
    why = "it has other words, and no reader has complained of any answer to compare it with"
    return Judged(Verdict.UNSURE, why, score)


def _opposed(new: Text, verified: Text) -> list[str]:
    """What can't both hold."""
    signs = []
    if new.lead and verified.lead and new.lead != verified.lead:
        signs.append(f"it begins with {new.lead}, the verified answer with {verified.lead}")
    mine, right = new.claim, verified.claim
    numbers, others = ({number for number, _ in one.values} for one in (mine, right))
    if at_odds(mine, right, words=0) or (numbers and others and not numbers & others):
        signs.append(f"it says {_listed(numbers)}, the verified answer {_listed(others)}")
    if new.negates != verified.negates and _same_words(new, verified):
        signs.append("one of the two says not, in otherwise the same words")
    return signs


def _same_words(one: Text, other: Text) -> bool:
    mine, yours = one.words, other.words
    return len(mine & yours) >= _SAME_WORDS * len(mine | yours)


def _listed(numbers: set[str]) -> str:
    return ", ".join(sorted(numbers)[:4])

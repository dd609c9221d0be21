"""The phrases that tell an issue's complaints from all the others. Pure.

Class-based TF-IDF (Grootendorst 2022, "BERTopic", arXiv:2203.05794): a term x weighs in a class c
tf(x, c) * log(1 + A / f(x)), with f(x) how often it occurs in all classes and A the average number
of terms in a class. Here a class is an issue, a term a phrase of one to four words, and it
occurs once in a text however often it stands there, so that nobody's long comment names an issue.
The same text again counts once too.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from triage.naming.stop_words import STOP_LETTERS, STOP_WORDS

MOST_WORDS = 4  # with three, names come without their ends ("COVID-19 pandemic event" visa)
MOST_LETTERS = 4  # of a phrase in a script that is written without spaces
LONGEST_TEXT = 600
LONGEST_WORD = 40  # what is longer is an address or a code
# A phrase stands in this share of an issue's complaints.
LEAST_SHARE = 0.15
# ... and weighs at least so much of what the most telling one does.
LEAST_WEIGHT = 0.3
# A longer phrase is put for one that it holds, when it is said so nearly as often.
AS_GOOD = 0.5
# Words that begin with the same so many letters are taken for forms of one: contraceptive, -tion.
ROOT = 5

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CLAUSE = re.compile(r"[^\w '\-]+|\s-+\s|_+")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:['\-][^\W_{_UNSPACED}]+)*")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


@dataclass(frozen=True)
class Said:
    """A complaint's words: what it is `about` (the question), and all that it says."""

    about: str
    text: str

    @property
    def terms(self) -> dict[str, str]:
        return terms_of(self.text)


@dataclass(frozen=True)
class Phrase:
    """As people mostly write it; `share`: of the issue's different complaints, 0 to 1."""

    text: str
    share: float


@dataclass(frozen=True)
class Usual:
    """What is usual in a project: in how many of its complaints each term occurs, and how many
    terms an issue has on average."""

    complaints: Mapping[str, int]
    terms_per_issue: float

    def rarity(self, term: str, *, at_least: int) -> float:
        """log(1 + A / f); f is not below what was counted in the issue itself."""
        return math.log1p(self.terms_per_issue / max(self.complaints.get(term, 0), at_least))


def usual_of(issues: Iterable[Iterable[Said]]) -> Usual:
    """From the complaints of each issue, or of a sample of them."""
    complaints: Counter[str] = Counter()
    number = 0
    for issue in issues:
        number += 1
        for said in set(issue):
            complaints.update(said.terms.keys())
    return Usual(complaints, complaints.total() / max(number, 1))


def phrases_of(complaints: Iterable[Said], usual: Usual, *, most: int) -> list[Phrase]:
    """Up to `most` phrases for an issue of these complaints, the most telling first.

    A phrase stands in more than one complaint, and where they are about several questions, with
    more than one of these. No two phrases share a word.
    """
    different = set(complaints)
    said: Counter[str] = Counter()
    about: defaultdict[str, set[str]] = defaultdict(set)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for complaint in different:
        for term, form in complaint.terms.items():
            said[term] += 1
            about[term].add(complaint.about)
            forms[term][form] += 1
    questions = min(2, len({complaint.about for complaint in different}))
    least = max(LEAST_SHARE * len(different), min(2, len(different)))
    weights = {
        term: count / len(different) * usual.rarity(term, at_least=count)
        for term, count in said.items()
        if count >= least and len(about[term]) >= questions
    }
    floor = LEAST_WEIGHT * max(weights.values(), default=0)
    chosen: list[str] = []
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        if weights[term] < floor or len(chosen) == most:
            break
        whole = _whole(term, weights, said)
        if not any(_overlap(whole, other) for other in chosen):
            chosen.append(whole)
    return [Phrase(_common_form(forms[term]), said[term] / len(different)) for term in chosen]


def terms_of(text: str) -> dict[str, str]:
    """The phrases that stand in a text: each as it is compared, and as it is written.

    Compared without case and plural: a final s of what is longer than three letters is dropped
    (Harman 1991, "How effective is suffixing?", the S stemmer's last rule).
    """
    found: dict[str, str] = {}
    plain = text[:LONGEST_TEXT].replace("\u2019", "'")
    for clause in _CLAUSE.split(_ADDRESS.sub("\n", plain)):
        words = _WORD.findall(clause)
        for start, word in enumerate(words):
            if _IS_UNSPACED.match(word):
                found.update((piece, piece) for piece in _pieces(word))
                continue
            for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
                run = words[start:end]
                if _IS_UNSPACED.match(run[-1]):
                    break
                if _is_phrase(run):
                    found.setdefault(" ".join(map(_folded, run)), " ".join(run))
    return found


def _pieces(run: str) -> Iterable[str]:
    """A language written without spaces: all runs of two to four letters."""
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + MOST_LETTERS, len(run)) + 1):
            if run[start] not in STOP_LETTERS and run[end - 1] not in STOP_LETTERS:
                yield run[start:end]


def _is_phrase(run: Sequence[str]) -> bool:
    """Words that say something; one that doesn't may stand amid two that do: "back to work"."""
    if not (_may_bound(run[0]) and _may_bound(run[-1])):
        return False
    return len(run) == 3 or all(map(_may_bound, run))


@lru_cache(maxsize=20_000)
def _may_bound(word: str) -> bool:
    """Whether a phrase may begin or end with the word."""
    plain = word.casefold()
    if not 2 <= len(word) <= LONGEST_WORD or plain.isdigit():
        return False
    return plain not in STOP_WORDS and plain.partition("'")[0] not in STOP_WORDS


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    plain = word.casefold().removesuffix("'s")
    plural = len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is"))
    return plain[:-1] if plural else plain


def _whole(term: str, terms: Iterable[str], said: Mapping[str, int]) -> str:
    """The longest phrase that holds the term and is said nearly as often."""
    holding = [
        other
        for other in terms
        if len(other) > len(term) and _holds(other, term) and said[other] >= AS_GOOD * said[term]
    ]
    return max(holding, key=lambda other: (len(other), said[other], other), default=term)


def _holds(longer: str, shorter: str) -> bool:
    if _IS_UNSPACED.match(shorter):
        return shorter in longer
    return f" {shorter} " in f" {longer} "


def _overlap(one: str, other: str) -> bool:
    return not _roots(one).isdisjoint(_roots(other))


def _roots(term: str) -> set[str]:
    """What two phrases about one thing share: the beginnings of their words, or letters."""
    if _IS_UNSPACED.match(term):
        return {*term} - STOP_LETTERS
    words = re.split(r"[ \-]", term)
    return {word[:ROOT] for word in words if word not in STOP_WORDS}


def _common_form(forms: Counter[str]) -> str:
    """As it is mostly written; of two ways as common, the one in small letters."""
    return min(forms, key=lambda form: (-forms[form], sum(map(str.isupper, form)), form))

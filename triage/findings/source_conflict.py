"""Sources that answers to one question rest on, and that don't say the same. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from triage.claims import at_odds, claim_of
from triage.findings.found import HIGH, LOW, MEDIUM, Found, Heard, Window, counted

# So many people must say so; or so many answers to one question must cite both passages.
LEAST_PEOPLE, LEAST_ANSWERS = 2, 3
MANY = 5
_QUOTED = 160

DEFINITION = (
    "People point to two sources where they give “The sources conflict” as the reason and the"
    " answer cites just these two or they name them; and where a comment or a correction names a"
    " source that the answer does not cite, beside the one that it does. Passages disagree where"
    " answers to the same question cite both, and they count the same thing differently."
    f" Found from {LEAST_PEOPLE} people on, or from {LEAST_ANSWERS} answers whose passages"
    " disagree."
)

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Word:
    """A complaint's words: `text` is comment and correction, `cited` the answer's sources in
    order; `conflict` where the reason says that sources conflict."""

    heard: Heard
    text: str
    cited: tuple[UUID, ...]
    conflict: bool


@dataclass(frozen=True)
class Passage:
    """What an answer to a question cites of a source."""

    answer: UUID
    question: str
    source: UUID
    text: str
    at: datetime


@dataclass
class _Disagreement:
    """Two passages that can't both hold, and the answers that cite them for one question."""

    texts: tuple[str, str]
    answers: dict[UUID, datetime]


@dataclass(frozen=True)
class _Evidence:
    """What is known of two sources."""

    pair: Pair
    titles: tuple[str, str]
    said: Sequence[Heard]
    odds: _Disagreement | None
    citing: tuple[set[UUID], set[UUID]]

    @property
    def people(self) -> int:
        return len({heard.voter for heard in self.said})

    @property
    def answers(self) -> int:
        return len(self.odds.answers) if self.odds else 0

    @property
    def times(self) -> list[datetime]:
        answers = self.odds.answers.values() if self.odds else ()
        return [*(heard.at for heard in self.said), *answers]


def source_conflicts(
    words: Iterable[Word],
    passages: Sequence[Passage],
    *,
    titles: Mapping[UUID, str],
    window: Window,
) -> list[Found]:
    """One finding for each two sources; `titles` are those of all the project's sources."""
    said: dict[Pair, list[Heard]] = defaultdict(list)
    heads = _heads(titles)
    for word in words:
        for pair in _pairs_said(word, heads):
            said[pair].append(word.heard)
    odds = _disagreements(passages)
    citing = _citing(passages)
    known = (
        _Evidence(
            pair,
            (titles[pair[0]], titles[pair[1]]),
            said[pair],
            odds.get(pair),
            (citing[pair[0]], citing[pair[1]]),
        )
        for pair in sorted(said.keys() | odds.keys())
    )
    return [
        _found(evidence, window)
        for evidence in known
        if evidence.people >= LEAST_PEOPLE or evidence.answers >= LEAST_ANSWERS
    ]


def _pair(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)


def _pairs_said(word: Word, heads: Mapping[tuple[str, ...], UUID]) -> set[Pair]:
    """The two sources that a complaint sets against each other, if any."""
    named = _named(word.text, heads)
    cited = list(dict.fromkeys(word.cited))
    elsewhere = [source for source in named if source not in cited]
    ours = [source for source in named if source in cited]
    if elsewhere and cited:
        return {_pair(one, other) for one in ours or cited[:1] for other in elsewhere}
    if word.conflict:
        meant = ours if len(ours) > 1 else cited
        return {_pair(meant[0], meant[1])} if len(meant) == 2 else set()
    return set()


def _heads(titles: Mapping[UUID, str]) -> dict[tuple[str, ...], UUID]:
    """How people name a source: its title up to the first stop, of three words or more or with a
    number, since shorter ones ("second factor") stand in other sentences too. What several sources
    are called names none."""
    heads: dict[tuple[str, ...], UUID] = {}
    twice = set()
    for source, title in titles.items():
        head = _tokens(re.split(r"[:,;(\u2013\u2014]", title)[0])
        if head in heads:
            twice.add(head)
        if len(head) > 2 or (len(head) > 1 and any(token.isdigit() for token in head)):
            heads[head] = source
    return {head: source for head, source in heads.items() if head not in twice}


def _named(text: str, heads: Mapping[tuple[str, ...], UUID]) -> list[UUID]:
    tokens = _tokens(text)
    lengths = {len(head) for head in heads}
    spans = (tokens[i : i + n] for n in lengths for i in range(len(tokens) - n + 1))
    return list(dict.fromkeys(heads[span] for span in spans if span in heads))


def _tokens(text: str) -> tuple[str, ...]:
    """Words and numbers in lower case, without "no." before a number."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(re.findall(r"\w+", re.sub(r"\b(?:no|nr)\.?\s+(?=\d)", "", plain)))


def _disagreements(passages: Iterable[Passage]) -> dict[Pair, _Disagreement]:
    """Of two sources cited for one question, the passages that can't both hold."""
    questions: dict[str, dict[tuple[UUID, str], dict[UUID, datetime]]] = defaultdict(dict)
    for passage in passages:
        asked = " ".join(_tokens(passage.question))
        if asked and passage.text:
            key = (passage.source, passage.text)
            questions[asked].setdefault(key, {})[passage.answer] = passage.at
    claims = {text: claim_of(text) for cited in questions.values() for _, text in cited}
    found: dict[Pair, _Disagreement] = {}
    for cited in questions.values():
        for (one, ours), (other, theirs) in combinations(sorted(cited), 2):
            if one != other and at_odds(claims[ours], claims[theirs]):
                kept = found.setdefault((one, other), _Disagreement((ours, theirs), {}))
                kept.answers.update(cited[one, ours])
                kept.answers.update(cited[other, theirs])
    return found


def _citing(passages: Iterable[Passage]) -> dict[UUID, set[UUID]]:
    """The answers that cite each source."""
    citing: dict[UUID, set[UUID]] = defaultdict(set)
    for passage in passages:
        citing[passage.source].add(passage.answer)
    return citing


def _found(evidence: _Evidence, window: Window) -> Found:
    one, other = evidence.titles
    people = evidence.people
    says = f"“{one}” and “{other}” don't seem to say the same."
    figures = []
    if people:
        says += f" {counted(people, 'person says', 'people say')} so."
    if evidence.odds:
        says += f" Their passages disagree in {counted(evidence.answers, 'answer')}."
        quotes = zip(evidence.titles, evidence.odds.texts, strict=True)
        figures = [(title[:80], f"“{_short(text)}”") for title, text in quotes]
    both, either = evidence.citing[0] & evidence.citing[1], evidence.citing[0] | evidence.citing[1]
    figures.append(("Answers that cite both", f"{len(both):,} of {len(either):,} that cite either"))
    return Found(
        subject=":".join(map(str, evidence.pair)),
        title=f"Sources disagree: {one[:80]} and {other[:80]}"[:200],
        says=says,
        definition=DEFINITION,
        window=window,
        figures=tuple(figures),
        heard=tuple(evidence.said),
        first_seen=min(evidence.times),
        last_seen=max(evidence.times),
        sources=evidence.pair,
        priority=HIGH if people >= MANY else MEDIUM if people else LOW,
    )


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"

"""Teams whose corrections for the same term or question diverge. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from triage.claims import Claim, agree, agreeing, claim_of, stem, words_of
from triage.findings.found import HIGH, MEDIUM, Found, Heard, Window, counted

# So many people of each team must say the same: one person's word is not a team's.
LEAST = 2
MANY = 5
_QUOTED = 140

DEFINITION = (
    f"Corrections that readers gave in complaints about one question, or about one term of the"
    f" ownership rules. A team says something where at least {LEAST} of its people do, and more"
    " than half of those of the team who corrected anything there. Two teams diverge where no"
    " correction of the one says what any of the other's does: they share no figure, and less than"
    " half of their words."
)


@dataclass(frozen=True)
class Said:
    """A correction, by somebody of a team, of an answer to a question."""

    heard: Heard
    team: str
    question: str
    correction: str


@dataclass(frozen=True)
class Matter:
    """What corrections are compared within: `term` is set where that is what they share; else it
    is a question, and the word that both sides' questions share is looked for."""

    subject: str
    said: Sequence[Said]
    term: str = ""


@dataclass(frozen=True)
class _Side:
    team: str
    said: list[Said]
    claims: list[Claim]

    @property
    def people(self) -> int:
        return _people(self.said)


def term_conflicts(matters: Iterable[Matter], *, window: Window) -> list[Found]:
    """One finding for each matter, with all teams that diverge in it. Where teams diverge about a
    term, the questions in which they do so are not found once more."""
    found, settled = [], set[Heard]()
    for matter in sorted(matters, key=lambda matter: not matter.term):
        conflict = _conflict(matter)
        if conflict is None:
            continue
        term, sides = conflict
        heard = {said.heard for side in sides for said in side.said}
        if not matter.term and heard <= settled:
            continue
        settled |= heard
        found.append(_found(matter, term, sides, window))
    return found


def _conflict(matter: Matter) -> tuple[str, list[_Side]] | None:
    teams: dict[str, list[Said]] = defaultdict(list)
    for said in matter.said:
        teams[said.team].append(said)
    sides = [side for team in sorted(teams) if (side := _side(team, teams[team]))]
    for one, other in combinations(sides, 2):
        term = matter.term or _shared_term(one, other)
        if term and _diverge(one, other):
            against = [s for s in sides if _diverge(s, one) or _diverge(s, other)]
            return term, sorted(against, key=lambda side: -side.people)
    return None


def _side(team: str, said: list[Said]) -> _Side | None:
    """What the team says: its largest group of corrections that agree. None if it says nothing."""
    claims = [claim_of(one.correction) for one in said]
    groups = agreeing(claims)
    largest = max(groups, key=lambda group: (_people([said[i] for i in group]), -group[0]))
    here = [said[i] for i in largest]
    if _people(here) < LEAST or 2 * _people(here) <= _people(said):
        return None
    return _Side(team, here, [claims[i] for i in largest])


def _diverge(one: _Side, other: _Side) -> bool:
    return one.team != other.team and not any(
        agree(ours, theirs) for ours in one.claims for theirs in other.claims
    )


def _shared_term(one: _Side, other: _Side) -> str:
    """The word, in whatever form, that at least half of the questions of either side have; in its
    commonest form. "" if there is none."""
    ours, theirs = _stems(one), _stems(other)
    both = [
        known
        for known in ours.keys() & theirs.keys()
        if 2 * ours[known] >= len(one.said) and 2 * theirs[known] >= len(other.said)
    ]
    if not both:
        return ""
    shared = min(both, key=lambda known: (-ours[known] - theirs[known], known))
    forms = Counter(
        word
        for said in (*one.said, *other.said)
        for word in words_of(said.question)
        if stem(word) == shared
    )
    return min(forms, key=lambda word: (-forms[word], word))


def _stems(side: _Side) -> Counter[str]:
    """In how many of the side's questions each word stands."""
    return Counter(
        known for said in side.said for known in {stem(w) for w in words_of(said.question)}
    )


def _people(said: Iterable[Said]) -> int:
    return len({one.heard.voter for one in said})


def _found(matter: Matter, term: str, sides: list[_Side], window: Window) -> Found:
    heard = tuple(said.heard for side in sides for said in side.said)
    teams = [side.team for side in sides]
    named = f"{', '.join(teams[:-1])} and {teams[-1]}"
    corrected = _people(matter.said)
    return Found(
        subject=matter.subject,
        title=f"“{term}” means different things to {named}"[:200],
        says=(
            f"{named} correct answers about “{term}” in ways that don't agree:"
            f" {sum(side.people for side in sides)} of the {corrected} people who corrected"
            " answers there."
        ),
        definition=DEFINITION,
        window=window,
        figures=tuple((_of(side), f"“{_shortest(side)}”") for side in sides),
        heard=heard,
        first_seen=min(one.at for one in heard),
        last_seen=max(one.at for one in heard),
        priority=HIGH if sum(side.people for side in sides[1:]) >= MANY else MEDIUM,
    )


def _of(side: _Side) -> str:
    return f"{side.team}, {counted(side.people, 'person', 'people')}"


def _shortest(side: _Side) -> str:
    text = min((said.correction.strip() for said in side.said), key=lambda t: (len(t), t))
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"

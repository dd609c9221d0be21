"""Corrections that say the same, and those that can't both hold. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from triage.claims import Claim, agreeing, at_odds, claim_of

# So many wordings are compared with one another, the commonest: it takes the square of their
# number.
MOST_WORDINGS = 60


@dataclass(frozen=True)
class Correcting:
    """One correction; `about` is the same for corrections of the same answer."""

    feedback: UUID
    voter: str
    team: str
    about: str
    text: str


@dataclass(frozen=True)
class Side:
    """Corrections that say the same. `wordings` are the different texts, the commonest first;
    `example` has the first of them. `disputed`: another side says otherwise."""

    example: Correcting
    people: int
    teams: list[tuple[str, int]]
    wordings: list[str]
    disputed: bool


def sides(corrections: Iterable[Correcting]) -> list[Side]:
    """Those together that agree by their words and figures (see `triage.claims`), most people
    first.

    Two sides are in dispute if they count the same thing of the same matter differently; where
    they correct one and the same answer, already if they have a word or a unit in common. Of more
    than MOST_WORDINGS wordings the rarest are left out.
    """
    worded: dict[str, list[Correcting]] = defaultdict(list)
    for correcting in corrections:
        worded[claim_of(correcting.text).text].append(correcting)
    common = sorted(worded.values(), key=lambda same: -_people(same))[:MOST_WORDINGS]
    claims = [claim_of(same[0].text) for same in common]
    groups = agreeing(claims)
    disputed = _disputed([([claims[i] for i in group], _about(group, common)) for group in groups])
    found = [
        _side([one for i in group for one in common[i]], disputed=place in disputed)
        for place, group in enumerate(groups)
    ]
    return sorted(found, key=lambda side: -side.people)


def _about(group: Sequence[int], common: Sequence[Sequence[Correcting]]) -> set[str]:
    return {one.about for i in group for one in common[i]}


def _disputed(groups: Sequence[tuple[Sequence[Claim], set[str]]]) -> set[int]:
    """Places of the groups that another one speaks against."""
    found: set[int] = set()
    for one, other in combinations(range(len(groups)), 2):
        (ours, our_answers), (theirs, their_answers) = groups[one], groups[other]
        same_answer = bool(our_answers & their_answers)
        if any(_against(mine, yours, same_answer) for mine in ours for yours in theirs):
            found |= {one, other}
    return found


def _against(one: Claim, other: Claim, same_answer: bool) -> bool:  # noqa: FBT001 - private
    if same_answer:
        return bool(one.words & other.words or one.units & other.units)
    return at_odds(one, other)


def _side(said: Sequence[Correcting], *, disputed: bool) -> Side:
    wordings = [text for text, _ in Counter(one.text.strip() for one in said).most_common()]
    example = next(one for one in said if one.text.strip() == wordings[0])
    by_team: dict[str, list[Correcting]] = defaultdict(list)
    for one in said:
        by_team[one.team].append(one)
    teams = sorted(((team, _people(theirs)) for team, theirs in by_team.items()), key=_most_first)
    return Side(example, _people(said), teams, wordings, disputed)


def _most_first(team: tuple[str, int]) -> tuple[int, str]:
    return -team[1], team[0]


def _people(said: Iterable[Correcting]) -> int:
    return len({one.voter for one in said})

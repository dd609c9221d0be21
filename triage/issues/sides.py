"""Corrections that say the same, and those that can't both hold. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from uuid import UUID

from triage.claims import Claim, agreeing, at_odds, claim_of

# So many wordings are compared with one another, the commonest: it takes the square of their
# number.
MOST_WORDINGS = 60


@dataclass(frozen=True)
class Correcting:
    """One correction; `about` is the same for corrections of the same answer. `marks`: where its
    author marked that answer as wrong, from and to, in characters."""

    feedback: UUID
    voter: str
    team: str
    about: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


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
    they correct one and the same answer, already if they have a word or a unit in common, unless
    all who marked it marked other words of it. Of more than MOST_WORDINGS wordings the rarest are
    left out.
    """
    same: dict[str, list[Correcting]] = defaultdict(list)
    for correcting in corrections:
        same[claim_of(correcting.text).text].append(correcting)
    common = sorted(same.values(), key=lambda said: -_people(said))[:MOST_WORDINGS]
    worded = [_Worded(claim_of(said[0].text), said) for said in common]
    groups = [[worded[i] for i in group] for group in agreeing([one.claim for one in worded])]
    disputed = _disputed(groups)
    found = [
        _side([one for wording in group for one in wording.said], disputed=place in disputed)
        for place, group in enumerate(groups)
    ]
    return sorted(found, key=lambda side: -side.people)


@dataclass(frozen=True)
class _Worded:
    """Corrections in the same words."""

    claim: Claim
    said: Sequence[Correcting]

    @cached_property
    def marks(self) -> dict[str, set[tuple[tuple[int, int], ...]]]:
        """By answer, what each marked there."""
        found: dict[str, set[tuple[tuple[int, int], ...]]] = defaultdict(set)
        for one in self.said:
            found[one.about].add(one.marks)
        return found


def _disputed(groups: Sequence[Sequence[_Worded]]) -> set[int]:
    """Places of the groups that another one speaks against."""
    found: set[int] = set()
    for one, other in combinations(range(len(groups)), 2):
        if any(_against(mine, yours) for mine in groups[one] for yours in groups[other]):
            found |= {one, other}
    return found


def _against(one: _Worded, other: _Worded) -> bool:
    both = one.marks.keys() & other.marks.keys()
    if not both:
        return at_odds(one.claim, other.claim)
    alike = one.claim.words & other.claim.words or one.claim.units & other.claim.units
    return bool(alike) and any(
        _may_meet(mine, yours)
        for about in both
        for mine in one.marks[about]
        for yours in other.marks[about]
    )


def _may_meet(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Whether some marked words are both's; who marked nothing may mean any of them."""
    if not one or not other:
        return True
    return any(a < d and c < b for a, b in one for c, d in other)


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

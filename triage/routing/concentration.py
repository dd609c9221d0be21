"""How much hangs on one person: the truck factor of resolving issues. Pure.

An area is what issues are about: an owner team and the source that is most cited in them. Whoever
resolved an issue of an area within a year knows it, as authors know a file in Avelino, Passos,
Hora and Valente 2016, "A novel approach for estimating truck factors", ICPC 2016; the truck factor
is found as they find it: take away whoever most depends on, until more than half is nobody's.
Issues count, not areas: an area that seldom comes up weighs little.

Having resolved is a proxy. Somebody else may know an area and never have had to resolve it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)

WINDOW_DAYS = 90  # what counts: issues resolved so lately
MEMORY_DAYS = 365  # who knows: whoever resolved one of the area so lately
# Two people who take issues by chance leave five of an area all to one of them once in sixteen.
LEAST_IN_AREA = 5
LEAST = 30  # issues that count, before a share is told


@dataclass(frozen=True)
class Resolved(Generic[P]):
    """An issue that `by` resolved within MEMORY_DAYS; `counts`: within WINDOW_DAYS."""

    area: Hashable
    by: P
    counts: bool


@dataclass(frozen=True)
class Concentration(Generic[P]):
    """Numbers of issues that count. `alone` of `total`: only one of those who are here knows their
    area, by `only`; `nobody`: all who did are gone. `seldom` are left out of `total`, since their
    area had fewer than LEAST_IN_AREA. `factor`: how many would have to leave for more than half of
    `total` to be nobody's; none where too few count."""

    total: int
    alone: int
    nobody: int
    seldom: int
    only: Mapping[P, int]
    factor: int | None

    @property
    def too_early(self) -> bool:
        """Whether so few count that a share says nothing."""
        return self.total < LEAST


def concentration(resolved: Sequence[Resolved[P]], here: Collection[P]) -> Concentration[P]:
    """What share hangs on one person; `here` are those who may still resolve issues."""
    times = Counter(one.area for one in resolved)
    counted = Counter(one.area for one in resolved if one.counts)
    known = {area: n for area, n in counted.items() if times[area] >= LEAST_IN_AREA}
    knowers: dict[Hashable, set[P]] = defaultdict(set)
    for one in resolved:
        if one.by in here:
            knowers[one.area].add(one.by)
    only: Counter[P] = Counter()
    for area, n in known.items():
        if len(knowers[area]) == 1:
            only[next(iter(knowers[area]))] += n
    total = sum(known.values())
    return Concentration(
        total=total,
        alone=only.total(),
        nobody=sum(n for area, n in known.items() if not knowers[area]),
        seldom=counted.total() - total,
        only=dict(only.most_common()),
        factor=_factor(known, knowers) if total >= LEAST else None,
    )


def _factor(known: Mapping[Hashable, int], knowers: Mapping[Hashable, set[P]]) -> int:
    """How many leave, each time whoever knows the areas of most issues, until more than half of
    the issues are nobody's."""
    left = {area: set(knowers[area]) for area in known}
    total, gone = sum(known.values()), 0
    while 2 * sum(n for area, n in known.items() if not left[area]) <= total:
        knows: Counter[P] = Counter()
        for area, people in left.items():
            for person in people:
                knows[person] += known[area]
        leaver = max(knows, key=lambda person: (knows[person], str(person)))
        for people in left.values():
            people.discard(leaver)
        gone += 1
    return gone

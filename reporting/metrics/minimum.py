"""Which figures may not be shown, because too few people are behind them. Pure.

A figure of fewer than MINIMUM people is hidden. In a table with totals that is not enough: where
one part alone is hidden, it is the total less the other parts. So in every line of the table,
which is the parts along one axis with their total, either none is hidden or at least two are.
Known limit: windows that overlap by all but a day can still be taken from one another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

MINIMUM = 5

Place = TypeVar("Place", bound=tuple[object, ...])


def hidden_places(people: Mapping[Place, int], *, minimum: int = MINIMUM) -> set[Place]:
    """The places to hide, given how many people are behind each; an axis' total is None.

    A place with nobody has nothing to hide. Where one is hidden alone in its line, the one with
    the next fewest people is hidden with it, until no line has one alone.
    """
    peopled = {place: number for place, number in people.items() if number > 0}
    hidden = {place for place, number in peopled.items() if number < minimum}
    lines = list(_lines(peopled))
    while more := _companions(lines, hidden, peopled):
        hidden |= more
    return hidden


def _lines(places: Iterable[Place]) -> Iterable[set[Place]]:
    """Every set of places that differ along one axis only."""
    lines: defaultdict[tuple[object, ...], set[Place]] = defaultdict(set)
    for place in places:
        for axis in range(len(place)):
            lines[axis, *place[:axis], *place[axis + 1 :]].add(place)
    return lines.values()


def _companions(
    lines: Iterable[set[Place]], hidden: set[Place], people: Mapping[Place, int]
) -> set[Place]:
    more: set[Place] = set()
    for line in lines:
        if len(line & hidden) == 1 and (shown := line - hidden):
            more.add(min(shown, key=lambda place: (people[place], _order(place))))
    return more


def _order(place: tuple[object, ...]) -> tuple[int, str]:
    """Totals last, then by name, so that the choice is always the same."""
    return sum(key is None for key in place), repr(place)

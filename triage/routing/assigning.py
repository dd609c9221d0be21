"""Who in an owner team is next. Pure.

Both ways are the usual ones of dispatching: in turn (round robin), and the least loaded relative
to capacity (weighted least connections). Whoever is away or full is passed over, and has no debt
to work off when they are back: in turn means that the one who waited longest is next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Colleague:
    """One who may work the team's issues. `load` of `capacity` are open now; `turn` is the higher,
    the later they were given one."""

    member: UUID
    capacity: int
    load: int = 0
    turn: int = 0
    away: bool = False

    @property
    def is_full(self) -> bool:
        return self.load >= self.capacity

    @property
    def room(self) -> int:
        """How many more issues they can be given."""
        return 0 if self.away else max(0, self.capacity - self.load)


def next_one(way: str, team: str, colleagues: Sequence[Colleague]) -> tuple[Colleague | None, str]:
    """Who gets the next issue of the team, and why; or nobody, and why not.

    `way` is "rotation", "load" or "nobody". Equals are told apart by who waited longest, then by
    their ids: the same team in the same state has the same next one.
    """
    if way not in _WAYS:
        return None, ""
    free = [colleague for colleague in colleagues if colleague.room]
    if not free:
        return None, _why_nobody(team, colleagues)
    order, why = _WAYS[way]
    chosen = min(free, key=order)
    return chosen, why(team, chosen)


def _why_nobody(team: str, colleagues: Sequence[Colleague]) -> str:
    if not colleagues:
        return f"nobody is in {team}"
    away = {colleague.away for colleague in colleagues}
    state = "away or full" if len(away) == 2 else "away" if away == {True} else "full"
    return f"everybody in {team} is {state}"


def _by_turn(colleague: Colleague) -> tuple[int, UUID]:
    return colleague.turn, colleague.member


def _by_load(colleague: Colleague) -> tuple[Fraction, int, UUID]:
    return Fraction(colleague.load, colleague.capacity), colleague.turn, colleague.member


def _in_turn(team: str, _: Colleague) -> str:
    return f"next in turn in {team}"


def _least_load(team: str, chosen: Colleague) -> str:
    return f"least load in {team}: {chosen.load} of {chosen.capacity}"


Order = Callable[[Colleague], tuple[Any, ...]]
_WAYS: Mapping[str, tuple[Order, Callable[[str, Colleague], str]]] = {
    "rotation": (_by_turn, _in_turn),
    "load": (_by_load, _least_load),
}

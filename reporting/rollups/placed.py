"""People with the team and cohort in which each was at the time. Pure.

Each person has a home, the place in which they nearly always are, and is a bit where they were
there; where else they were is listed. So people are joined by bits, and the sums of places are
right for all but the few who were away: those are counted apart, once in each place and once in
each total.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from struct import calcsize, pack, unpack_from
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import Numbers, People

Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]
Integers = npt.NDArray[Any]

# In place of a home, of whoever has none yet.
NOWHERE = np.uint32(0xFFFFFFFF)

_HEADER = "<II"
_NOBODY = np.zeros(0, np.int64)
_NO_CODES = np.zeros(0, np.uint32)


def codes_of(teams: Integers, cohorts: Integers) -> Codes:
    """A place as one number, from the numbers of its team and cohort (below 65,535; 0 without)."""
    return teams.astype(np.uint32) << np.uint32(16) | cohorts.astype(np.uint32)


def team_of(codes: Integers) -> Integers:
    return codes >> np.uint32(16)


def cohort_of(codes: Integers) -> Integers:
    return codes & np.uint32(0xFFFF)


@dataclass(frozen=True)
class Homes:
    """The code of everybody's home, by number, in a project of so many teams and cohorts."""

    codes: Codes
    teams: int
    cohorts: int

    def with_new(self, numbers: Integers, codes: Integers, size: int) -> "Homes":
        """For so many numbers; the home of those who had none is where they come first."""
        found = np.full(size, NOWHERE, np.uint32)
        found[: self.codes.size] = self.codes
        new = found[numbers] == NOWHERE
        found[numbers[new][::-1]] = codes[new][::-1]
        return replace(self, codes=found)

    def cells(self, people: People) -> Counts:
        """How many of them are at home in each place [team, cohort]."""
        places = self._places.take(people.numbers())
        return np.bincount(places, minlength=self._cells).reshape(self.teams, self.cohorts)

    def cells_of(self, codes: Codes) -> Counts:
        """How many of these codes are of each place, likewise."""
        places = team_of(codes) * np.uint32(self.cohorts) + cohort_of(codes)
        return np.bincount(places, minlength=self._cells).reshape(self.teams, self.cohorts)

    @property
    def _cells(self) -> int:
        return self.teams * self.cohorts

    @cached_property
    def _places(self) -> Integers:
        places = team_of(self.codes) * np.uint32(self.cohorts) + cohort_of(self.codes)
        return places.astype(np.min_scalar_type(self._cells))


class Placed(NamedTuple):
    """Distinct pairs of a person's number and a place's code, given everybody's home.

    `home` are those who were at home; the pairs of those who were elsewhere, at home too or not,
    are in `numbers` and `codes`, in order.
    """

    home: People = People()
    numbers: Numbers = _NOBODY
    codes: Codes = _NO_CODES

    @classmethod
    def of(cls, numbers: Integers, codes: Integers, homes: Homes) -> "Placed":
        """These pairs, in any order and as often as they come."""
        at_home = homes.codes.take(numbers) == codes
        away = ~at_home
        return cls(People.of(numbers[at_home]), *_distinct(numbers[away], codes[away]))

    @classmethod
    def union(cls, many: Sequence["Placed"]) -> "Placed":
        """All pairs of any of them, all by the same homes."""
        away = [one for one in many if one.numbers.size]
        home = People.union([one.home for one in many])
        if not away:
            return cls(home)
        numbers, codes = (np.concatenate(side) for side in list(zip(*away, strict=True))[1:])
        return cls(home, *_distinct(numbers, codes))

    @property
    def people(self) -> People:
        return self.home | People.of(self.numbers) if self.numbers.size else self.home

    def pairs(self, homes: Homes) -> set[tuple[int, int]]:
        """Each person's number with each code that they have."""
        home = self.home.numbers()
        at_home = zip(home.tolist(), homes.codes.take(home).tolist(), strict=True)
        return {*at_home, *zip(self.numbers.tolist(), self.codes.tolist(), strict=True)}

    def counts(self, homes: Homes) -> Counts:
        """Distinct people [team, cohort], and last in each axis all of them."""
        away = People.of(self.numbers)
        counts = with_totals(homes.cells(self.home - away))
        if self.numbers.size:
            both = (self.home & away).numbers()
            who = np.concatenate([self.numbers, both])
            where = np.concatenate([self.codes, homes.codes.take(both)])
            counts[:-1, :-1] += homes.cells_of(where)
            _, team = _distinct(who, team_of(where))
            _, cohort = _distinct(who, cohort_of(where))
            counts[:-1, -1] += np.bincount(team, minlength=homes.teams)
            counts[-1, :-1] += np.bincount(cohort, minlength=homes.cohorts)
            counts[-1, -1] += len(away)
        return counts

    def to_bytes(self) -> bytes:
        """Those at home, then the pairs of the others."""
        home = self.home.to_bytes()
        return b"".join(
            [
                pack(_HEADER, len(home), self.numbers.size),
                home,
                self.numbers.astype("<u4").tobytes(),
                self.codes.astype("<u4").tobytes(),
            ]
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Placed":
        """What `to_bytes` made."""
        home, size = unpack_from(_HEADER, stored)
        at = calcsize(_HEADER)
        away = np.frombuffer(stored, "<u4", offset=at + home).reshape(2, size)
        return cls(People.from_bytes(stored[at : at + home]), away[0].astype(np.int64), away[1])


def with_totals(cells: Counts) -> Counts:
    """[..., team, cohort] with the sums of each after the last."""
    cells = np.concatenate([cells, cells.sum(axis=-2, keepdims=True)], axis=-2)
    return np.concatenate([cells, cells.sum(axis=-1, keepdims=True)], axis=-1)


def _distinct(numbers: Integers, others: Integers) -> tuple[Numbers, Codes]:
    """The distinct pairs of the two, in order."""
    pairs = np.unique(numbers.astype(np.uint64) << np.uint64(32) | others.astype(np.uint64))
    return (pairs >> np.uint64(32)).astype(np.int64), pairs.astype(np.uint32)

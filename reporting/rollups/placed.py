"""People with the team and cohort in which each was at the time. Pure.

Nearly all are in one place only, so that the sums of places are right for them; those who moved
are counted apart, once in each place and once in each total.
"""

from collections.abc import Sequence
from struct import calcsize, pack, unpack_from
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import Numbers, People

Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]
Integers = npt.NDArray[Any]

_HEADER = "<IIII"
# So many bytes of `to_bytes` and a bit for each number hold all the people.
PEOPLE_BEFORE = calcsize(_HEADER) + 2
_SMALL = 256
_NOWHERE = np.uint32(0xFFFFFFFF)
_NOBODY = np.zeros(0, np.int64)
_NO_CODES = np.zeros(0, np.uint32)


def codes_of(teams: Integers, cohorts: Integers) -> Codes:
    """A place as one number, from the numbers of its team and cohort (below 65,535; 0 without)."""
    return teams.astype(np.uint32) << np.uint32(16) | cohorts.astype(np.uint32)


def team_of(codes: Integers) -> Integers:
    return codes >> np.uint32(16)


def cohort_of(codes: Integers) -> Integers:
    return codes & np.uint32(0xFFFF)


class Placed(NamedTuple):
    """Distinct pairs of a person's number and a place's code.

    `numbers` ascend and name each person once, with a place in `codes`; what other places people
    were in is in `more_numbers` and `more_codes`.
    """

    numbers: Numbers = _NOBODY
    codes: Codes = _NO_CODES
    more_numbers: Numbers = _NOBODY
    more_codes: Codes = _NO_CODES

    @classmethod
    def of(cls, numbers: Integers, codes: Integers) -> "Placed":
        """These pairs, in any order and as often as they come."""
        who, where = _distinct(numbers, codes)
        first = np.ones(who.size, np.bool_)
        first[1:] = who[1:] != who[:-1]
        return cls(who[first], where[first], who[~first], where[~first])

    @classmethod
    def union(cls, many: Sequence["Placed"]) -> "Placed":
        """All pairs of any of them."""
        many = [one for one in many if one.numbers.size]
        if len(many) < 2:
            return many[0] if many else cls()
        owner = np.full(max(int(one.numbers[-1]) for one in many) + 1, _NOWHERE, np.uint32)
        for one in many:
            owner[one.numbers] = one.codes
        numbers = np.flatnonzero(owner != _NOWHERE)
        apart = [one.apart_from(owner) for one in many]
        more = _distinct(*(np.concatenate(side) for side in zip(*apart, strict=True)))
        return cls(numbers, owner.take(numbers), *more)

    def apart_from(self, owner: Codes) -> tuple[Numbers, Codes]:
        """Its pairs that are not the owner's."""
        once = owner.take(self.numbers) != self.codes
        more = owner[self.more_numbers] != self.more_codes
        return (
            np.concatenate([self.numbers[once], self.more_numbers[more]]),
            np.concatenate([self.codes[once], self.more_codes[more]]),
        )

    @property
    def people(self) -> People:
        return People.of(self.numbers)

    def pairs(self) -> set[tuple[int, int]]:
        """Each person's number with each code that they have."""
        once = zip(self.numbers.tolist(), self.codes.tolist(), strict=True)
        return {*once, *zip(self.more_numbers.tolist(), self.more_codes.tolist(), strict=True)}

    def counts(self, teams: int, cohorts: int) -> Counts:
        """Distinct people, [team, cohort] by their numbers below `teams` and `cohorts`, and last
        in each axis all of them."""
        moved = np.isin(self.numbers, self.more_numbers) if self.more_numbers.size else None
        stayed = self.codes if moved is None else self.codes[~moved]
        counts = with_totals(_cells(stayed, teams, cohorts))
        if moved is not None:
            who = np.concatenate([self.numbers[moved], self.more_numbers])
            where = np.concatenate([self.codes[moved], self.more_codes])
            counts[:-1, :-1] += _cells(where, teams, cohorts)
            _, team = _distinct(who, team_of(where))
            _, cohort = _distinct(who, cohort_of(where))
            counts[:-1, -1] += np.bincount(team, minlength=teams)
            counts[-1, :-1] += np.bincount(cohort, minlength=cohorts)
            counts[-1, -1] += int(moved.sum())
        return counts

    def to_bytes(self) -> bytes:
        """The people, then by each the place of its code in a list of codes; then the others."""
        known, places = np.unique(self.codes, return_inverse=True)
        width = 1 if known.size <= _SMALL else 4
        people = self.people.to_bytes()
        return b"".join(
            [
                pack(_HEADER, len(people), known.size, width, self.numbers.size),
                people,
                known.astype("<u4").tobytes(),
                places.astype(f"<u{width}").tobytes(),
                self.more_numbers.astype("<u4").tobytes(),
                self.more_codes.astype("<u4").tobytes(),
            ]
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Placed":
        """What `to_bytes` made."""
        people, known, width, size = unpack_from(_HEADER, stored)
        at = calcsize(_HEADER) + people
        codes = np.frombuffer(stored, "<u4", known, at)
        places = np.frombuffer(stored, f"<u{width}", size, at + 4 * known)
        more = np.frombuffer(stored, "<u4", offset=at + 4 * known + width * size).reshape(2, -1)
        numbers = People.numbers_from_bytes(stored[calcsize(_HEADER) : at])
        return cls(numbers, codes.take(places), more[0].astype(np.int64), more[1])

    @staticmethod
    def people_from_bytes(stored: bytes) -> People:
        """Who is in what `to_bytes` made, wherever."""
        size, *_ = unpack_from(_HEADER, stored)
        return People.from_bytes(stored[calcsize(_HEADER) :][:size])


def with_totals(cells: Counts) -> Counts:
    """[..., team, cohort] with the sums of each after the last."""
    cells = np.concatenate([cells, cells.sum(axis=-2, keepdims=True)], axis=-2)
    return np.concatenate([cells, cells.sum(axis=-1, keepdims=True)], axis=-1)


def _distinct(numbers: Integers, others: Integers) -> tuple[Numbers, Codes]:
    """The distinct pairs of the two, in order."""
    pairs = np.unique(numbers.astype(np.uint64) << np.uint64(32) | others.astype(np.uint64))
    return (pairs >> np.uint64(32)).astype(np.int64), pairs.astype(np.uint32)


def _cells(codes: Integers, teams: int, cohorts: int) -> Counts:
    places = team_of(codes).astype(np.int64) * cohorts + cohort_of(codes)
    return np.bincount(places, minlength=teams * cohorts).reshape(teams, cohorts)

"""What happened in a span of days, by team and cohort: counts, and who was behind them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reporting.rollups.placed import (
    Codes,
    Counts,
    Homes,
    Integers,
    Placed,
    cohort_of,
    team_of,
    with_totals,
)

# What an event adds one to; the order is that of the bits of an event, and of stored counts.
COUNTED = (
    "answers",
    "anonymous",
    "abstained",
    "rated_answers",
    "complained_answers",
    "words",
    "up",
    "down",
    "complaints",
    "corrections",
    "unverified",
    "seen",
    "seen_spoken",
    "answered",
    "cited",
    "complete",
    "approved",
    "current",
    "verifiable",
    "unverified_answers",
    "cited_complained",
    "unduly_answered",
    "abstained_right",
    "abstained_wrong",
)
# Who is behind them: whoever has an event with any of these.
ROLES: Mapping[str, tuple[str, ...]] = {
    "users": ("answers", "words"),
    "speakers": ("words",),
    "voters": ("up", "down"),
    "viewers": ("seen",),
}
COLUMNS = (*COUNTED, *ROLES)

# In stored counts: of all teams, or of all cohorts.
_ALL = 0xFFFF


def bit(name: str) -> int:
    """The bit of an event that says that it counts as this."""
    return 1 << COUNTED.index(name)


@dataclass(frozen=True)
class Events:
    """One element for each event: who (-1 for nobody known), in which place, counting as what."""

    numbers: Integers
    codes: Codes
    flags: Integers

    def where(self, mask: npt.NDArray[np.bool_]) -> "Events":
        return Events(self.numbers[mask], self.codes[mask], self.flags[mask])


@dataclass(frozen=True)
class Counted:
    """Sums [place, count] for each place in `codes`, and for each role who had it, all by the same
    homes: see `placed`."""

    codes: Codes
    sums: Counts
    people: Mapping[str, Placed]

    @classmethod
    def of(cls, events: Events, homes: Homes) -> "Counted":
        codes, places = np.unique(events.codes, return_inverse=True)
        sums = [
            np.bincount(places, (events.flags >> at) & 1, minlength=codes.size)
            for at in range(len(COUNTED))
        ]
        people = {}
        for role, names in ROLES.items():
            any_of = sum(bit(name) for name in names)
            those = events.where((events.numbers >= 0) & (events.flags & any_of > 0))
            people[role] = Placed.of(those.numbers, those.codes, homes)
        return cls(codes, np.stack(sums, axis=1).astype(np.int64), people)

    @classmethod
    def union(cls, many: Sequence["Counted"]) -> "Counted":
        """All of them together: counts added up, each person once."""
        codes, places = np.unique(np.concatenate([one.codes for one in many]), return_inverse=True)
        sums = np.zeros((codes.size, len(COUNTED)), np.int64)
        np.add.at(sums, places, np.concatenate([one.sums for one in many]))
        people = {role: Placed.union([one.people[role] for one in many]) for role in ROLES}
        return cls(codes, sums, people)

    def to_columns(self, homes: Homes) -> dict[str, bytes]:
        """As it is stored: `counts`, and a column for each role."""
        sums = np.zeros((len(COUNTED), homes.teams, homes.cohorts), np.int64)
        sums[:, team_of(self.codes), cohort_of(self.codes)] = self.sums.T
        people = [placed.counts(homes) for placed in self.people.values()]
        cells = np.concatenate([with_totals(sums), np.stack(people)])
        team, cohort = np.nonzero(cells.any(axis=0))
        places = np.stack([_named(team, homes.teams), _named(cohort, homes.cohorts)])
        stored = np.concatenate([places, cells[:, team, cohort]]).T.astype("<i4")
        return {
            "counts": stored.tobytes(),
            **{role: placed.to_bytes() for role, placed in self.people.items()},
        }

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> "Counted":
        """What `to_columns` made."""
        stored = _rows(columns["counts"])
        stored = stored[(stored[:, :2] != _ALL).all(axis=1)]
        codes = (stored[:, 0] << 16 | stored[:, 1]).astype(np.uint32)
        people = {role: Placed.from_bytes(columns[role]) for role in ROLES}
        return cls(codes, stored[:, 2 : 2 + len(COUNTED)].astype(np.int64), people)


def add_counts(stored: bytes, to: Counts) -> None:
    """Add stored counts, totals included, to [column, team, cohort] with all of them last.

    Counts of people are no sums over time: use them for one span only.
    """
    rows = _rows(stored)
    team, cohort = (np.where(rows[:, axis] == _ALL, -1, rows[:, axis]) for axis in (0, 1))
    to[:, team, cohort] += rows[:, 2:].T


def cells_in(
    spans: Sequence[bytes], names: Sequence[str]
) -> tuple[Integers, Integers, Integers, Counts]:
    """Out of stored counts, one element for each place in each span: in which span, of which team
    and cohort (-1 for all), and the sum of the columns of these names there."""
    rows = _rows(b"".join(spans))
    span = np.repeat(np.arange(len(spans)), [len(_rows(stored)) for stored in spans])
    team, cohort = (np.where(rows[:, axis] == _ALL, -1, rows[:, axis]) for axis in (0, 1))
    columns = [2 + COLUMNS.index(name) for name in names]
    return span, team, cohort, rows[:, columns].sum(axis=1, dtype=np.int64)


def _rows(stored: bytes) -> npt.NDArray[np.int32]:
    return np.frombuffer(stored, "<i4").reshape(-1, 2 + len(COLUMNS))


def _named(places: Integers, number: int) -> Integers:
    return np.where(places == number, _ALL, places)

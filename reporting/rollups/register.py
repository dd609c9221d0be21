"""The register: who is known in a project, and the groups they are in at present. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from reporting.rollups.people import Mask, People
from reporting.rollups.placed import Counts

Days = npt.NDArray[np.int32]

# How people stand: see `tally.Tally`.
STANDS = ("registered", "active", "never_used")

# What is stored of each: little-endian, one after another.
COLUMNS = ("number", "team", "cohort", "onboarding", "registered", "left")


@dataclass(frozen=True)
class Known:
    """Everyone known. Each array is indexed by a person's number, as are the bits of `People`.

    `team`, `cohort` and `onboarding` are the numbers of those in `teams`, `cohorts` and
    `onboardings`: 0 is without ("" in the lists), and -1 stands at a number of nobody known.
    `registered`, `left` and `first_use` are days (UTC) as ordinals, 0 for none: use is an answer
    or a word, on whatever day that counts. `weeks` has, by their Mondays, how they stood in those
    of which that is kept: see `standing`.
    """

    teams: Sequence[str]
    cohorts: Sequence[str]
    onboardings: Sequence[str]
    team: npt.NDArray[np.int32]
    cohort: npt.NDArray[np.int32]
    onboarding: npt.NDArray[np.int32]
    registered: Days
    left: Days
    first_use: Days
    weeks: Mapping[date, Counts]

    @property
    def size(self) -> int:
        """One more than the highest number."""
        return self.team.size

    @property
    def everyone(self) -> People:
        return People.where(self.team >= 0)

    def of_team(self, slug: str) -> People:
        """Those in the team at present, "" for without one. ValueError for an unknown one."""
        return People.where(self.team == self.teams.index(slug))

    def of_cohort(self, slug: str) -> People:
        return People.where(self.cohort == self.cohorts.index(slug))

    def of_onboarding(self, kind: str) -> People:
        """Those brought in that way: their own way, else their cohort's."""
        return People.where(self.onboarding == self.onboardings.index(kind))

    def registered_at_end(self, day: date) -> People:
        """Those registered by the end of the day, and not left by then."""
        return People.where(self.registered_mask(day))

    def registered_mask(self, day: date) -> Mask:
        last = day.toordinal()
        there: Mask = (self.registered <= last) & (self.team >= 0)
        there &= (self.left == 0) | (self.left > last)
        return there

    def used_before_end(self, day: date) -> People:
        """Those whose first use was by the end of the day."""
        return People.where((self.first_use > 0) & (self.first_use <= day.toordinal()))


def stored(rows: Sequence[Sequence[int]]) -> bytes:
    """Rows of COLUMNS, in the order of their numbers, as they are stored."""
    return np.array(rows, "<i4").reshape(-1, len(COLUMNS)).T.tobytes()


def known(
    columns: bytes, first_use: bytes, weeks: bytes, names: Mapping[str, Sequence[str]]
) -> Known:
    """What was stored, spread out by number. `names` has teams, cohorts and onboardings."""
    number, *rest = np.frombuffer(columns, "<i4").reshape(len(COLUMNS), -1)
    size = int(number[-1]) + 1 if number.size else 0
    if number.size < size:  # others have numbers too
        rest = [_spread(values, number, size) for values in rest]
    team, cohort, onboarding, registered, left = rest
    used = np.zeros(size, np.int32)
    days = np.frombuffer(first_use, "<i4")[:size]
    used[: days.size] = days
    return Known(
        names["teams"],
        names["cohorts"],
        names["onboardings"],
        team,
        cohort,
        onboarding,
        registered.clip(0),
        left.clip(0),
        used,
        _weeks(weeks, (len(names["teams"]), len(names["cohorts"]))),
    )


def weeks_stored(stood: Mapping[date, Counts]) -> bytes:
    """Weeks by their Mondays, each [STANDS, team, cohort], as they are stored."""
    if not stood:
        return b""
    weeks = np.stack([*stood.values()]).astype("<i4")
    head = [len(stood), *weeks.shape[2:], *(monday.toordinal() for monday in stood)]
    return np.array(head, "<i4").tobytes() + weeks.tobytes()


def _weeks(stored: bytes, shape: tuple[int, int]) -> dict[date, Counts]:
    """What `weeks_stored` made, where there are so many teams and cohorts by now."""
    if not stored:
        return {}
    number, teams, cohorts = np.frombuffer(stored, "<i4", 3).tolist()
    mondays, counts = np.split(np.frombuffer(stored, "<i4", offset=12), [number])
    weeks = np.zeros((number, len(STANDS), *shape), np.int64)
    weeks[:, :, :teams, :cohorts] = counts.reshape(number, -1, teams, cohorts)
    return dict(zip(map(date.fromordinal, mondays.tolist()), weeks, strict=True))


def _spread(values: Days, to: Days, size: int) -> Days:
    """The values at these numbers, -1 at all others."""
    spread = np.full(size, -1, np.int32)
    spread[to] = values
    return spread

"""Tallies by team and cohort, as one block of numbers. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from reporting.rollups.placed import Counts
from reporting.rollups.tally import Tally

FIELDS = tuple(field.name for field in fields(Tally))

GroupSlugs = tuple[str | None, str | None]


@dataclass(frozen=True)
class Tallied(Mapping[GroupSlugs, Tally]):
    """What was counted, by (team, cohort): slugs, "" for without, None for all of them.

    `counts` is [field of a tally, team, cohort] in the order of `teams` and `cohorts`, and last
    all of them. Groups in which nothing is are no places of it.
    """

    teams: Sequence[str]
    cohorts: Sequence[str]
    counts: Counts

    def __getitem__(self, groups: GroupSlugs) -> Tally:
        return Tally(*self.counts[:, *self._at(groups)].tolist())

    def __iter__(self) -> Iterator[GroupSlugs]:
        teams, cohorts = [*self.teams, None], [*self.cohorts, None]
        for team, cohort in np.argwhere(self.counts.any(axis=0)).tolist():
            yield teams[team], cohorts[cohort]

    def __len__(self) -> int:
        return int(self.counts.any(axis=0).sum())

    def _at(self, groups: GroupSlugs) -> tuple[int, int]:
        """Its place in the block; KeyError where nothing is."""
        try:
            team, cohort = (
                -1 if slug is None else names.index(slug)
                for slug, names in zip(groups, (self.teams, self.cohorts), strict=True)
            )
        except ValueError:
            raise KeyError(groups) from None
        if not self.counts[:, team, cohort].any():
            raise KeyError(groups)
        return team, cohort

"""What a batch of complaints does to the centres, as they are placed one by one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from triage.clustering.nearest import Batch, Centres, Match
from triage.embedding.vectors import Vector


@dataclass
class Sum:
    """What is added to an issue's centre, or taken from it: the sum of vectors, their number."""

    total: Vector
    count: int


class Reckoning:
    """Complaints by their ids, with the vectors that they had `before` and have `now`.

    What comes of it: `sums` to be added, by issue; and the issues whose centres must be made
    `anew`, since what was in them is not comparable to these vectors.
    """

    def __init__(
        self,
        centres: Centres[UUID],
        *,
        before: Mapping[UUID, Vector],
        now: Mapping[UUID, Vector],
    ) -> None:
        listed = [*now.values(), *before.values()]
        self._vectors = np.stack(listed) if listed else centres.means[:0]
        self._now = {pk: row for row, pk in enumerate(now)}
        self._before = {pk: row for row, pk in enumerate(before, start=len(now))}
        self._centres, self._batch = centres, Batch(centres, self._vectors)
        self._opened: set[UUID] = set()
        self.sums: dict[UUID, Sum] = {}
        self.anew: set[UUID] = set()

    def has_words(self, complaint: UUID) -> bool:
        """Whether it has a vector now."""
        return complaint in self._now

    def nearest(self, complaint: UUID) -> Match[UUID] | None:
        """The issue that it is most like; None where there are no complaints yet."""
        return self._batch.nearest(self._now[complaint])

    def open(self, issue: UUID) -> None:
        """An issue that nothing is in yet."""
        self._opened.add(issue)

    def join(self, issue: UUID, complaint: UUID) -> None:
        """It is in that issue now."""
        self._change(issue, self._now.get(complaint), 1)

    def leave(self, issue: UUID, complaint: UUID) -> None:
        """What it was is in that issue no more."""
        self._change(issue, self._before.get(complaint), -1)

    def reword(self, issue: UUID, complaint: UUID) -> None:
        """It stays in that issue; its words may have changed."""
        before, now = self._before.get(complaint), self._now.get(complaint)
        same = None not in {before, now} and np.array_equal(
            self._vectors[before], self._vectors[now]
        )
        if not same:
            self.leave(issue, complaint)
            self.join(issue, complaint)

    def _change(self, issue: UUID, row: int | None, times: int) -> None:
        if row is None:
            return
        if issue not in self._opened and not self._centres.size_of(issue):
            self.anew.add(issue)
            return
        self._batch.add(issue, row, times=times)
        vector = self._vectors[row]
        known = self.sums.get(issue, Sum(np.zeros_like(vector), 0))
        self.sums[issue] = Sum(known.total + times * vector, known.count + times)

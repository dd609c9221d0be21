"""What a batch of complaints does to the centres, as they are placed one by one. Pure.

A wording counts once in an issue, however many complaints have it. So a text pasted a thousand
times weighs as much as one: it moves neither the centre that it is in, nor what all complaints
here seem to have in common.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from triage.clustering.exemplars import Lessons
from triage.clustering.nearest import Batch, Centres, Match
from triage.embedding.vectors import Vector


@dataclass(frozen=True)
class Worded:
    """The words of a complaint: their digest, and what they mean."""

    wording: int
    vector: Vector


@dataclass
class Sum:
    """What is added to an issue's centre, or taken from it: the sum of vectors, their number."""

    total: Vector
    count: int


@dataclass
class Known:
    """What is known of wordings: the issue where the last complaint with each was put, and the
    vector that it was given; and in some issues, how many complaints have it. And what people
    taught."""

    homes: dict[int, UUID] = field(default_factory=dict)
    vectors: dict[int, Vector] = field(default_factory=dict)
    copies: Counter[tuple[UUID, int]] = field(default_factory=Counter)
    lessons: Lessons[UUID] = field(default_factory=Lessons)


class Reckoning:
    """Complaints by their ids, with the words that they had `before` and have `now`.

    What comes of it: `sums` to be added, by issue; and the issues whose centres must be made
    `anew`, since what was in them is not comparable to these vectors.
    """

    def __init__(
        self,
        centres: Centres[UUID],
        *,
        before: Mapping[UUID, Worded],
        now: Mapping[UUID, Worded],
        known: Known,
    ) -> None:
        self._centres, self._before, self.now, self._known = centres, before, now, known
        vectors = [words.vector for words in (*now.values(), *before.values())]
        self._row_now = {pk: row for row, pk in enumerate(now)}
        self._row_before = {pk: row for row, pk in enumerate(before, start=len(now))}
        self._batch = Batch(centres, np.stack(vectors) if vectors else centres.means[:0])
        self._copies = Counter({(home, wording): 1 for wording, home in known.homes.items()})
        self._copies |= known.copies
        self._opened: set[UUID] = set()
        self.sums: dict[UUID, Sum] = {}
        self.anew: set[UUID] = set()

    def wording_of(self, complaint: UUID) -> int | None:
        """The digest of its words now; None where there are none."""
        words = self.now.get(complaint)
        return words.wording if words else None

    def home(self, complaint: UUID) -> UUID | None:
        """The issue where complaints with the same words are."""
        return self._known.homes.get(self.now[complaint].wording)

    def nearest(self, complaint: UUID) -> Match[UUID] | None:
        """The issue that it is most like, by what people taught; None where there are no
        complaints yet."""
        match, vector = self._batch.nearest(self._row_now[complaint]), self.now[complaint].vector
        return match and self._known.lessons.judged(match, vector, self._centres.background())

    def open(self, issue: UUID) -> None:
        """An issue that nothing is in yet."""
        self._opened.add(issue)

    def join(self, issue: UUID, complaint: UUID) -> None:
        """It is in that issue now."""
        words = self.now.get(complaint)
        if words is None:
            return
        copy = (issue, words.wording)
        self._copies[copy] += 1
        if self._copies[copy] == 1:
            self._change(issue, words.vector, self._row_now[complaint], 1)
        elif words.wording not in self._known.vectors:
            self.anew.add(issue)  # the others were read by another model
        self._known.homes[words.wording] = issue
        self._known.vectors[words.wording] = words.vector

    def leave(self, issue: UUID, complaint: UUID) -> None:
        """What it was is in that issue no more."""
        words = self._before.get(complaint)
        if words is None:
            self.anew.add(issue)
            return
        copy = (issue, words.wording)
        self._copies[copy] -= 1
        if self._copies[copy] == 0:
            self._change(issue, words.vector, self._row_before[complaint], -1)

    def reword(self, issue: UUID, complaint: UUID) -> None:
        """It stays in that issue; its words may have changed."""
        before, now = self._before.get(complaint), self.now.get(complaint)
        if (before and before.wording) != (now and now.wording):
            self.leave(issue, complaint)
            self.join(issue, complaint)

    def _change(self, issue: UUID, vector: Vector, row: int, times: int) -> None:
        if issue not in self._opened and not self._centres.size_of(issue):
            self.anew.add(issue)
            return
        self._batch.add(issue, row, times=times)
        known = self.sums.get(issue, Sum(np.zeros_like(vector), 0))
        self.sums[issue] = Sum(known.total + times * vector, known.count + times)

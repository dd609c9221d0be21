"""Which issue a complaint is most like, and whether that is like enough. Pure.

Likeness is the mean cosine between a complaint and all those already in an issue: the sum of the
issue's unit vectors, times the complaint's, over their number. It does not depend on how large
the issue is. The cosine to the centre does: it rises with size, so that one threshold on it
leaves hundreds of issues of one and still lets large ones swallow their neighbours (banking77,
3,000 texts, the best threshold of each: 192 issues, 39 of one, ARI 43 by mean cosine; 221 issues,
85 of one, ARI 40 by cosine to the centre).

Texts of one project share words ("COVID-19", "leave"), and some share more than others. What they
share is taken off: how much likelier than usual the complaint, and the issue, are to be like
anything here. Without that, feedbackqa's complaints with nothing but "COVID-19" in common gather
in large issues of everything; with it, the largest are masks, visas, disinfecting, schools.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from triage.embedding.vectors import Vector

Key = TypeVar("Key", bound=Hashable)

# How far from "what any two unlike complaints here have in common" (0) to "the same" (1) a
# complaint must be like an issue. Measured: 0.38 to 0.42 is best on banking77, clinc150 and, by
# reading, feedbackqa, though the best plain thresholds there lie anywhere from 0.40 to 0.55.
LIFT = 0.40
# What two unlike complaints have in common before there are enough to tell; how many complaints
# that guess is worth; and the most it can rise to, so that one topic in many issues can't raise
# the threshold against itself.
USUAL_BACKGROUND = 0.20
GUESS_WORTH = 100
HIGHEST_BACKGROUND = 0.30


@dataclass(frozen=True)
class Background:
    """What the complaints of a project have in common, whatever they are about.

    `common`: the mean cosine of two complaints from different issues. `mean`: the mean vector.
    `trust`: 0 to 1, how far these go by complaints rather than by guess.
    """

    common: float
    mean: Vector
    trust: float

    @property
    def needed(self) -> float:
        """The likeness from which on a complaint belongs to an issue."""
        return self.common + LIFT * (1 - self.common)

    def beyond_usual(self, vector: Vector) -> float:
        """By how much a vector is more like anything here than two complaints usually are."""
        return self.trust * float(self.mean @ (vector - self.mean))


@dataclass(frozen=True)
class Match(Generic[Key]):
    """The issue most like a complaint: its likeness (-1 to 1), the likeness that would do, and
    how many complaints are there."""

    key: Key
    likeness: float
    needed: float
    size: int

    @property
    def enough(self) -> bool:
        return self.likeness >= self.needed


class Centres(Generic[Key]):
    """The issues that may be joined: a growing table of sums and counts, found by key."""

    def __init__(self, rows: Iterable[tuple[Key, Vector, int]], *, dimension: int) -> None:
        listed = list(rows)
        self._keys = [key for key, _, _ in listed]
        self._place = {key: place for place, key in enumerate(self._keys)}
        self._totals = np.zeros((len(listed) + 64, dimension), dtype=np.float32)
        self._counts = np.zeros(len(listed) + 64, dtype=np.float32)
        for place, (_, total, count) in enumerate(listed):
            self._totals[place], self._counts[place] = total, count
        self._total = self._totals.sum(axis=0)
        self._squares = float((self._totals**2).sum())  # pairs within an issue, by their cosines
        self._pairs = float((self._counts**2).sum())  # the same pairs, by their number

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: Key) -> bool:
        return key in self._place

    def nearest(self, vector: Vector) -> Match[Key] | None:
        """The issue that a complaint is most like; None where there are no complaints yet."""
        size = len(self._keys)
        if self._counts.sum() < 1:
            return None
        around = self.background()
        means = self._totals[:size] / np.maximum(self._counts[:size], 1)[:, None]
        likeness = means @ (vector - around.trust * around.mean)
        likeness -= around.beyond_usual(vector) - around.trust * float(around.mean @ around.mean)
        likeness[self._counts[:size] < 1] = -np.inf
        best = int(np.argmax(likeness))
        return Match(
            self._keys[best],
            min(float(likeness[best]), 1.0),
            around.needed,
            int(self._counts[best]),
        )

    def lift(self, total: Vector, count: int, key: Key, *, inside: bool = False) -> float | None:
        """How like an issue some complaints are (their sum and number), from 0, as any two here,
        to 1, the same. `inside`: they are in it, and compared to the others there. None where
        there is nothing to compare."""
        place = self._place.get(key)
        if place is None or count < 1:
            return None
        there, number = self._totals[place], int(self._counts[place])
        if inside:
            there, number = there - total, number - count
        if number < 1:
            return None
        around = self.background()
        ours: Vector = np.divide(total, count, dtype=np.float32)
        theirs: Vector = np.divide(there, number, dtype=np.float32)
        likeness = float(ours @ theirs) - around.beyond_usual(ours) - around.beyond_usual(theirs)
        return min(max((likeness - around.common) / (1 - around.common), 0.0), 1.0)

    def background(self) -> Background:
        """What complaints here have in common, from all that are in (at least one)."""
        number = float(self._counts.sum())
        trust = number / (number + GUESS_WORTH)
        across, pairs = float(self._total @ self._total) - self._squares, number**2 - self._pairs
        seen = across / pairs if pairs > 0 else USUAL_BACKGROUND
        common = trust * seen + (1 - trust) * USUAL_BACKGROUND
        return Background(min(common, HIGHEST_BACKGROUND), self._total / number, trust)

    def add(self, key: Key, vector: Vector, *, times: int = 1) -> None:
        """Put a complaint into an issue (a new one too), or take it out with `times=-1`."""
        if key not in self._place:
            self._make_room()
            self._place[key] = len(self._keys)
            self._keys.append(key)
        place = self._place[key]
        self._squares += float(vector @ (2 * times * self._totals[place] + vector))
        self._pairs += float(2 * times * self._counts[place] + 1)
        self._totals[place] += times * vector
        self._counts[place] += times
        self._total += times * vector

    def _make_room(self) -> None:
        if len(self._keys) == len(self._counts):
            self._totals = np.vstack([self._totals, np.zeros_like(self._totals)])
            self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])

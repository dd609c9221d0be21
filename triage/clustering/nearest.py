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
import numpy.typing as npt

from triage.embedding.vectors import Vector, Vectors

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
    `trust`: 0 to 1, how far these go by complaints rather than by guess. `lift`: the project's own,
    where people's corrections taught one.
    """

    common: float
    mean: Vector
    trust: float
    lift: float = LIFT

    @property
    def needed(self) -> float:
        """The likeness from which on a complaint belongs to an issue."""
        return self.common + self.lift * (1 - self.common)

    def likeness(self, means: Vectors, vector: Vector) -> Vector:
        """How like a complaint is to groups of some: the mean cosine, less what all here share.
        `means`: their mean vectors, shape (groups, dimension)."""
        shared = self.beyond_usual(vector) - self.trust * float(self.mean @ self.mean)
        likeness: Vector = means @ (vector - self.trust * self.mean) - np.float32(shared)
        return likeness

    def beyond_usual(self, vector: Vector) -> float:
        """By how much a vector is more like anything here than two complaints usually are."""
        return self.trust * float(self.mean @ (vector - self.mean))


@dataclass(frozen=True)
class Match(Generic[Key]):
    """The issue most like a complaint: its likeness (-1 to 1), the likeness that would do, and
    to how many complaints there; `shown`: to those that a person put there."""

    key: Key
    likeness: float
    needed: float
    size: int
    shown: bool = False

    @property
    def enough(self) -> bool:
        return self.likeness >= self.needed


class Centres(Generic[Key]):
    """The issues that may be joined: a growing table of means and counts, found by key."""

    def __init__(self, rows: Iterable[tuple[Key, Vector, int]] = (), *, dimension: int) -> None:
        self._keys: list[Key] = []
        self._place: dict[Key, int] = {}
        self._means = np.zeros((64, dimension), dtype=np.float32)
        self._counts = np.zeros(64, dtype=np.float32)
        self._total = np.zeros(dimension, dtype=np.float64)  # of all vectors
        self._number = 0
        self._squares = 0.0  # pairs within an issue, by their cosines
        self._pairs = 0  # the same pairs, by their number
        for key, total, count in rows:
            self.set(key, total, count)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: Key) -> bool:
        return key in self._place

    @property
    def means(self) -> Vectors:
        """Each issue's mean vector; zeros where nothing is in it. A view, shape (issues, d)."""
        return self._means[: len(self)]

    @property
    def counts(self) -> Vector:
        """How many complaints make each mean. A view, shape (issues,)."""
        return self._counts[: len(self)]

    @property
    def number(self) -> int:
        """How many complaints there are in all."""
        return self._number

    @property
    def total(self) -> npt.NDArray[np.float64]:
        """The sum of all vectors, shape (d,)."""
        return self._total

    def key_at(self, place: int) -> Key:
        return self._keys[place]

    def place_of(self, key: Key) -> int:
        """The issue's row among means and counts; a new one is added, empty."""
        if key not in self._place:
            self._make_room()
            self._place[key] = len(self._keys)
            self._keys.append(key)
        return self._place[key]

    def size_of(self, key: Key) -> int:
        """How many complaints make the issue's mean; 0 for one that is not here."""
        return int(self._counts[self._place[key]]) if key in self._place else 0

    def nearest(self, vector: Vector) -> Match[Key] | None:
        """The issue that a complaint is most like; None where there are no complaints yet."""
        return Batch(self, vector[None]).nearest(0)

    def lift(self, total: Vector, count: int, key: Key, *, inside: bool = False) -> float | None:
        """How like an issue some complaints are (their sum and number), from 0, as any two here,
        to 1, the same. `inside`: they are in it, and compared to the others there. None where
        there is nothing to compare."""
        place = self._place.get(key)
        if place is None or count < 1:
            return None
        number = int(self._counts[place])
        there = self._means[place] * number
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
        trust = self._number / (self._number + GUESS_WORTH)
        across = float(self._total @ self._total) - self._squares
        pairs = self._number**2 - self._pairs
        seen = across / pairs if pairs > 0 else USUAL_BACKGROUND
        common = trust * seen + (1 - trust) * USUAL_BACKGROUND
        mean: Vector = np.divide(self._total, self._number).astype(np.float32)
        return Background(min(common, HIGHEST_BACKGROUND), mean, trust)

    def add(self, key: Key, vector: Vector, *, times: int = 1) -> None:
        """Put a complaint into an issue (a new one too), or take it out with `times=-1`."""
        place = self.place_of(key)
        count = int(self._counts[place])
        self._replace(place, self._means[place] * count + times * vector, count + times)

    def set(self, key: Key, total: Vector, count: int) -> None:
        """Make an issue what it has become: the sum of its vectors and their number."""
        self._replace(self.place_of(key), total, count)

    def _replace(self, place: int, total: Vector, count: int) -> None:
        was, number = self._means[place], int(self._counts[place])
        before = was.astype(np.float64) * number
        mean = total / count if count > 0 else np.zeros_like(was)
        after = mean.astype(np.float64) * count
        self._squares += float(after @ after) - float(before @ before)
        self._pairs += count**2 - number**2
        self._total += after - before
        self._number += count - number
        self._means[place], self._counts[place] = mean, count

    def _make_room(self) -> None:
        size = len(self._counts)
        if len(self._keys) == size:
            more = max(64, size // 4)
            self._means = np.vstack([self._means, np.zeros((more, self._means.shape[1]), "f4")])
            self._counts = np.concatenate([self._counts, np.zeros(more, "f4")])


class Batch(Generic[Key]):
    """Some complaints held against all issues at once, while they are placed one by one.

    One product of two matrices reads the issues' means once for the whole batch; what a placed
    complaint changes is one column of it. The outcome is that of comparing one after another.
    """

    def __init__(self, centres: Centres[Key], vectors: Vectors) -> None:
        size = len(centres)
        self._centres, self._vectors = centres, vectors
        self._products = np.zeros((len(vectors), size + len(vectors)), dtype=np.float32)
        self._products[:, :size] = vectors @ centres.means.T
        # Of each mean and the sum of all vectors.
        self._toward_all = np.zeros(self._products.shape[1], dtype=np.float32)
        self._toward_all[:size] = centres.means @ centres.total.astype(np.float32)

    def nearest(self, row: int) -> Match[Key] | None:
        """The issue that a complaint is most like; None where there are no complaints yet."""
        size = len(self._centres)
        number = self._centres.number
        if number < 1:
            return None
        around, vector = self._centres.background(), self._vectors[row]
        likeness = self._products[row, :size] - around.trust / number * self._toward_all[:size]
        likeness -= around.beyond_usual(vector) - around.trust * float(around.mean @ around.mean)
        likeness[self._centres.counts < 1] = -np.inf
        best = int(np.argmax(likeness))
        return Match(
            self._centres.key_at(best),
            min(float(likeness[best]), 1.0),
            around.needed,
            int(self._centres.counts[best]),
        )

    def add(self, key: Key, row: int, *, times: int = 1) -> None:
        """Put a complaint into an issue (a new one too), or take it out with `times=-1`."""
        self._toward_all += times * self._products[row]
        self._centres.add(key, self._vectors[row], times=times)
        place = self._centres.place_of(key)
        if place == self._products.shape[1]:
            self._products = np.pad(self._products, ((0, 0), (0, len(self._vectors))))
            self._toward_all = np.pad(self._toward_all, (0, len(self._vectors)))
        mean = self._centres.means[place]
        self._products[:, place] = self._vectors @ mean
        self._toward_all[place] = mean @ self._centres.total.astype(np.float32)

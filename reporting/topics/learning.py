"""What a project is asked about: its questions in as many heaps as can be looked over. Pure.

Spherical k-means (Dhillon and Modha 2001, Machine Learning 42:143-175), begun a few times from
questions drawn far from one another (Arthur and Vassilvitskii 2007, "k-means++", SODA). The same
questions in the same order make the same topics.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt

from triage.embedding.vectors import Vectors, unit

# Fewer different questions are a list, not topics.
FEWEST = 100
# More topics than that nobody looks over; fewer say nothing.
LEAST, MOST = 4, 20
# Begun so often; the topics kept are those whose questions are nearest to their centres.
_STARTS = 8
_ROUNDS = 30
# Two centres as near as this are one topic. Learnt from two different halves of the demonstration's
# questions, of `banking77` and of `clinc150`, 71 of 76 pairs from 0.9 to 0.95 or nearer held half
# of their questions in common or more; below 0.9, 57 of 190 did.
SAME = 0.9


def topics_for(questions: int) -> int:
    """How many topics so many different questions make: the root of half of them (Mardia, Kent
    and Bibby 1979, "Multivariate analysis", 13.5), within LEAST and MOST."""
    return min(MOST, max(LEAST, round(sqrt(questions / 2))))


def learn(vectors: Vectors) -> Vectors:
    """The topics' centres, unit rows, from different questions' unit rows; FEWEST at least."""
    starts = [_settled(vectors, seed) for seed in range(_STARTS)]
    best = max(starts, key=lambda centres: float(nearest(vectors, centres)[1].sum()))
    return _merged(vectors, best)


def nearest(vectors: Vectors, centres: Vectors) -> tuple[npt.NDArray[np.intp], Vectors]:
    """For each row the centre that it is nearest to, by its place, and the cosine to that."""
    likeness = vectors @ centres.T
    of = likeness.argmax(axis=1)
    return of, likeness[np.arange(len(vectors)), of]


def _settled(vectors: Vectors, seed: int) -> Vectors:
    centres = _begun(vectors, topics_for(len(vectors)), seed)
    of = np.full(len(vectors), -1)
    for _ in range(_ROUNDS):
        now = nearest(vectors, centres)[0]
        if (now == of).all():
            break
        of = now
        sums = np.zeros_like(centres)
        np.add.at(sums, of, vectors)
        # A centre that lost all its questions stays where it was.
        centres = np.where(np.bincount(of, minlength=len(centres))[:, None], unit(sums), centres)
    return centres


def _begun(vectors: Vectors, number: int, seed: int) -> Vectors:
    random = np.random.default_rng(seed)
    chosen = [int(random.integers(len(vectors)))]
    far = np.ones(len(vectors))
    while len(chosen) < number:
        far = np.minimum(far, 1 - vectors @ vectors[chosen[-1]])
        weights = np.maximum(far, 0) ** 2
        if not weights.sum():
            break
        chosen.append(int(random.choice(len(vectors), p=weights / weights.sum())))
    return vectors[chosen].copy()


def _merged(vectors: Vectors, centres: Vectors) -> Vectors:
    """Those that are one topic by SAME put together, the nearest two first."""
    while len(centres) > 1:
        likeness = centres @ centres.T
        np.fill_diagonal(likeness, -1)
        one, other = divmod(int(likeness.argmax()), len(centres))
        if likeness[one, other] < SAME:
            break
        of = nearest(vectors, centres)[0]
        centres[one] = unit(vectors[(of == one) | (of == other)].sum(axis=0))
        centres = np.delete(centres, other, axis=0)
    return centres


def kept(old: Vectors, new: Vectors) -> dict[int, int]:
    """Which new centres are old ones that have hardly moved: place of the new, place of the old.
    The nearest pair first, each one once."""
    found: dict[int, int] = {}
    if not len(old) or not len(new):
        return found
    likeness = new @ old.T
    for place in np.argsort(-likeness, axis=None, kind="stable"):
        ours, theirs = divmod(int(place), len(old))
        if likeness[ours, theirs] < SAME:
            break
        if ours not in found and theirs not in found.values():
            found[ours] = theirs
    return found

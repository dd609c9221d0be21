"""Which owner people would give an issue, learnt from those that they gave. Pure.

Linear discriminant analysis over the issues' vectors: each owner is a mean, all share one
covariance, half of which is taken from what all directions have in common, since there are fewer
decisions than numbers in a vector (Friedman 1989, "Regularized discriminant analysis", JASA 84).
What it is held against, and why this one: docs/decisions.md, `make bench-routing`.

What it says of itself is tempered: a decision is foretold from others that were made at other
times, and two numbers bring what it said then to how often it was right.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from triage.embedding.vectors import Vector, Vectors

K = TypeVar("K", bound=Hashable)
Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

LEAST = 30  # decisions, before anything is suggested
MOST = 1000  # of the latest decisions that are learnt from: learning takes about a second
BLOCKS = 5
SHRUNK = 0.5  # of the covariance; 0.3 to 0.7 do the same
PULL = 1.0  # an owner's mean is drawn to that of all as by so many decisions
SHARPNESS = np.geomspace(0.01, 2, 40)
DOUBT = np.array([0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 0.95])


class TooEarlyError(Exception):
    """There is too little to learn from; the words say what is there."""


@dataclass(frozen=True)
class Tenth:
    """Of the trials that were confident from a tenth to the next: how many, how many right."""

    asked: int
    right: int


@dataclass(frozen=True)
class Model(Generic[K]):
    """What was learnt. `weights` has a row for each owner, shape (owners, dimension), and
    `offsets` a number. `doubt` is the share of decisions that follow no text."""

    owners: tuple[K, ...]
    weights: Vectors
    offsets: Vector
    sharpness: float
    doubt: float

    def confidences(self, vectors: Vectors) -> Matrix:
        """For each row of shape (n, dimension) the chance of each owner: (n, owners), rows of
        sum 1."""
        scores = vectors.astype(np.float64) @ self.weights.T.astype(np.float64) + self.offsets
        return _tempered(scores, self.sharpness, self.doubt)


@dataclass(frozen=True)
class Learnt(Generic[K]):
    """A model, and how it did on the decisions that it was tried on, by tenths of confidence."""

    model: Model[K]
    tenths: tuple[Tenth, ...]


def learn(vectors: Vectors, owners: Sequence[K]) -> Learnt[K]:
    """From unit rows and the owner that people gave each, in the order in which they did.

    Raises TooEarlyError for fewer than LEAST decisions, and where all name one owner.
    """
    if len(owners) < LEAST:
        raise TooEarlyError(f"{len(owners)} of {LEAST} decisions")
    names = tuple(dict.fromkeys(owners))
    if len(names) < 2:
        raise TooEarlyError(f"all {len(owners)} decisions name one owner")
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([places[owner] for owner in owners])
    rows = vectors.astype(np.float64)
    scores = _tried(rows, codes, len(names))
    sharpness, doubt = _tempering(scores, codes)
    weights, offsets = _discriminants(rows, codes, len(names))
    model = Model(names, weights.astype(np.float32), offsets.astype(np.float32), sharpness, doubt)
    return Learnt(model, _tenths(_tempered(scores, sharpness, doubt), codes))


def _tried(rows: Matrix, codes: Codes, owners: int) -> Matrix:
    """Scores of each decision by what the others teach, shape (n, owners).

    The others are those outside its block: what was decided in one sitting is often alike, and
    would vouch for itself.
    """
    scores = np.empty((len(rows), owners))
    everything = np.arange(len(rows))
    for block in np.array_split(everything, BLOCKS):
        rest = np.delete(everything, block)
        weights, offsets = _discriminants(rows[rest], codes[rest], owners)
        scores[block] = rows[block] @ weights.T + offsets
    return scores


def _discriminants(rows: Matrix, codes: Codes, owners: int) -> tuple[Matrix, Matrix]:
    """Weights, shape (owners, dimension), and offsets: a row's score is the log of its density
    times the owner's share, but for what all have in common. An owner without decisions gets -inf.

    The covariance is a*I + b*R'R with the residuals R, and is inverted by way of the n rows
    (Woodbury), so that the time depends little on the vectors' length.
    """
    counts: Matrix = np.bincount(codes, minlength=owners).astype(np.float64)
    sums = np.zeros((owners, rows.shape[1]))
    np.add.at(sums, codes, rows)
    residuals = rows - (sums / np.maximum(counts, 1)[:, None])[codes]
    if not residuals.any():  # one decision for each owner
        residuals = rows - rows.mean(axis=0)
    freedom = max(1, len(rows) - int(np.count_nonzero(counts)))
    a = max(SHRUNK * float((residuals**2).sum()) / freedom / rows.shape[1], 1e-9)
    b = (1 - SHRUNK) / freedom
    means = (sums + PULL * rows.mean(axis=0)) / (counts + PULL)[:, None]
    inner = (a / b) * np.eye(len(rows)) + residuals @ residuals.T
    weights = (means - np.linalg.solve(inner, residuals @ means.T).T @ residuals) / a
    with np.errstate(divide="ignore"):
        shares = np.log(counts / counts.sum())
    return weights, shares - (weights * means).sum(axis=1) / 2


def _tempered(scores: Matrix, sharpness: float, doubt: float) -> Matrix:
    """Chances, by a softmax of the sharpened scores (Guo et al. 2017, "On calibration of modern
    neural networks", ICML) that leaves the share `doubt` to all owners alike."""
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    chances: Matrix = powers / powers.sum(axis=1, keepdims=True)
    mixed: Matrix = (1 - doubt) * chances + doubt / scores.shape[1]
    return mixed


def _tempering(scores: Matrix, codes: Codes) -> tuple[float, float]:
    """The sharpness and the doubt by which what was decided is likeliest."""
    best: tuple[Any, ...] = (-np.inf, SHARPNESS[0], DOUBT[-1])
    for sharpness in SHARPNESS:
        chances = _tempered(scores, sharpness, 0.0)[np.arange(len(codes)), codes]
        mixed = np.outer(1 - DOUBT, chances) + DOUBT[:, None] / scores.shape[1]
        likelihoods = np.log(mixed).sum(axis=1)
        place = int(likelihoods.argmax())
        best = max(best, (likelihoods[place], sharpness, DOUBT[place]))
    return float(best[1]), float(best[2])


def _tenths(chances: Matrix, codes: Codes) -> tuple[Tenth, ...]:
    confident = np.minimum((chances.max(axis=1) * 10).astype(int), 9)
    right = chances.argmax(axis=1) == codes
    return tuple(
        Tenth(int((confident == tenth).sum()), int(right[confident == tenth].sum()))
        for tenth in range(10)
    )

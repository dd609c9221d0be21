"""Vectors made around those of real texts, and a model that hands them out."""

import json
from collections.abc import Mapping, Sequence

import numpy as np

from tests.needs import SHARED
from triage.embedding.minilm import minilm
from triage.embedding.vectors import Vector, Vectors, unit

REAL = 1_000
# Lengths of the chance part beside a unit vector. With .9 two made from one real text have a
# cosine of .55, as real issues about one thing have; with .6 a complaint has .86 to its issue's.
APART, ALIKE = 0.9, 0.6


class Handed:
    """A model that knows each text's vector beforehand."""

    name = "handed-out"

    def __init__(self, known: Mapping[str, Vector]) -> None:
        self._known = known
        [self.dimension] = next(iter(known.values())).shape

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._known[text] for text in texts], dtype=np.float32)


def real() -> Vectors:
    """Of the first texts of a set: shape (REAL, d)."""
    file = SHARED / "banking77.jsonl"
    if not file.exists():
        raise SystemExit(f"needs {file}")
    lines = file.read_text().splitlines()[:REAL]
    return minilm().embed([json.loads(line)["text"] for line in lines])


def spread(centres: Vectors, number: int, *, length: float, seed: int) -> Vectors:
    """So many unit vectors, each around one of the centres by lot."""
    chance = np.random.default_rng(seed)
    chosen = centres[chance.integers(0, len(centres), number)]
    beside = unit(chance.standard_normal(chosen.shape, dtype=np.float32))
    return unit(chosen + length * beside)

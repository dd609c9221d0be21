"""The plainest way from a text to a vector: which letters stand beside each other. Pure."""

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from triage.embedding.vectors import Vector, Vectors, unit

DIMENSION = 384


class Letters:
    """An embedder without a model: likeness is the share of letter pairs in common."""

    name = "letters"
    dimension = DIMENSION

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = [letters_of(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSION)


def letters_of(text: str, dimension: int = DIMENSION) -> Vector:
    """A unit vector: each pair of neighbouring letters adds ±1 to one of its places.

    The sign keeps what two unlike texts have in common near zero, though pairs share places.
    """
    plain = "".join(letter for letter in text.casefold() if letter.isalnum()) or text
    pairs = Counter(plain[start : start + 2] for start in range(max(1, len(plain) - 1)))
    row = np.zeros(dimension, dtype=np.float32)
    for pair, times in pairs.items():
        code = zlib.crc32(pair.encode("utf-8", "replace"))
        row[(code >> 1) % dimension] += np.sqrt(times) * (1 if code & 1 else -1)
    if not row.any():  # its pairs took each other's places away
        row[zlib.crc32(plain.encode("utf-8", "replace")) % dimension] = 1
    return unit(row)

"""What a text means as a vector: the one interface that placing knows. Pure."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]


class EmbeddingError(Exception):
    """Texts can't be turned into vectors now; the words say why, for people."""


class EmbedderMissingError(EmbeddingError):
    """A model's files are not there, or hold something else."""


class Embedder(Protocol):
    """A vector space: `name` is kept beside each vector, and vectors of two names don't mix."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32, shape (len(texts), dimension), in the order of the texts."""
        ...


def unit(rows: npt.NDArray[Any]) -> Vectors:
    """The rows (or the one row) at length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)

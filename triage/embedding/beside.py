"""Two spaces side by side: likeness is the weighted mean of theirs. Pure."""

from collections.abc import Sequence

import numpy as np

from triage.embedding.vectors import Embedder, Vectors, unit


class SideBySide:
    """The first's numbers, then the second's.

    Unit rows scaled by the roots of `share` and 1 - `share` have, for a cosine, the weighted mean
    of the two cosines. `share` is the first's, between 0 and 1.
    """

    def __init__(self, first: Embedder, second: Embedder, *, share: float = 0.7) -> None:
        self._parts = [(first, share**0.5), (second, (1 - share) ** 0.5)]
        self.name = f"{first.name}*{share:g}+{second.name}"
        self.dimension = first.dimension + second.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        return unit(np.hstack([part.embed(texts) * root for part, root in self._parts]))

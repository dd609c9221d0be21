"""Around a model: what it has read lately, and what it can't read. Pure."""

from collections.abc import Sequence

import numpy as np

from triage.embedding.letters import letters_of
from triage.embedding.vectors import Embedder, Vector, Vectors

# Numbers, of four bytes each: 8 MB, which are 5,000 texts of 384.
REMEMBERED = 2_000_000


class Remembering:
    """A model that remembers the latest texts: questions and short comments come again."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._known: dict[str, Vector] = {}
        self.name, self.dimension = model.name, model.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._model.embed(new), strict=True)
        rows = [self._known[text] for text in texts]
        for text in list(self._known)[: max(0, len(self._known) - REMEMBERED // self.dimension)]:
            del self._known[text]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)


class LatinOnly:
    """A model for Latin scripts; other texts are compared by the letters they share.

    To a model with an English vocabulary, all Chinese texts are much the same. Letters find like
    wording, though not like meaning.
    """

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.name, self.dimension = f"{model.name}+letters", model.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        readable = [legible(text) for text in texts]
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows[readable] = self._model.embed(
            [text for text, reads in zip(texts, readable, strict=True) if reads]
        )
        for row, text, reads in zip(rows, texts, readable, strict=True):
            if not reads:
                row[:] = letters_of(text, self.dimension)
        return rows


def legible(text: str) -> bool:
    """Whether most of the letters are Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "ɐ" for letter in letters) >= len(letters)

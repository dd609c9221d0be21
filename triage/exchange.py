"""One message to somebody else's endpoint, and the answer: no redirects (the operator named the
address), a time within which all of it must be done, and a bound on what is read."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TIMEOUT_S = 10.0
_BUSY = frozenset({408, 429})


class ExchangeError(Exception):
    """No answer; the words say why. `code`: "no_address", "timed_out", "unreachable", "busy" (408,
    429 or 5xx), "refused" (any other status but 200), "too_large"."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code

    @property
    def passes(self) -> bool:
        """Whether another try may do."""
        return self.code in {"unreachable", "busy"}


@dataclass(frozen=True)
class Line:
    """To one address of an endpoint, over http or https. `key` goes into the header alone; an
    answer has up to `most` bytes. ExchangeError, code "no_address"."""

    url: str
    most: int
    key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise ExchangeError("no_address", "the endpoint's address is no http or https address")

    def post(self, body: bytes) -> bytes:
        """What it answers to some JSON. ExchangeError."""
        connection, cut = self._connection(), threading.Event()
        try:
            with closing(connection):
                connection.connect()
                with _cut_after(self.timeout_s, connection.sock, cut):
                    connection.request("POST", urlsplit(self.url).path, body, self._headers)
                    with connection.getresponse() as response:
                        answer = self._body_of(response)
                if cut.is_set():  # a body without a stated length ends where it was cut
                    raise TimeoutError
                return answer
        except (OSError, http.client.HTTPException) as error:
            if cut.is_set() or isinstance(error, TimeoutError):
                late = f"the endpoint did not answer within {self.timeout_s:g} s"
                raise ExchangeError("timed_out", late) from error
            raise ExchangeError("unreachable", "the endpoint can't be reached") from error

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.timeout_s)

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | {"Authorization": f"Bearer {self.key}"} if self.key else headers

    def _body_of(self, response: http.client.HTTPResponse) -> bytes:
        status = response.status
        if status != http.client.OK:
            code = "busy" if status in _BUSY or status >= 500 else "refused"
            raise ExchangeError(code, f"the endpoint answers {status}")
        body = response.read(self.most + 1)
        if len(body) > self.most:
            raise ExchangeError("too_large", "the endpoint's answer has no end")
        return body


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

"""One message to somebody else's server, and the answer: no redirects, a time within which all of
it must be done, and a bound on what is read.

`Line` goes to an address that the operator named. To one that a user typed the only way is
`triage.integrations.outside`.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
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
class Question:
    """`target` is the path with the query."""

    target: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """`body` is what was read, up to the bound; `whole` says that this is all of it."""

    status: int
    headers: Message
    body: bytes
    whole: bool


class Connection(http.client.HTTPConnection):
    """To the first of these addresses that takes it. Whatever the address, `host` is whom the
    request names, and whose certificate the server must show."""

    def __init__(
        self, host: str, port: int, *, secure: bool, addresses: Sequence[str], within_s: float
    ) -> None:
        super().__init__(host, port, timeout=within_s)
        self.default_port = 443 if secure else 80  # the one that the request doesn't name
        self._addresses, self._secure = addresses, secure
        self._until = time.monotonic() + within_s
        self.line: socket.socket | None = None  # `sock` is none as soon as an answer begins

    def connect(self) -> None:
        line = self._plain_line()
        if self._secure:
            # Not done at once, so that whoever cuts the exchange finds the line.
            line = _context().wrap_socket(
                line, server_hostname=self.host, do_handshake_on_connect=False
            )
        self.sock = self.line = line
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()

    def _plain_line(self) -> socket.socket:
        trouble: OSError = TimeoutError()
        for address in self._addresses:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((address, self.port), left)
            except OSError as error:
                trouble = error
        raise trouble


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def exchange(connection: Connection, question: Question, *, most: int, within_s: float) -> Answer:
    """The answer, whatever its status, with up to `most` bytes. ExchangeError, code "timed_out"
    or "unreachable"."""
    cut = threading.Event()
    try:
        with closing(connection), _cut_after(within_s, connection, cut):
            connection.request(
                question.method, question.target, question.body, dict(question.headers)
            )
            with connection.getresponse() as response:
                body = response.read(most + 1)
            if cut.is_set():  # a body without a stated length ends where it was cut
                raise TimeoutError
            return Answer(response.status, response.headers, body[:most], len(body) <= most)
    except (OSError, http.client.HTTPException) as error:
        if cut.is_set() or isinstance(error, TimeoutError):
            late = f"the endpoint did not answer within {within_s:g} s"
            raise ExchangeError("timed_out", late) from error
        if isinstance(error, ssl.SSLError):
            raise ExchangeError("unreachable", f"no safe line to it: {_said(error)}") from error
        raise ExchangeError("unreachable", "the endpoint can't be reached") from error


def _said(error: ssl.SSLError) -> str:
    return getattr(error, "verify_message", "") or error.reason or "TLS failed"


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
        question = Question(urlsplit(self.url).path, body, self._headers)
        answer = exchange(self._connection(), question, most=self.most, within_s=self.timeout_s)
        if answer.status != http.client.OK:
            code = "busy" if is_busy(answer.status) else "refused"
            raise ExchangeError(code, f"the endpoint answers {answer.status}")
        if not answer.whole:
            raise ExchangeError("too_large", "the endpoint's answer has no end")
        return answer.body

    def _connection(self) -> Connection:
        parts = urlsplit(self.url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        return Connection(host, port, secure=secure, addresses=[host], within_s=self.timeout_s)

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | {"Authorization": f"Bearer {self.key}"} if self.key else headers


def is_busy(status: int) -> bool:
    """Whether a server that answers so may do it another time."""
    return status in _BUSY or status >= 500


@contextmanager
def _cut_after(seconds: float, connection: Connection, cut: threading.Event) -> Iterator[None]:
    """A socket's own time-out begins anew with every byte; this one ends the whole exchange."""

    def end() -> None:
        cut.set()
        if connection.line:
            with suppress(OSError):
                # Not SSLSocket's own, which pulls the rug from under whoever is reading.
                socket.socket.shutdown(connection.line, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

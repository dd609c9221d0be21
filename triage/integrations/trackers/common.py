"""What every tracker can be asked, and how: one small protocol, and JSON over the way outside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol
from uuid import UUID

from triage.exchange import Answer, ExchangeError, is_busy
from triage.integrations.outside import ask_outside
from triage.integrations.schedule import LONGEST_WISH, wished

State = Literal["open", "closed"]
MOST = 2 * 1024 * 1024
AGENT = "Errata-Trackers/1"


class TrackerError(Exception):
    """It did not do what it was asked. `code`: an ExchangeError's, "limited" (asked too often:
    `wait`), "refused" (4xx), "unreadable". The words never hold a token."""

    def __init__(self, code: str, detail: str, *, wait: timedelta = timedelta(0)) -> None:
        super().__init__(detail)
        self.code = code
        self.wait = wait


@dataclass(frozen=True)
class Draft:
    """What is to be created. `marker` stays in it, for `find`."""

    marker: UUID
    title: str
    text: str


@dataclass(frozen=True)
class There:
    """A created issue: its key as people say it, and its page."""

    key: str
    url: str


@dataclass(frozen=True)
class Twin:
    """An issue of theirs that is known here."""

    marker: UUID
    key: str


@dataclass(frozen=True)
class Reading:
    """States by key, of those at least that changed since `seen` before; and what to give as `seen`
    the next time."""

    states: Mapping[str, State]
    seen: str


class Adapter(Protocol):
    """One tracker. Every method may raise TrackerError."""

    def create(self, draft: Draft) -> There: ...

    def find(self, draft: Draft) -> There | None:
        """What an earlier `create` of the same marker has made, if it did."""

    def set_state(self, twin: Twin, state: State) -> None:
        """Doing it twice is no error."""

    def read_states(self, twins: Sequence[Twin], seen: str, now: datetime) -> Reading: ...


@dataclass(frozen=True)
class Client:
    """Asks one server; `headers` go with every question."""

    url: str
    headers: Mapping[str, str] = field(repr=False)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """The answer, if it is a good one or 304. TrackerError."""
        sent = {"Accept": "application/json", "User-Agent": AGENT, **self.headers, **headers}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            answer = ask_outside(
                f"{self.url.rstrip('/')}{path}",
                method=method,
                body=None if body is None else json.dumps(body).encode(),
                headers=sent,
                most=MOST,
            )
        except ExchangeError as error:
            raise TrackerError(error.code, str(error)) from error
        _judge(answer)
        return answer

    def json(self, method: str, path: str, body: object = None) -> Any:
        """What it answers, as JSON."""
        return read(self.ask(method, path, body))


def read(answer: Answer) -> Any:
    """The answer's JSON. TrackerError, code "unreadable"."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise TrackerError("unreadable", "its answer is no JSON") from error


def picked(document: Any, *path: str | int) -> Any:
    """What stands there in an answer. TrackerError, code "unreadable", where nothing does."""
    try:
        for step in path:
            document = document[step]
    except (LookupError, TypeError) as error:
        raise TrackerError(
            "unreadable", "its answer lacks what it is documented to have"
        ) from error
    return document


def listed(document: Any, *path: str | int) -> list[Any]:
    """The list that stands there. TrackerError, code "unreadable"."""
    found = picked(document, *path)
    if not isinstance(found, list):
        raise TrackerError("unreadable", "its answer lacks what it is documented to have")
    return found


def _judge(answer: Answer) -> None:
    status = answer.status
    if not answer.whole:
        raise TrackerError("too_large", "its answer has no end")
    if 200 <= status < 300 or status == 304:
        return
    if status == 429 or (status == 403 and _is_limited(answer)):
        raise TrackerError("limited", "it was asked too often", wait=_wait(answer))
    said = " ".join(answer.body.decode(errors="replace").replace("\x00", "").split())[:200]
    code = "busy" if is_busy(status) else "refused"
    raise TrackerError(code, f"it answers {status}: {said}")


def _is_limited(answer: Answer) -> bool:
    """GitHub says so by 403 too (docs.github.com, "Rate limits for the REST API")."""
    headers = answer.headers
    return headers.get("X-RateLimit-Remaining") == "0" or "Retry-After" in headers


def _wait(answer: Answer) -> timedelta:
    """By the answer's own clock, a minute at least."""
    now = datetime.now(UTC)  # noqa: TID251 - the moment the answer came; it names an absolute one
    wait = wished(answer.headers.get("Retry-After", ""), now)
    reset = answer.headers.get("X-RateLimit-Reset", "")
    if not wait and reset.isascii() and reset.isdigit():
        wait = timedelta(seconds=int(reset[:12])) - (now - datetime(1970, 1, 1, tzinfo=UTC))
    return min(max(wait, timedelta(minutes=1)), LONGEST_WISH)

"""A chat endpoint of the OpenAI kind, for one short answer."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from triage.exchange import TIMEOUT_S, ExchangeError, Line

LARGEST = 64 * 1024
AGAIN_AFTER_S = 1.0


class EndpointError(Exception):
    """No answer that can be used. `code`: that of the ExchangeError, or "unreadable"."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True)
class Endpoint:
    """Where it is: `url` is the part before /chat/completions ("https://llm.example/v1")."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S


def ask(
    endpoint: Endpoint,
    messages: Sequence[Mapping[str, str]],
    *,
    pause: Callable[[float], None] = time.sleep,
) -> str:
    """The text of the endpoint's answer; one more try where that may help. EndpointError."""
    body = json.dumps({"model": endpoint.model, "messages": list(messages)}).encode()
    try:
        return _text_in(_answer(endpoint, body, pause))
    except ExchangeError as error:
        raise EndpointError(error.code, str(error)) from error


def _answer(endpoint: Endpoint, body: bytes, pause: Callable[[float], None]) -> bytes:
    url = f"{endpoint.url.rstrip('/')}/chat/completions"
    line = Line(url, most=LARGEST, key=endpoint.key, timeout_s=endpoint.timeout_s)
    try:
        return line.post(body)
    except ExchangeError as error:
        if not (error.passes or error.code == "timed_out"):
            raise
    pause(AGAIN_AFTER_S)
    return line.post(body)


def _text_in(body: bytes) -> str:
    try:
        text = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise EndpointError("unreadable", "it is no chat completion") from error
    if not isinstance(text, str):
        raise EndpointError("unreadable", "there is no text in it")
    return text

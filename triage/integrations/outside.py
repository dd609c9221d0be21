"""The only way out to an address that a user typed.

Its name is resolved once, every address that comes of it is looked at, and the line goes to one
of those very addresses: a name that stands for another one a moment later changes nothing. No
redirect is followed, since nobody has looked at where it leads.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Sequence

from django.conf import settings

from triage.exchange import TIMEOUT_S, Answer, Connection, ExchangeError, Question, exchange
from triage.integrations.addresses import AddressRefusedError, Target, refuse_inside, target_of

Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> Sequence[str]:
    """The IP addresses that a name stands for now. OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def ask_outside(
    url: str,
    *,
    method: str = "POST",
    body: bytes | None = None,
    headers: dict[str, str],
    most: int,
    within_s: float = TIMEOUT_S,
    resolve: Resolve = resolved,
) -> Answer:
    """The answer of the server at `url`, whatever its status, with up to `most` bytes of it.

    ExchangeError; besides its own codes "inside" for an address where nothing is sent to, and
    "redirected".
    """
    until = time.monotonic() + within_s
    try:
        target = target_of(url)
        addresses = _open_addresses(target, resolve, within_s)
    except AddressRefusedError as error:
        raise ExchangeError("inside", error.detail) from error
    left = max(until - time.monotonic(), 0.001)
    connection = Connection(
        target.host, target.port, secure=target.secure, addresses=addresses, within_s=left
    )
    question = Question(target.path, body, headers, method)
    answer = exchange(connection, question, most=most, within_s=left)
    if 300 <= answer.status < 400 and answer.status != 304:
        raise ExchangeError(
            "redirected",
            f"it answers {answer.status}, a redirect, which is not followed:"
            " enter the address that it leads to",
        )
    return answer


def _open_addresses(target: Target, resolve: Resolve, within_s: float) -> Sequence[str]:
    """Those of the target, all of which it may have. AddressRefusedError, ExchangeError."""
    try:
        addresses = [str(ipaddress.ip_address(target.host))]
    except ValueError:
        addresses = list(_in_time(lambda: resolve(target.host, target.port), within_s))
    for address in addresses:
        refuse_inside(target, address, settings.PRIVATE_NETWORKS)
    return addresses


def _in_time(resolve: Callable[[], Sequence[str]], within_s: float) -> Sequence[str]:
    """What the system's resolver says, which itself knows no time-out. ExchangeError."""
    found: list[Sequence[str]] = []

    def look() -> None:
        try:
            found.append(resolve())
        except OSError:
            found.append(())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(within_s)
    if not found:
        raise ExchangeError("timed_out", "its name was not resolved in time")
    if not found[0]:
        raise ExchangeError("unreachable", "nobody knows its name")
    return found[0]

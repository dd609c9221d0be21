"""A bounded HTTP client that costs little itself: prepared requests over kept connections."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_S = 120


@dataclass(frozen=True)
class Run:
    """One run's requests: how long they took in all, and each of them, in seconds."""

    seconds: float
    waits: list[float]
    statuses: dict[int, int]


def request(host: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST as it goes over the wire."""
    told = {"Content-Type": "application/json", **headers, "Content-Length": str(len(body))}
    return _head("POST", host, path, told) + body


def reading(host: str, path: str, headers: dict[str, str]) -> bytes:
    """A GET as it goes over the wire."""
    return _head("GET", host, path, headers)


def _head(method: str, host: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


class _Connection(asyncio.Protocol):
    """Sends one request after another, the next when the last was answered."""

    def __init__(self, queue: list[bytes], waits: list[float], statuses: dict[int, int]) -> None:
        self.queue, self.waits, self.statuses = queue, waits, statuses
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._next()

    def _next(self) -> None:
        if not self.queue:
            self.transport.close()
            self.done.set_result(None)
            return
        self.began = time.perf_counter()
        self.transport.write(self.queue.pop())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = next(
            (
                int(line[15:])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        if len(rest) < length:
            return
        self.waits.append(time.perf_counter() - self.began)
        status = int(head[9:12])
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.buffer = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server hung up"))


def send(host: str, port: int, requests: Sequence[bytes], *, concurrency: int = 16) -> Run:
    """Send them all, so many at a time."""
    return asyncio.run(_send(host, port, list(reversed(requests)), concurrency))


async def _send(host: str, port: int, queue: list[bytes], concurrency: int) -> Run:
    waits: list[float] = []
    statuses: dict[int, int] = {}
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    connections = [
        (await loop.create_connection(lambda: _Connection(queue, waits, statuses), host, port))[1]
        for _ in range(concurrency)
    ]
    await asyncio.wait_for(asyncio.gather(*(one.done for one in connections)), LONGEST_S)
    return Run(time.perf_counter() - began, waits, statuses)

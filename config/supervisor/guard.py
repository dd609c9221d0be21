"""A second process that ends every child's session when the supervisor is gone.

A supervisor killed with -9 can't clean up, and a signal on a parent's death reaches only its
direct children, not the web server's or the worker's own. So this script, run by its path and
needing nothing but the standard library, reads the list of sessions from a pipe whose other end
only the supervisor holds. The pipe's end means that the supervisor has died. The script inherits
the lock against a second supervisor as well: nothing new can start before all is cleared away.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

GRACE_SECONDS = 5.0


class Guard:
    """The supervisor's end: says which sessions exist. A guard that was killed is replaced."""

    def __init__(self, *, held: Sequence[int] = ()) -> None:
        """`held`: file descriptors that the guard keeps open as long as it lives."""
        self._held = tuple(held)
        self._sessions: dict[int, int] = {}
        self._launch()

    def add(self, pid: int, end_signal: int) -> None:
        """From now on, `end_signal` goes to this session when the supervisor dies."""
        self._sessions[pid] = end_signal
        self._say(f"+ {pid} {end_signal}\n")

    def remove(self, pid: int) -> None:
        """This session has ended."""
        if self._sessions.pop(pid, None) is not None:
            self._say(f"- {pid} 0\n")

    def check(self) -> None:
        """Put a new guard in the place of one that has ended."""
        if self._process.poll() is not None:
            self._close_pipe()
            self._launch()

    def close(self) -> None:
        """End the guard, which ends the sessions that are still on its list."""
        self._close_pipe()
        self._process.wait()

    def _launch(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the command is ours
            [sys.executable, "-I", "-S", str(Path(__file__).resolve())],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self._held,
            bufsize=0,
        )
        for pid, end_signal in self._sessions.items():
            self._say(f"+ {pid} {end_signal}\n")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        # A broken pipe: check() finds the guard dead and hands the whole list to a new one.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line.encode())

    def _close_pipe(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()


def sessions_left(lines: Iterable[str]) -> dict[int, int]:
    """The sessions that still exist when the pipe ends, oldest first, with their end signals."""
    sessions: dict[int, int] = {}
    for line in lines:
        sign, pid, number = line.split()
        if sign == "+":
            sessions[int(pid)] = int(number)
        else:
            sessions.pop(int(pid), None)
    return sessions


def end(sessions: dict[int, int]) -> None:
    """Signal the sessions, youngest first, and kill what is left after the grace."""
    for pid, number in reversed(sessions.items()):
        _signal(pid, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(_signal(pid, 0) for pid in sessions) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in sessions:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> bool:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end(sessions_left(sys.stdin))


if __name__ == "__main__":
    main()

"""A program to keep running, and one run of it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from config.supervisor.backoff import delay

ROTATE_BYTES = 10_000_000
SETTLED_SECONDS = 30.0


class Account(NamedTuple):
    """The system user that a program runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Child:
    """What to run, and how to end it.

    `stop_signal` asks it to finish what it has in hand, for at most `grace` seconds. `end_signal`
    ends it at once, without breaking a promise it has given.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    end_signal: signal.Signals = signal.SIGKILL
    grace: float = 10.0


class Run:
    """One child's process, in a session of its own, and its record of failures."""

    def __init__(self, child: Child, *, log: Path | None) -> None:
        self.child = child
        self.log = log
        self.failures = 0
        self.due = 0.0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The leader of the child's session; None while nothing runs."""
        return self._process.pid if self._process else None

    def launch(self) -> int:
        """Start the process, its output appended to the log, or to the terminal without one.

        OSError if it cannot be started."""
        child = self.child
        self._started = time.monotonic()
        output = _open_log(self.log) if self.log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                child.command,
                cwd=child.folder,
                env=dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output is not None else None,
                start_new_session=True,
                user=child.account.uid if child.account else None,
                group=child.account.gid if child.account else None,
                extra_groups=[] if child.account else None,
            )
        finally:
            if output is not None:
                os.close(output)
        return self._process.pid

    def ended(self) -> bool:
        """True when the process has ended and waits to be buried: its pid is still taken."""
        if self._process is None:
            return False
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, flags) is not None

    def bury(self) -> int:
        """Kill what the process left behind in its session, then reap it; its return code.

        In this order: a reaped pid may already name somebody else's session."""
        assert self._process is not None
        send(self._process.pid, signal.SIGKILL, group=True)
        code = self._process.wait()
        self._process = None
        return code

    def fail(self) -> float:
        """Count a failure; the seconds until the next attempt."""
        if time.monotonic() - self._started > SETTLED_SECONDS:
            self.failures = 0
        wait = delay(self.failures)
        self.failures += 1
        self.due = time.monotonic() + wait
        return wait


def send(pid: int, number: int, *, group: bool = False) -> None:
    """Send a signal to a process or its whole group; nothing happens if there is none left."""
    try:
        (os.killpg if group else os.kill)(pid, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers "not permitted" for a group of which only the unreaped leader is left
        return


def _open_log(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > ROTATE_BYTES:
        path.replace(path.with_suffix(path.suffix + ".1"))
    return os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

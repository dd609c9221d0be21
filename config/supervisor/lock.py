"""The lock against a second supervisor of the same var folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


class AlreadyRunningError(Exception):
    """Another supervisor holds the lock."""

    def __init__(self, pid: int | None) -> None:
        self.pid = pid
        super().__init__(f"already running here, as process {pid}" if pid else "already running")


@contextmanager
def held(path: Path, *, patience: float = 15.0) -> Iterator[int]:
    """Hold the lock file and yield its descriptor. The kernel frees it with its last holder.

    A supervisor that was killed leaves the lock with its guard until that has cleared everything
    away: waits for it up to `patience` seconds. AlreadyRunningError if the holder is alive.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, deadline=time.monotonic() + patience)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, *, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = int(os.pread(descriptor, 20, 0) or 0) or None
            if (pid and psutil.pid_exists(pid)) or time.monotonic() > deadline:
                raise AlreadyRunningError(pid) from None
            time.sleep(0.1)
        else:
            return

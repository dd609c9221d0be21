"""`manage.py up` for a test: everything, in a var folder and on a port of its own."""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from config.services.places import Places

BASE = Path(__file__).resolve().parents[1]


class Stack:
    """One `up` in a var folder and on a port of its own."""

    def __init__(self, var: Path, *options: str) -> None:
        self.var = var
        self.options = options or ("--no-demo",)
        self.process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The test run's own, without its servers."""
        not_ours = {"DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE"}
        inherited = {name: value for name, value in os.environ.items() if name not in not_ours}
        own = {"ERRATA_VAR": str(self.var), "PORT": str(self.port), "ERRATA_WEB_WORKERS": "1"}
        own["ERRATA_QUIET_S"] = "5"  # nobody here thinks of undo so long
        return inherited | own

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the stack; what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=BASE, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def bootstrap(self, slug: str) -> dict[str, Any]:
        """A project to drive from outside: `manage.py bootstrap`'s own document."""
        found: dict[str, Any] = json.loads(self.manage("bootstrap", "--project", slug, "--json"))
        return found

    def up(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start `up`, its output in a file that begins empty."""
        with (self.var / "output").open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", "up", *self.options],
                cwd=BASE,
                env=self.environment() | environment,
                stdout=output,
                stderr=output,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, no lock
            )

    def ready(self) -> "Stack":
        """Up and answering, started if need be."""
        if self.process is None or self.process.poll() is not None:
            self.process = self.up()
            eventually(
                lambda: "Ctrl-C" in self.output() or self.process.poll() is not None, within=240
            )
            assert self.process.poll() is None, self.output()
        return self

    def output(self) -> str:
        return (self.var / "output").read_text()

    def processes(self) -> list[psutil.Process]:
        """Everything that runs with this var folder, whoever started it."""
        return [process for process in psutil.process_iter() if self._is_mine(process)]

    def _is_mine(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            # A server that rewrites its title overwrites its environment, but not its folder.
            mine = process.environ().get("ERRATA_VAR") == str(self.var)
            return mine or Path(process.cwd()).is_relative_to(self.var)
        except psutil.Error:
            return False

    def child(self, mark: str) -> psutil.Process | None:
        """The supervisor's own child whose command has this in it."""
        for process in psutil.Process(self.process.pid).children():
            if self._is_mine(process) and mark in " ".join(process.cmdline()):
                return process
        return None

    def family(self, mark: str) -> list[psutil.Process]:
        """The processes that the child itself has started."""
        leader = self.child(mark)
        if leader is None:
            return []
        try:
            return [process for process in leader.children() if self._is_mine(process)]
        except psutil.NoSuchProcess:
            return []

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=2):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(condition: Callable[[], object], *, within: float = 90.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def _die_with_parent() -> None:
    """A test run that is killed leaves no stack behind (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


@contextmanager
def running_stack(*options: str) -> Iterator[Stack]:
    """A stack that is ready, and gone afterwards; `options` of `up`."""
    with prepared_stack(*options) as stack:
        yield stack.ready()


@contextmanager
def prepared_stack(*options: str) -> Iterator[Stack]:
    """A stack that is not started yet; whatever runs of it is stopped in the end."""
    var = Path(tempfile.mkdtemp(prefix="up-", dir=os.environ["ERRATA_VAR"]))
    var.chmod(0o711)
    stack = Stack(var, *options)
    try:
        yield stack
    finally:
        if stack.process and stack.process.poll() is None:
            stack.process.send_signal(signal.SIGTERM)
            stack.process.wait(timeout=60)
        shutil.rmtree(Places(var).sockets, ignore_errors=True)
        shutil.rmtree(var)

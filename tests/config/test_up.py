"""`manage.py up` as a whole: real servers, real kills."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("stack")


class Stack:
    """One `up` in a var folder and on a port of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def up(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start `up`, its output in a file that begins empty."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL"}
        }
        inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # starts again and again
        own = {"ERRATA_VAR": str(self.var), "PORT": str(self.port), "ERRATA_WEB_WORKERS": "1"}
        with (self.var / "output").open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", "up", "--no-demo"],
                cwd=BASE,
                env=inherited | own | environment,
                stdout=output,
                stderr=output,
            )

    def ready(self) -> "Stack":
        """Up and answering, started if need be."""
        if self.process is None or self.process.poll() is not None:
            self.process = self.up()
            eventually(lambda: "Ctrl-C" in self.output() or self.process.poll() is not None)
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

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=2):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500
        except OSError:
            return False


def eventually(condition: Callable[[], object], *, within: float = 90.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def only_stack() -> Iterator[Stack]:
    var = Path(os.environ["ERRATA_VAR"]) / "up"
    var.mkdir()
    stack = Stack(var)
    yield stack
    if stack.process and stack.process.poll() is None:
        stack.process.send_signal(signal.SIGTERM)
        stack.process.wait(timeout=60)
    shutil.rmtree(var)


@pytest.fixture
def stack(only_stack: Stack) -> Stack:
    return only_stack.ready()


def test_a_second_up_is_refused_naming_the_first(stack: Stack) -> None:
    second = stack.up(PORT="1")
    assert second.wait(timeout=60) == 1
    assert f"as process {stack.process.pid}" in stack.output()


def test_a_taken_port_is_named_before_anything_starts(stack: Stack) -> None:
    other = Stack(stack.var / "other")
    other.var.mkdir()
    other.port = stack.port
    assert other.up().wait(timeout=60) == 1
    assert f"PORT={stack.port + 1}" in other.output()
    assert not (other.var / "postgres").exists()


@pytest.mark.parametrize(
    "mark", ["postgres", "valkey", "granian", "config worker", "config beat", "guard.py"]
)
def test_a_killed_child_comes_back(stack: Stack, mark: str) -> None:
    before = stack.child(mark)
    before.kill()
    eventually(lambda: (after := stack.child(mark)) and after.pid != before.pid)
    eventually(stack.answers)


def test_a_killed_supervisor_leaves_nothing_running(stack: Stack) -> None:
    stack.process.kill()
    stack.process.wait()
    eventually(lambda: not stack.processes(), within=10)


def test_a_guard_in_the_place_of_a_killed_one_clears_away_as_well(stack: Stack) -> None:
    first = stack.child("guard.py")
    first.kill()
    eventually(lambda: (second := stack.child("guard.py")) and second.pid != first.pid)
    stack.process.kill()
    stack.process.wait()
    eventually(lambda: not stack.processes(), within=10)


def test_an_up_right_after_a_kill_waits_for_the_rest_to_go(stack: Stack) -> None:
    stack.process.kill()
    stack.process.wait()
    assert stack.ready().answers()


def test_an_interrupt_stops_everything_and_ends_well(stack: Stack) -> None:
    stack.process.send_signal(signal.SIGINT)
    assert stack.process.wait(timeout=60) == 0
    assert not stack.processes()
    assert (stack.var / "postgres" / "PG_VERSION").exists()

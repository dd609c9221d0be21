"""The supervisor's promises, on small programs."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.supervisor.backoff import delay
from config.supervisor.child import Child
from config.supervisor.guard import sessions_left
from config.supervisor.lock import AlreadyRunningError, held
from config.supervisor.supervisor import InterruptedByUserError, NotReadyError, Supervisor

# A leader with a child of its own in its session, as the web server and the worker are.
FAMILY = "import subprocess, time; subprocess.Popen(['sleep', '1000']); time.sleep(1000)"


def python(code: str, *, name: str = "family", folder: Path, grace: float = 5.0) -> Child:
    return Child(name=name, command=(sys.executable, "-c", code), folder=folder, grace=grace)


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def eventually(condition: Callable[[], object], *, within: float = 10.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(logs=tmp_path)
    yield supervisor
    supervisor.stop()


def families() -> list[psutil.Process]:
    """The leaders of the families that this process has started."""
    return [
        child
        for child in psutil.Process().children()
        if alive(child) and FAMILY in child.cmdline() and child.children()
    ]


def test_restarts_wait_longer_each_time_up_to_half_a_minute() -> None:
    assert [delay(failures) for failures in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert delay(10_000) == 30


def test_a_killed_child_comes_back_without_its_old_family(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start(python(FAMILY, folder=tmp_path))
    eventually(families)
    (leader,) = families()
    (orphan,) = leader.children()
    leader.kill()
    eventually(lambda: not alive(leader))
    supervisor.wait_until(lambda: bool(families()), within=10)
    assert not alive(orphan)


def test_stopping_leaves_nothing_of_a_family(tmp_path: Path) -> None:
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(python(FAMILY, folder=tmp_path))
    eventually(families)
    members = families() + families()[0].children()
    supervisor.stop()
    assert not any(map(alive, members))


def test_a_child_that_will_not_stop_is_ended_after_its_grace(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(1000)"
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(python(stubborn, folder=tmp_path, name="stubborn", grace=0.3))
    started = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - started < 4


def test_a_second_interrupt_does_not_wait_for_the_grace(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(1000)"
    supervisor = Supervisor(logs=tmp_path)
    supervisor.start(python(stubborn, folder=tmp_path, name="stubborn", grace=60))
    supervisor.interrupts = 1
    signal.signal(signal.SIGALRM, supervisor.interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    started = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - started < 10


def test_a_step_gives_its_return_code_and_keeps_its_output(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    step = python("print('done'); raise SystemExit(3)", name="step", folder=tmp_path)
    assert supervisor.run(step) == 3
    assert supervisor.log_of("step").read_text() == "done\n"


def test_an_interrupt_ends_a_step(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.interrupt()
    with pytest.raises(InterruptedByUserError):
        supervisor.run(python(FAMILY, folder=tmp_path))
    assert not families()


def test_what_never_comes_up_is_an_error(supervisor: Supervisor) -> None:
    with pytest.raises(NotReadyError, match="the moon did not come up"):
        supervisor.wait_until(lambda: False, within=0.2, what="the moon")


def test_the_guard_forgets_sessions_that_have_ended() -> None:
    assert sessions_left(["+ 10 9\n", "+ 11 3\n", "- 10 0\n"]) == {11: 3}


def test_a_lock_is_refused_naming_its_living_holder(tmp_path: Path) -> None:
    file = tmp_path / "up.lock"
    with (
        held(file),
        pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"),
        held(file, patience=0),
    ):
        pass


def test_a_lock_left_behind_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "up.lock"
    with held(file):
        pass
    with held(file, patience=0):
        assert file.read_text() == str(os.getpid())

"""`manage.py up` as a whole: real servers, real kills."""

import signal
from collections.abc import Iterator

import pytest

from tests.stack import Stack, eventually, prepared_stack

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def only_stack() -> Iterator[Stack]:
    with prepared_stack() as stack:
        yield stack


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
    "mark", ["postgres", "valkey", "granian", "tasks@", "config beat", "guard.py"]
)
def test_a_killed_child_comes_back(stack: Stack, mark: str) -> None:
    before = stack.child(mark)
    before.kill()
    eventually(lambda: (after := stack.child(mark)) and after.pid != before.pid)
    eventually(stack.answers)


@pytest.mark.parametrize("mark", ["granian", "tasks@"])
def test_a_killed_process_of_a_child_comes_back(stack: Stack, mark: str) -> None:
    eventually(lambda: stack.family(mark))
    before = stack.family(mark)[0]
    before.kill()
    eventually(lambda: any(after.pid != before.pid for after in stack.family(mark)))
    eventually(stack.answers)


def test_a_killed_supervisor_leaves_nothing_running(stack: Stack) -> None:
    stack.process.kill()
    stack.process.wait()
    eventually(lambda: not stack.processes(), within=10)


def test_after_a_kill_the_next_up_waits_for_the_rest_to_go(stack: Stack) -> None:
    first = stack.child("guard.py")
    first.kill()
    eventually(lambda: (second := stack.child("guard.py")) and second.pid != first.pid)
    before = stack.processes()
    stack.process.kill()
    stack.process.wait()
    assert stack.ready().answers()
    assert not [process for process in before if process in stack.processes()]


def test_an_interrupt_stops_everything_and_ends_well(stack: Stack) -> None:
    stack.process.send_signal(signal.SIGINT)
    assert stack.process.wait(timeout=60) == 0
    assert not stack.processes()
    assert (stack.var / "postgres" / "PG_VERSION").exists()

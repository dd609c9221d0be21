"""Keeps children running: restarts with back-off, one-time steps, stop in reverse order."""

import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from config.supervisor.child import Child, Run, send
from config.supervisor.guard import Guard

PACE_SECONDS = 0.1


class InterruptedByUserError(Exception):
    """Somebody asked the supervisor to stop while it was waiting."""


class NotReadyError(Exception):
    """Something did not come up in time."""


class Supervisor:
    """Owns the sessions of its children. One thread, one loop: the owner calls `check` or one of
    the waiting methods, and children are looked after only then."""

    def __init__(
        self, *, logs: Path, held: Sequence[int] = (), tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """`held`: descriptors (the lock) that outlive a killed supervisor until all is cleared
        away. `tell` hears of every restart."""
        self._logs = logs
        self._tell = tell
        self._guard = Guard(held=held)
        self._runs: list[Run] = []
        self.interrupts = 0

    def interrupt(self, *_: object) -> None:
        """A signal handler: the first asks to stop, the second to hurry."""
        self.interrupts += 1

    def start(self, child: Child) -> None:
        """Start a child and keep it running from now on. OSError if it cannot be started."""
        run = Run(child, log=self.log_of(child.name))
        self._launch(run)
        self._runs.append(run)

    def log_of(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def check(self) -> None:
        """Look after every child once: bury the dead, restart those that are due."""
        self._guard.check()
        for run in self._runs:
            if run.ended():
                code = self._bury(run)
                self._postpone(run, why=_describe(code))
            elif run.pid is None and time.monotonic() >= run.due:
                try:
                    self._launch(run)
                except OSError as error:
                    self._postpone(run, why=f"could not start: {error}")

    def run(self, step: Child, *, on_terminal: bool = False) -> int:
        """Run a one-time step to its end, minding the children meanwhile; its return code.

        InterruptedByUserError if asked to stop before."""
        run = Run(step, log=None if on_terminal else self.log_of(step.name))
        self._launch(run)
        try:
            self.wait_until(run.ended)
        finally:
            code = self._end(run)
        return code

    def wait_until(
        self, ready: Callable[[], bool], *, within: float | None = None, what: str = ""
    ) -> None:
        """Mind the children until `ready`. NotReadyError after `within` seconds,
        InterruptedByUserError if asked to stop."""
        deadline = time.monotonic() + within if within is not None else None
        while not ready():
            if self.interrupts:
                raise InterruptedByUserError
            if deadline is not None and time.monotonic() > deadline:
                raise NotReadyError(f"{what} did not come up within {within:.0f} s")
            self.check()
            time.sleep(PACE_SECONDS)

    def stop(self) -> None:
        """Stop all children, the last started first, then the guard. A further interrupt while
        it runs ends at once what has not stopped yet."""
        asked = self.interrupts
        while self._runs:
            run = self._runs.pop()
            if run.pid is not None:
                self._ask(run, hurried=lambda: self.interrupts > max(asked, 1))
                self._end(run)
        self._guard.close()

    def _launch(self, run: Run) -> None:
        self._guard.add(run.launch(), run.child.end_signal)

    def _ask(self, run: Run, *, hurried: Callable[[], bool]) -> None:
        assert run.pid is not None
        send(run.pid, run.child.stop_signal)
        deadline = time.monotonic() + run.child.grace
        while not run.ended() and time.monotonic() < deadline and not hurried():
            time.sleep(PACE_SECONDS / 5)

    def _end(self, run: Run) -> int:
        assert run.pid is not None
        deadline = time.monotonic() + 5.0
        while not run.ended() and time.monotonic() < deadline:
            send(run.pid, run.child.end_signal, group=True)
            time.sleep(PACE_SECONDS / 5)
        return self._bury(run)

    def _bury(self, run: Run) -> int:
        assert run.pid is not None
        pid = run.pid
        code = run.bury()
        self._guard.remove(pid)
        return code

    def _postpone(self, run: Run, *, why: str) -> None:
        wait = run.fail()
        self._tell(f"{run.child.name} {why}; again in {wait:g} s")


def _describe(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"

"""The project's own programs as children: web server, task worker, beat, and one-time steps."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.child import Child

# The pool of each web process holds as many connections: no thread waits for one.
WEB_THREADS = 8


@dataclass(frozen=True)
class Programs:
    """Describes the programs of one checkout and one var folder."""

    base: Path
    var: Path

    def web(self, *, bind: str, port: int, workers: int) -> Child:
        """Granian. It starts a worker that was killed again by itself."""
        options = {
            "--interface": "wsgi",
            "--host": bind,
            "--port": str(port),
            "--workers": str(workers),
            "--blocking-threads": str(WEB_THREADS),
            "--respawn-interval": "0.5",
            "--workers-kill-timeout": "8",
        }
        flags = ("--no-ws", "--respawn-failed-workers")
        arguments = [part for option in options.items() for part in option]
        return self._python("web", "-m", "granian", *arguments, *flags, "config.wsgi:application")

    def tasks(self, *, workers: int) -> Child:
        """Celery's worker, for what is short."""
        pool = ("--pool", "prefork", "--concurrency", str(workers))
        return self._worker("tasks", "--queues", "errata", *pool)

    def rounds(self) -> Child:
        """Celery's worker for what takes a minute, one at a time: nothing short waits behind it.

        In a process beside it: alone it would acknowledge a round only when that is over, which
        the broker doesn't wait for, so that it would be run again.
        """
        pool = ("--pool", "prefork", "--concurrency", "1")
        return self._worker("rounds", "--queues", "rounds", *pool)

    def outside(self) -> Child:
        """Celery's worker for what waits for other people's servers, one at a time."""
        return self._worker("outside", "--queues", "outside", "--pool", "solo")

    def asked(self) -> Child:
        """Celery's worker for what somebody sits and waits for, one at a time."""
        return self._worker("asked", "--queues", "asked", "--pool", "solo")

    def _worker(self, name: str, *options: str) -> Child:
        """They share the machine: one thread each for linear algebra."""
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        return self._python(
            *(name, "-m", "celery", "--app", "config", "worker", "--hostname", f"{name}@%h"),
            *("--loglevel", "INFO", "--without-gossip", "--without-mingle", *options),
            **dict.fromkeys(names, "1"),
        )

    def beat(self) -> Child:
        """Celery's clock; its schedule file is named in the settings."""
        (self.var / "beat").mkdir(parents=True, exist_ok=True)
        options = ("--pidfile", "", "--loglevel", "INFO")
        return self._python("beat", "-m", "celery", "--app", "config", "beat", *options)

    def manage(self, command: str, *arguments: str) -> Child:
        """A management command, named after itself."""
        return self._python(command, "manage.py", command, *arguments)

    def _python(self, name: str, *arguments: str, **environment: str) -> Child:
        return Child(
            name=name,
            command=(sys.executable, *arguments),
            folder=self.base,
            environment=os.environ
            | {"ERRATA_VAR": str(self.var), "PYTHONUNBUFFERED": "1"}
            | environment,
        )

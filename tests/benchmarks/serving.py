"""A web server for a benchmark, beside the stack whose database and Valkey it uses."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from config.supervisor.programs import Programs
from tests.stack import BASE, Stack, accepts, eventually, free_port

ERRATA = "config.wsgi:application"
BARE = "tests.benchmarks.bare:application"


@dataclass(frozen=True)
class Server:
    """One that listens on this port of 127.0.0.1."""

    port: int
    process: psutil.Process

    def memory(self) -> float:
        """MiB of its workers in all: proportional set size, in which shared pages count once."""
        workers = self.process.children(recursive=True)
        return float(sum(worker.memory_full_info().pss for worker in workers) / 2**20)


@contextmanager
def served(stack: Stack, application: str, *, workers: int) -> Iterator[Server]:
    """A web server as `up` starts it, with an application of choice in it."""
    port = free_port()
    web = Programs(BASE, stack.var).web(bind="127.0.0.1", port=port, workers=workers)
    command = [*web.command[:-1], application]
    environment = stack.environment() | {"ERRATA_HOSTS": "127.0.0.1"}
    log = stack.var / f"{application.partition(':')[0]}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=BASE, env=environment, stdout=output, stderr=output)
    try:
        eventually(lambda: accepts(port))
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=30)

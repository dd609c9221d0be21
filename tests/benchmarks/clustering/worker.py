"""A process of its own that groups vectors, so that its seconds and memory are its own.

Needs nothing but numpy, since a peer runs in another environment. The parent sends one line of
JSON for each job and gets one back; vectors and labels go through .npy files.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BASE = Path(__file__).resolve().parents[3]
ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")
}

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
# Unit rows of shape (n, dimension), and a seed, to a group for each row.
Way = Callable[[Vectors, int], Labels]


@dataclass(frozen=True)
class Run:
    """The groups of one job; CPU-seconds of the grouping; MiB that the process held at most."""

    labels: Labels
    cpu_s: float
    peak_mib: float


class Worker:
    """A running process, asked for one grouping at a time."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder = process, folder

    def run(self, way: str, vectors: Vectors, *, seed: int) -> Run:
        np.save(self._folder / "vectors.npy", vectors)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([way, seed]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self._process.args!r} ended by itself")
        return Run(np.load(self._folder / "labels.npy"), *json.loads(answer))


@contextmanager
def working(python: Path | str, module: str) -> Iterator[Worker]:
    """Starts `python -m module`, which calls `serve`, with one thread; ends it afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="errata-bench-") as folder,
        subprocess.Popen(
            [str(python), "-m", module, folder],
            cwd=BASE,
            env=os.environ | ONE_THREAD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        yield Worker(process, Path(folder))


def serve(ways: Mapping[str, Way]) -> None:
    """The worker's side: until the parent closes the pipe."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        way, seed = json.loads(line)
        vectors = np.load(folder / "vectors.npy")
        _forget_peak()
        began = time.process_time()
        labels = ways[way](vectors, seed)
        seconds = time.process_time() - began
        np.save(folder / "labels.npy", labels)
        sys.stdout.write(json.dumps([seconds, _peak_mib()]) + "\n")
        sys.stdout.flush()


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_mib() -> float:
    status: dict[str, Any] = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines()
    )
    return int(status["VmHWM"].split()[0]) / 1024

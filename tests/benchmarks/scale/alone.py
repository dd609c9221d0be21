"""Many complaints against their issues' centres, without the database."""

import resource
import time
from dataclasses import dataclass

from tests.benchmarks.scale.vectors import ALIKE, APART, spread
from triage.clustering.nearest import Batch, Centres
from triage.embedding.vectors import Vectors

BATCH = 64
TOPICS = 3_000
STEP = 6_400


@dataclass(frozen=True)
class Placed:
    """After some complaints: issues opened, time of all in CPU seconds, the peak of memory."""

    issues: int
    cpu_s: float
    peak_mib: float


def measured(near: Vectors, sizes: tuple[int, ...]) -> list[Placed]:
    """Complaints around as many topics; what it took up to each of the sizes."""
    topics = spread(near, TOPICS, length=APART, seed=1)
    centres: Centres[int] = Centres(dimension=topics.shape[1])
    found, spent, done = [], 0.0, 0
    for size in sizes:
        while done < size:
            vectors = spread(topics, min(STEP, size - done), length=ALIKE, seed=done)
            began = time.process_time()
            for start in range(0, len(vectors), BATCH):
                _place(centres, vectors[start : start + BATCH])
            spent += time.process_time() - began
            done += len(vectors)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append(Placed(len(centres), spent, peak))
    return found


def _place(centres: Centres[int], vectors: Vectors) -> None:
    batch = Batch(centres, vectors)
    for row in range(len(vectors)):
        match = batch.nearest(row)
        batch.add(match.key if match and match.enough else len(centres), row)

"""The ways in which Errata groups complaints, as `worker` runs them."""

import numpy as np

from tests.benchmarks.clustering.worker import Labels, Vectors, serve
from tests.online import Online
from triage.clustering.nearest import Centres
from triage.clustering.partition import partition_of


def batch(vectors: Vectors, seed: int) -> Labels:
    """All at once."""
    return partition_of(vectors, seed=seed)


def placed(vectors: Vectors, seed: int) -> Labels:
    """One after another, each into the issue that it is like enough, or a new one; as seating."""
    centres: Centres[int] = Centres([], dimension=vectors.shape[1])
    labels = np.empty(len(vectors), dtype=np.int64)
    for place, vector in enumerate(vectors):
        match = centres.nearest(vector)
        labels[place] = match.key if match and match.enough else len(centres)
        centres.add(int(labels[place]), vector)
    return labels


def online(vectors: Vectors, seed: int) -> Labels:
    """One after another, and consolidated whenever enough is new."""
    return Online(vectors).run()


WAYS = {"batch": batch, "placed": placed, "online": online}

if __name__ == "__main__":
    serve(WAYS)

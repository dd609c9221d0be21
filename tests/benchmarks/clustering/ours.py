"""The ways in which Errata groups complaints, as `worker` runs them."""

import numpy as np

from tests.benchmarks.clustering.worker import Labels, Vectors, serve
from tests.online import Issues, Online
from triage.clustering.changes import Change, Kind
from triage.clustering.nearest import Centres
from triage.clustering.partition import partition_of

# As consolidation does it: what is as sure as a project asks for if nobody says otherwise, or
# takes only from an issue that nobody knows yet.
APPLY_FROM = 0.95
YOUNG = 64


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
    return Online(vectors).run(_may_apply)


def _may_apply(change: Change, issues: Issues) -> bool:
    lost = change.other if change.kind == Kind.MERGE and change.other else change.issue
    return change.confidence >= APPLY_FROM or int((issues == lost.int).sum()) < YOUNG


WAYS = {"batch": batch, "placed": placed, "online": online}

if __name__ == "__main__":
    serve(WAYS)

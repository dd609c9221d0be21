"""Placing and consolidating on plain numbers: what the operations do, without a database.

Complaints and issues are named by `UUID(int=place)`, in the order that they came in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from triage.clustering.changes import YOUNG, YOUNG_FROM, Change, Kind, Snapshot
from triage.clustering.constraints import Constraints
from triage.clustering.labels import Labels
from triage.clustering.merging import likely_merges
from triage.clustering.nearest import Centres
from triage.clustering.partition import partitions_of
from triage.clustering.regrouping import RUNS, changes_towards
from triage.embedding.vectors import Vectors

Issues = NDArray[np.int64]

BATCH = 64
NEW_PLACES, NEW_SHARE = 500, 0.1
PASSES = 2
APPLY_FROM = 0.95


def without_asking(change: Change, issues: Issues) -> bool:
    """What is applied by itself where the project asks for APPLY_FROM and nobody has acted."""
    lost = change.other if change.kind == Kind.MERGE else change.issue
    assert lost is not None
    young = (issues == lost.int).sum() < YOUNG
    return change.confidence >= (YOUNG_FROM if young else APPLY_FROM)


@dataclass
class Online:
    """Complaints as they come in. `issues`: the issue of each that has come in. `moved`: of each
    round, the share of complaints that are not with most of those any more that they were with.
    `applied`: how many changes of each kind."""

    vectors: Vectors
    issues: Issues = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    moved: list[float] = field(default_factory=list)
    applied: dict[Kind, int] = field(default_factory=dict)
    runs_of: Callable[[Vectors], Sequence[Labels]] = lambda rows: partitions_of(rows, runs=RUNS)

    def run(self, may_apply: Callable[[Change, Issues], bool] = without_asking) -> Issues:
        """Place all in micro-batches, with a round of consolidation when one is due."""
        consolidated = 0
        while len(self.issues) < len(self.vectors):
            self.place(BATCH)
            new = len(self.issues) - consolidated
            if new >= NEW_PLACES or new >= NEW_SHARE * len(self.issues):
                self.consolidate(may_apply)
                consolidated = len(self.issues)
        return self.issues

    def place(self, number: int) -> None:
        here = self.vectors[: len(self.issues)]
        snapshot = snapshot_of(self.issues, here)
        rows = zip(snapshot.keys, snapshot.totals, snapshot.sizes.tolist(), strict=True)
        centres = Centres(rows, dimension=self.vectors.shape[1])
        placed = self.issues.tolist()
        opened = max(placed, default=-1) + 1
        for vector in self.vectors[len(placed) : len(placed) + number]:
            match = centres.nearest(vector)
            key = match.key if match and match.enough else UUID(int=opened)
            opened = max(opened, key.int + 1)
            centres.add(key, vector)
            placed.append(key.int)
        self.issues = np.asarray(placed, dtype=np.int64)

    def consolidate(self, may_apply: Callable[[Change, Issues], bool]) -> None:
        here, before = self.vectors[: len(self.issues)], self.issues
        runs = self.runs_of(here)
        for _ in range(PASSES):
            snapshot = snapshot_of(self.issues, here)
            found = changes_towards(runs, snapshot) if runs else likely_merges(snapshot)
            wanted = [change for change in found if may_apply(change, self.issues)]
            self.issues, kinds = applied(self.issues, wanted)
            for kind in kinds:
                self.applied[kind] = self.applied.get(kind, 0) + 1
        stay = sum(np.bincount(self.issues[before == issue]).max() for issue in np.unique(before))
        self.moved.append(1 - float(stay) / len(before))


def snapshot_of(
    issues: Issues, vectors: Vectors, constraints: Constraints | None = None
) -> Snapshot:
    keys, places = np.unique(issues, return_inverse=True)
    return Snapshot(
        keys=[UUID(int=int(key)) for key in keys],
        feedback=[UUID(int=place) for place in range(len(issues))],
        issues=places.tolist(),
        vectors=vectors,
        constraints=constraints or Constraints(),
    )


def applied(issues: Issues, changes: Sequence[Change]) -> tuple[Issues, list[Kind]]:
    """The issues after the changes, and what was done: what others have overtaken is not."""
    after, done = issues.copy(), list[Kind]()
    order = [Kind.SPLIT, Kind.MOVE, Kind.MERGE]
    for change in sorted(changes, key=lambda change: order.index(change.kind)):
        issue, other = change.issue.int, change.other.int if change.other else int(after.max()) + 1
        if not (after == issue).any() or (change.other and not (after == other).any()):
            continue
        if change.kind == Kind.MERGE:
            after[after == other] = issue
        else:
            rows = np.array([feedback.int for feedback in change.feedback])
            if (after[rows] != issue).any() or (after == issue).sum() == len(rows):
                continue
            after[rows] = other
        done.append(change.kind)
    return after, done

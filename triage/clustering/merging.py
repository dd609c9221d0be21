"""Which issues are so like each other that their complaints would join the other one. Pure.

For projects so small that they can't be grouped all at once (`partition.partitions_of`).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from triage.clustering.changes import Change, Kind, Snapshot
from triage.clustering.nearest import Background
from triage.embedding.vectors import Vector, Vectors

# Rows of the matrix of likenesses that are held at once: 100,000 issues take 400 MB so.
BLOCK = 1024


def likely_merges(snapshot: Snapshot) -> list[Change]:
    """Two issues each, whose complaints' mean likeness would do for a complaint to join; the
    most confident first. The bigger one stays.

    The confidence is the share of complaints that would join the other issue by themselves, on
    the side where fewer would.
    """
    if len(snapshot.keys) < 2:
        return []
    around = replace(snapshot.centres().background(), lift=snapshot.lift)
    sizes = snapshot.sizes
    means: Vectors = np.divide(snapshot.totals, sizes[:, None], dtype=np.float32)
    changes = []
    for one, two, likeness in _alike(means, around):
        small, big = sorted((one, two), key=lambda place: (sizes[place], place))
        pair = snapshot.keys[big], snapshot.keys[small]
        if not snapshot.constraints.may_merge(*pair):
            continue
        shares = [
            _would_join(snapshot, a, means[b], around) for a, b in ((small, big), (big, small))
        ]
        lift = (likeness - around.common) / (1 - around.common)
        changes.append(
            Change(
                Kind.MERGE,
                *pair,
                feedback=(),
                confidence=min(shares),
                why=f"{_percent(shares[0])} of the smaller one's complaints and"
                f" {_percent(shares[1])} of the bigger one's are like the other's",
                evidence={"likeness": round(likeness, 4), "lift": round(min(max(lift, 0), 1), 4)},
            )
        )
    return sorted(changes, key=lambda change: -change.confidence)


def _alike(means: Vectors, around: Background) -> Iterator[tuple[int, int, float]]:
    """Each pair of issues that are alike enough, once."""
    excess = around.trust * ((means - around.mean) @ around.mean)
    for start in range(0, len(means), BLOCK):
        likeness = means[start : start + BLOCK] @ means.T
        likeness -= excess[start : start + BLOCK, None] + excess
        rows, columns = np.nonzero(likeness >= around.needed)
        for row, column in zip(rows + start, columns, strict=True):
            if row < column:
                yield int(row), int(column), float(likeness[row - start, column])


def _would_join(snapshot: Snapshot, place: int, mean: Vector, around: Background) -> float:
    """Which share of an issue's wordings is like enough to an issue of that mean."""
    own = snapshot.vectors[snapshot.places == place]
    likeness = own @ mean - around.trust * ((own - around.mean) @ around.mean)
    return float(np.mean(likeness - around.beyond_usual(mean) >= around.needed))


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"

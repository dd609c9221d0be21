"""Groups cut into pieces that hold together by themselves, where that sets them apart. Pure.

The graph of nearest neighbours knows who is nearer than whom, not how near: where a kind has less
complaints than a complaint has neighbours, the nearest are of other kinds, and the groups are too
large. How near is told by the cosines themselves. So each group is also cut by average link
(Sokal & Michener 1958) at a few heights, and so are all complaints as if they were one group. What
is cut is taken only where it clearly widens the margin by which complaints are more like their own
group than like any other: the graph is the better judge where kinds are large.
"""

from collections.abc import Iterator

import numpy as np
from scipy.cluster import hierarchy

from triage.clustering.labels import Labels
from triage.clustering.nearest import GUESS_WORTH, USUAL_BACKGROUND
from triage.embedding.vectors import Vectors

# How far pieces that stay together are alike, from 0, as any two here, to 1, the same.
HEIGHTS = (0.20, 0.25, 0.30)
# How like itself a complaint alone in its group counts as: it has none to be compared with.
# From 0.25 to 0.45 it makes less difference than chance does.
LONE = 0.30
# By what share the margin must widen. On samples of banking77 and clinc150 it widens by 0 to 0.06
# where kinds are large and cutting makes it worse, and by 0.15 to 0.50 where it makes it better.
WORTH = 0.10
# Of one group at most: time and memory grow with the square. As one group, 3,000 complaints and
# more did worse at every height than the graph.
LARGEST = 2000
BLOCK = 4096  # rows compared with all groups at once


def in_pieces(rows: Vectors, labels: Labels) -> Labels:
    """The groups of unit rows, or what is left of them when they are cut: 0 to c - 1."""
    common = _common(rows)
    chosen, widest = labels, _margin(rows, labels, common)
    for groups in (labels, np.zeros_like(labels)):
        found = [(_margin(rows, cut, common), cut) for cut in _cuts(rows, groups, common)]
        best, cut = max(found, key=lambda pair: pair[0])
        if best > widest + WORTH * abs(widest):
            chosen, widest = cut, best
    return chosen


def _common(rows: Vectors) -> float:
    """The mean cosine of any two rows; a guess, where there are few."""
    number = len(rows)
    total = rows.sum(axis=0, dtype=np.float64)
    seen = (float(total @ total) - number) / (number * (number - 1))
    trust = number / (number + GUESS_WORTH)
    return trust * seen + (1 - trust) * USUAL_BACKGROUND


def _cuts(rows: Vectors, groups: Labels, common: float) -> Iterator[Labels]:
    """The groups in pieces, one grouping for each height. A group that is too large stays whole."""
    needed = [common + height * (1 - common) for height in HEIGHTS]
    pieces = np.zeros((len(needed), len(rows)), dtype=np.int64)
    ends = np.zeros(len(needed), dtype=np.int64)
    for members in _members(groups):
        if 1 < len(members) <= LARGEST:
            apart = 1 - (rows[members] @ rows[members].T)[np.triu_indices(len(members), 1)]
            tree = hierarchy.average(np.maximum(apart, 0))
            for place, likeness in enumerate(needed):
                pieces[place, members] = hierarchy.fcluster(tree, 1 - likeness, "distance") - 1
        pieces[:, members] += ends[:, None]
        ends = pieces[:, members].max(axis=1) + 1
    yield from pieces


def _members(labels: Labels) -> list[Labels]:
    """The places of each group's rows."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels))[:-1])


def _margin(rows: Vectors, labels: Labels, common: float) -> float:
    """By how much a row's mean cosine to the others of its group exceeds that to the next group,
    in the mean. Without another group, that is what any two rows have in common."""
    sizes = np.bincount(labels)
    sums = np.zeros((len(sizes), rows.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, rows)
    alone = common + LONE * (1 - common)
    total = 0.0
    for start in range(0, len(rows), BLOCK):
        own = labels[start : start + BLOCK]
        along = np.arange(len(own))
        likeness = rows[start : start + BLOCK] @ sums.T
        others = np.maximum(sizes[own] - 1, 1)
        inside = np.where(sizes[own] > 1, (likeness[along, own] - 1) / others, alone)
        likeness /= sizes
        likeness[along, own] = -np.inf
        outside = likeness.max(axis=1) if len(sizes) > 1 else common
        total += float((inside - outside).sum())
    return total / len(rows)

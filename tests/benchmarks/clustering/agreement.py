"""How far two groupings of the same things agree, beyond what chance would give. Pure.

Both are 1 for the same groups, whatever they are called, and 0 in the mean for groups drawn by
lot of the same sizes. Neither flatters over-splitting, as mutual information alone does.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Labels = NDArray[Any]


def ari(one: Labels, other: Labels) -> float:
    """Adjusted Rand index, of two label arrays of shape (n,).

    Hubert & Arabie 1985, "Comparing partitions", Journal of Classification 2, 193-218, eq. 5.
    """
    table = shared(one, other)
    together = _pairs(table).sum()
    ours, theirs = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = ours * theirs / max(_pairs(table.sum()), 1)
    most = (ours + theirs) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def ami(one: Labels, other: Labels) -> float:
    """Adjusted mutual information, by the mean of both entropies, of two arrays of shape (n,).

    Vinh, Epps & Bailey 2010, "Information theoretic measures for clusterings comparison", Journal
    of Machine Learning Research 11, 2837-2854, eq. 24a for what chance gives.
    """
    table = shared(one, other)
    ours, theirs = table.sum(axis=1), table.sum(axis=0)
    if len(ours) == len(theirs) and len(ours) in (1, table.sum()):
        return 1.0
    number = table.sum()
    chance = np.outer(ours, theirs) / number
    found = float((xlogy(table, table) - table * np.log(chance)).sum() / number)
    expected = _expected(ours, theirs)
    most = (_entropy(ours) + _entropy(theirs)) / 2
    return (found - expected) / (most - expected)


def kept(before: Labels, after: Labels) -> float:
    """The share of things that keep the name of their group when `after` replaces `before`.

    A new group takes the name of the old one that it has most in common with; each name goes to
    one group, the largest overlap first.
    """
    table = shared(before, after)
    total = table.sum()
    named = 0
    while table.size and table.max() > 0:
        old, new = np.unravel_index(int(table.argmax()), table.shape)
        named += table[old, new]
        table[old, :] = table[:, new] = 0
    return float(named / total)


def shared(one: Labels, other: Labels) -> NDArray[np.int64]:
    """How many things each two groups have in common, shape (groups of one, groups of other)."""
    _, rows = np.unique(one, return_inverse=True)
    _, columns = np.unique(other, return_inverse=True)
    table = np.zeros((rows.max() + 1, columns.max() + 1), dtype=np.int64)
    np.add.at(table, (rows, columns), 1)
    return table


def _pairs(sizes: Any) -> Any:
    return sizes * (sizes - 1) // 2


def _entropy(sizes: NDArray[np.int64]) -> float:
    shares = sizes / sizes.sum()
    return float(-xlogy(shares, shares).sum())


def _expected(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> float:
    """Mutual information in the mean over all pairs of groupings with these sizes."""
    number = int(ours.sum())
    total = 0.0
    for a, times_a in zip(*np.unique(ours, return_counts=True), strict=True):
        for b, times_b in zip(*np.unique(theirs, return_counts=True), strict=True):
            common = np.arange(max(1, a + b - number), min(a, b) + 1)
            ways = gammaln([a + 1, b + 1, number - a + 1, number - b + 1]).sum() - (
                gammaln(number + 1)
                + gammaln(common + 1)
                + gammaln(a - common + 1)
                + gammaln(b - common + 1)
                + gammaln(number - a - b + common + 1)
            )
            gain = common / number * np.log(number * common / (a * b))
            total += float(times_a * times_b * (gain * np.exp(ways)).sum())
    return total

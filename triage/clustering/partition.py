"""Complaints into groups, all at once: as many as the data asks for. Pure.

Each complaint is joined to those most like it, and the graph is cut where communities are denser
than chance. How fine that cuts depends on two numbers that a set of texts doesn't come with: how
many neighbours `k` each has, and the resolution `gamma`. Fixed ones set the granularity by
themselves: what is right for 77 classes finds 225 in 20. So both follow from what was found with
them, round after round, until they stand still: gamma is the one under which the partition is
likeliest, and k a share of the group that a complaint is in. It starts fine, since from coarse it
would stay coarse. What is still too coarse, since kinds are smaller than k, is cut at the end: see
`pieces`.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import igraph
import numpy as np
from scipy import sparse

from triage.clustering.labels import Labels
from triage.clustering.pieces import in_pieces
from triage.embedding.vectors import Vectors

MOST_NEIGHBOURS = 60
FEWEST_NEIGHBOURS = 5
FIRST_NEIGHBOURS = 10
FIRST_RESOLUTION = 5.0
# How many times its neighbours a complaint's group is.
GROUP_TO_NEIGHBOURS = 2.3
ROUNDS = 8
CUTS_A_ROUND = 3  # at the same k, so that gamma has come near where it stays
SWEEPS = 2  # of Leiden, over all complaints
VOTERS = 5  # partitions of the last graph that vote on its edges
BLOCK = 512  # rows compared with all others at once
LEAST_WEIGHT = 1e-6  # of an edge between texts that have nothing in common


def partition_of(vectors: Vectors, *, seed: int = 0) -> Labels:
    """The group of each unit row: 0 to c - 1, numbered as they first appear.

    Equal rows count once and share a group. The same rows in any order, with the same seed, are
    grouped the same. Under a CPU-second for 3,000 rows.
    """
    rows, places = _distinct(vectors)
    if len(rows) < 2:
        return np.zeros(len(vectors), dtype=np.int64)
    labels = _cut_afresh(_nearest_of(rows), seed)
    return _numbered(in_pieces(rows, labels)[places])


def partitions_of(vectors: Vectors, *, runs: int) -> list[Labels]:
    """So many partitions, each by other chance; none where one of them is too coarse to go by.

    Groups have more members than a complaint has neighbours. Where they are as small as the
    fewest neighbours allow, that is what their size comes from, and what cutting them mends is
    not enough. Mean size of the groups before they are cut, then AMI of placing one by one and of
    all at once: 128 of banking77 8.6, 47.2 and 45.1; 256 of it 10.8, 52.2 and 56.5; 256 of
    clinc150 9.2, 62.0 and 59.9; 512 of it 10.1, 64.7 and 70.5.
    """
    rows, places = _distinct(vectors)
    if len(rows) < 2:
        return []
    near = _nearest_of(rows)
    found = [_cut_afresh(near, seed) for seed in range(runs)]
    if any(_mean_group(labels) < 2 * FEWEST_NEIGHBOURS for labels in found):
        return []
    return [_numbered(in_pieces(rows, labels)[places]) for labels in found]


@dataclass(frozen=True)
class Neighbours:
    """Of n rows, those most like each: their places and cosines, shape (n, most), best first."""

    places: Labels
    cosines: Vectors


def _distinct(vectors: Vectors) -> tuple[Vectors, Labels]:
    """The different rows, in an order that is theirs alone, and where each given row is in it."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32) + 0.0  # which makes -0 into 0
    if not rows.size:
        return rows[:1], np.zeros(len(rows), dtype=np.int64)
    as_bytes = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel()
    _, first, places = np.unique(as_bytes, return_index=True, return_inverse=True)
    return rows[first], places


def _cut_afresh(near: Neighbours, seed: int) -> Labels:
    with _chance(seed):
        graph, resolution = _settled(near)
        return _agreed(graph, resolution)


def _nearest_of(rows: Vectors) -> Neighbours:
    """Exact, a block of rows at a time: memory grows with the number of rows, not its square."""
    most = min(MOST_NEIGHBOURS, len(rows) - 1)
    places = np.empty((len(rows), most), dtype=np.int64)
    cosines = np.empty((len(rows), most), dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK] @ rows.T
        itself = np.arange(len(block))
        block[itself, start + itself] = -np.inf
        best = np.argpartition(-block, most - 1, axis=1)[:, :most]
        likeness = np.take_along_axis(block, best, axis=1)
        order = np.argsort(-likeness, axis=1, kind="stable")
        places[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
        cosines[start : start + BLOCK] = np.take_along_axis(likeness, order, axis=1)
    return Neighbours(places, cosines)


def _settled(near: Neighbours) -> tuple[igraph.Graph, float]:
    """The graph and the resolution at which k and gamma follow from what is found with them."""
    k, resolution = FIRST_NEIGHBOURS, FIRST_RESOLUTION
    for _ in range(ROUNDS):
        graph = _graph(near, k)
        for _ in range(CUTS_A_ROUND):
            labels = _cut(graph, resolution)
            resolution = _likeliest_resolution(graph, labels, resolution)
        before, k = k, _neighbours_for(labels)
        if k == before:
            break
    return graph, resolution


def _graph(near: Neighbours, k: int) -> igraph.Graph:
    """An edge for each of the k nearest: its cosine, averaged over both directions."""
    number = len(near.places)
    places, cosines = near.places[:, :k], near.cosines[:, :k]
    weights = np.maximum(cosines, LEAST_WEIGHT).ravel().astype(np.float64)
    starts = np.arange(0, places.size + 1, places.shape[1])
    one_way = sparse.csr_array((weights, places.ravel(), starts), shape=(number, number))
    edges = sparse.triu((one_way + one_way.T) / 2, k=1).tocoo()
    graph = igraph.Graph(n=number, edges=np.column_stack([edges.row, edges.col]))
    graph.es["weight"] = edges.data
    return graph


def _cut(graph: igraph.Graph, resolution: float) -> Labels:
    """Leiden, from every complaint by itself (Traag, Waltman & van Eck 2019, Sci. Rep. 9, 5233)."""
    found = graph.community_leiden(
        objective_function="modularity",
        weights="weight",
        resolution=resolution,
        n_iterations=SWEEPS,
    )
    return np.asarray(found.membership, dtype=np.int64)


def _likeliest_resolution(graph: igraph.Graph, labels: Labels, current: float) -> float:
    """The gamma under which these communities are the likeliest planted ones; the current one where
    they say nothing: a single one, none denser than chance, or no edge between any two.

    Newman 2016, "Equivalence between modularity optimization and maximum likelihood methods for
    community detection", Phys. Rev. E 94, 052315, with weights for numbers of edges.
    """
    degrees = np.asarray(graph.strength(weights="weight"))
    total = degrees.sum()
    ends = np.asarray(graph.get_edgelist())
    inside = 2 * np.asarray(graph.es["weight"])[labels[ends[:, 0]] == labels[ends[:, 1]]].sum()
    expected = float((np.bincount(labels, weights=degrees) ** 2).sum() / total)
    if inside >= total * (1 - 1e-9) or expected >= total * (1 - 1e-9):
        return current
    within, between = inside / expected, (total - inside) / (total - expected)
    if within <= between:
        return current
    return float((within - between) / np.log(within / between))


def _neighbours_for(labels: Labels) -> int:
    wanted = round(_mean_group(labels) / GROUP_TO_NEIGHBOURS)
    return int(np.clip(wanted, FEWEST_NEIGHBOURS, MOST_NEIGHBOURS))


def _mean_group(labels: Labels) -> float:
    """The size of the group that a complaint is in, in the mean."""
    return float((np.bincount(labels) ** 2).sum() / len(labels))


def _agreed(graph: igraph.Graph, resolution: float) -> Labels:
    """What several partitions agree on: each edge counts by the share that leave it whole."""
    ends = np.asarray(graph.get_edgelist())
    whole = np.zeros(len(ends))
    for _ in range(VOTERS):
        labels = _cut(graph, resolution)
        whole += labels[ends[:, 0]] == labels[ends[:, 1]]
    weights = np.asarray(graph.es["weight"]) * whole / VOTERS
    voted = igraph.Graph(n=graph.vcount(), edges=ends)
    voted.es["weight"] = np.maximum(weights, LEAST_WEIGHT)
    return _cut(voted, resolution)


def _numbered(labels: Labels) -> Labels:
    """The same groups, numbered as they first appear."""
    _, first, places = np.unique(labels, return_index=True, return_inverse=True)
    numbers = np.empty(len(first), dtype=np.int64)
    numbers[np.argsort(first)] = np.arange(len(first))
    return numbers[places]


@contextmanager
def _chance(seed: int) -> Iterator[None]:
    """igraph draws from one generator a process: ours meanwhile, then its own default again."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - not a secret
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)

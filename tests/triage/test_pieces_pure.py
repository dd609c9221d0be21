"""Groups that are too coarse are cut; those that are kinds are left as they are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.test_partition import SEEDS, kinds, pairs_together
from triage.clustering.partition import partition_of
from triage.clustering.pieces import in_pieces
from triage.embedding.vectors import unit


def test_few_complaints_of_many_kinds_are_told_apart() -> None:
    """Each has more neighbours in the graph than its kind has complaints."""
    labels = partition_of(kinds(1, number=40, each=3))

    assert (pairs_together(labels) == pairs_together(np.repeat(np.arange(40), 3))).all()


def test_a_few_large_kinds_do_not_swallow_the_small_ones() -> None:
    sizes = [90, 40, *[3] * 20]
    rows = np.concatenate([kinds(seed, number=1, each=size) for seed, size in enumerate(sizes)])

    labels = partition_of(rows)

    assert (pairs_together(labels) == pairs_together(np.repeat(np.arange(22), sizes))).all()


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_kinds_that_hold_together_stay_as_they_are(seed: int) -> None:
    labels = np.repeat(np.arange(8), 20)

    assert (in_pieces(kinds(seed, number=8, each=20, spread=1.0), labels) == labels).all()


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(min_value=2, max_value=40), st.integers(min_value=1, max_value=5))
def test_each_complaint_has_a_piece_and_no_number_is_left_out(
    seed: int, rows: int, groups: int
) -> None:
    chance = np.random.default_rng(seed)
    vectors = unit(chance.normal(size=(rows, 16)))
    vectors[0] = 0  # a text that means nothing to the model
    labels = np.unique(chance.integers(0, groups, size=rows), return_inverse=True)[1]

    pieces = in_pieces(vectors, labels)

    assert pieces.shape == (rows,)
    assert sorted(set(pieces)) == list(range(len(set(pieces))))

"""Complaints are grouped all at once: every one in one group, as many groups as there are kinds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from triage.clustering.partition import partition_of
from triage.embedding.vectors import unit

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def kinds(seed: int, *, number: int, each: int, spread: float = 0.5) -> NDArray[Any]:
    """So many kinds of complaints, one after another, `each` around a direction of its own."""
    chance = np.random.default_rng(seed)
    centres = unit(chance.normal(size=(number, 64)))
    noise = unit(chance.normal(size=(number * each, 64)))
    return unit(np.repeat(centres, each, axis=0) + spread * noise)


def pairs_together(labels: NDArray[Any]) -> NDArray[Any]:
    return labels[:, None] == labels[None, :]


def test_kinds_that_are_far_apart_are_found_as_they_are() -> None:
    labels = partition_of(kinds(1, number=12, each=25))

    assert (pairs_together(labels) == pairs_together(np.repeat(np.arange(12), 25))).all()


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(min_value=0, max_value=60))
def test_each_complaint_is_in_one_group_and_no_number_is_left_out(seed: int, rows: int) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(rows, 16)))

    labels = partition_of(vectors, seed=seed)

    assert labels.shape == (rows,)
    assert sorted(set(labels)) == list(range(len(set(labels))))


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_the_order_of_arrival_makes_no_difference(seed: int) -> None:
    vectors = kinds(seed, number=6, each=12, spread=1.0)
    order = np.random.default_rng(seed).permutation(len(vectors))

    straight, shuffled = partition_of(vectors), partition_of(vectors[order])

    assert (pairs_together(straight[order]) == pairs_together(shuffled)).all()


@pytest.mark.parametrize("rows", [1, 2, 40])
def test_the_same_words_share_a_group(rows: int) -> None:
    same = np.repeat(unit(np.ones((1, 16))), rows, axis=0)

    assert set(partition_of(same)) == {0}

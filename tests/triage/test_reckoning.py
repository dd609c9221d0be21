"""A batch against all issues at once comes to what one complaint after another comes to."""

from collections import Counter
from uuid import UUID, uuid5

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.test_clustering_pure import SEEDS, some_vectors
from triage.clustering.nearest import Batch, Centres
from triage.clustering.reckoning import Known, Reckoning, Worded
from triage.embedding.vectors import Vectors, unit

DIMENSION = 16
NAMES = UUID(int=7)


def topics(seed: int, number: int) -> Vectors:
    """Texts around a few topics: some join, some open."""
    around = some_vectors(seed, 6)[np.random.default_rng(seed).integers(0, 6, number)]
    return unit(around + 0.8 * some_vectors(seed + 1, number))


@given(SEEDS, st.integers(min_value=1, max_value=60), st.integers(min_value=1, max_value=20))
def test_the_size_of_batches_changes_nothing(seed: int, number: int, size: int) -> None:
    vectors = topics(seed, number)
    single: Centres[int] = Centres(dimension=DIMENSION)
    batched: Centres[int] = Centres(dimension=DIMENSION)
    alone, together = [], []
    for start in range(0, number, size):
        rows = vectors[start : start + size]
        batch = Batch(batched, rows)
        for row, vector in enumerate(rows):
            one, other = single.nearest(vector), batch.nearest(row)
            assert (one is None) == (other is None)
            if one and other:
                assert one.likeness == pytest.approx(other.likeness, abs=1e-4)
                assert one.needed == pytest.approx(other.needed, abs=1e-4)
            key = one.key if one and one.enough else len(single)
            single.add(key, vector)
            batch.add(key, row)
            alone.append(one and one.key)
            together.append(other and other.key)

    assert alone == together


@given(SEEDS, st.lists(st.integers(min_value=0, max_value=4), min_size=1, max_size=30))
def test_an_issue_set_to_what_it_has_become_counts_as_if_it_always_was(
    seed: int, keys: list[int]
) -> None:
    vectors = some_vectors(seed, len(keys))
    grown: Centres[int] = Centres(dimension=DIMENSION)
    told: Centres[int] = Centres(dimension=DIMENSION)
    for key, vector in zip(keys, vectors, strict=True):
        grown.add(key, vector)
        told.set(key, 3 * vector, 2)
    for key in set(keys):
        chosen = vectors[np.array(keys) == key]
        told.set(key, chosen.sum(axis=0), len(chosen))

    assert told.number == grown.number
    assert told.means == pytest.approx(grown.means, abs=1e-4)
    assert told.background().common == pytest.approx(grown.background().common, abs=1e-4)


@given(SEEDS, st.lists(st.sampled_from(["join", "leave", "reword"]), min_size=1, max_size=12))
def test_what_is_to_be_added_is_what_changed(seed: int, acts: list[str]) -> None:
    before, now = some_vectors(seed, len(acts)), some_vectors(seed + 1, len(acts))
    ids = [uuid5(NAMES, str(number)) for number in range(len(acts))]
    centres: Centres[UUID] = Centres([(NAMES, before.sum(axis=0) * 2, 60)], dimension=DIMENSION)
    start = centres.means[0] * 60
    reckoning = Reckoning(
        centres,
        before={pk: Worded(place, before[place]) for place, pk in enumerate(ids)},
        now={pk: Worded(place - 100, now[place]) for place, pk in enumerate(ids)},
        known=Known(copies=Counter({(NAMES, place): 1 for place in range(len(acts))})),
    )
    for pk, act in zip(ids, acts, strict=True):
        getattr(reckoning, act)(NAMES, pk)

    added = reckoning.sums[NAMES]
    assert added.count == acts.count("join") - acts.count("leave")
    assert centres.means[0] * centres.counts[0] == pytest.approx(start + added.total, abs=1e-3)


def test_a_centre_of_other_vectors_is_made_anew() -> None:
    [vector] = some_vectors(1, 1)
    word, issue = uuid5(NAMES, "word"), uuid5(NAMES, "issue")
    reckoning = Reckoning(
        Centres(dimension=DIMENSION), before={}, now={word: Worded(1, vector)}, known=Known()
    )

    reckoning.reword(issue, word)

    assert reckoning.anew == {issue}
    assert reckoning.sums == {}


def test_copies_weigh_as_much_as_one() -> None:
    vectors = some_vectors(1, 2)
    ids = [uuid5(NAMES, str(number)) for number in range(5)]
    centres: Centres[UUID] = Centres([(NAMES, vectors[0], 1)], dimension=DIMENSION)
    reckoning = Reckoning(
        centres, before={}, now={pk: Worded(7, vectors[1]) for pk in ids}, known=Known()
    )

    for pk in ids:
        reckoning.join(NAMES, pk)

    assert reckoning.sums[NAMES].count == 1
    assert centres.size_of(NAMES) == 2


def test_the_last_copy_to_leave_takes_the_words_along() -> None:
    vectors = some_vectors(1, 2)
    ids = [uuid5(NAMES, str(number)) for number in range(2)]
    centres: Centres[UUID] = Centres([(NAMES, vectors.sum(axis=0), 2)], dimension=DIMENSION)
    reckoning = Reckoning(
        centres,
        before={pk: Worded(7, vectors[1]) for pk in ids},
        now={},
        known=Known(copies=Counter({(NAMES, 7): 2})),
    )

    reckoning.leave(NAMES, ids[0])
    assert centres.size_of(NAMES) == 2
    reckoning.leave(NAMES, ids[1])
    assert centres.size_of(NAMES) == 1

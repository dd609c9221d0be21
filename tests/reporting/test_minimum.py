"""Small groups stay hidden, and can't be worked out from what is shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reporting.metrics.minimum import MINIMUM, hidden_cells, hidden_places
from reporting.rollups.placed import Counts

parts = arrays(np.int64, st.tuples(*[st.integers(1, 4)] * 3), elements=st.integers(0, 20))


def with_all_totals(cells: Counts) -> Counts:
    for axis in range(cells.ndim):
        cells = np.concatenate([cells, cells.sum(axis, keepdims=True)], axis)
    return cells


def test_groups_of_enough_people_are_shown() -> None:
    assert hidden_places({("a",): 5, ("b",): 9, (None,): 14}) == set()


def test_the_next_smallest_is_hidden_with_one_that_is_hidden_alone() -> None:
    people = {("a",): 3, ("b",): 30, ("c",): 8, (None,): 41}
    assert hidden_places(people) == {("a",), ("c",)}


def test_two_that_are_hidden_need_no_third() -> None:
    people = {("a",): 3, ("b",): 4, ("c",): 8, (None,): 15}
    assert hidden_places(people) == {("a",), ("b",)}


def test_where_nobody_is_nothing_is_hidden() -> None:
    assert hidden_places({("a",): 0, ("b",): 9, (None,): 9}) == set()


def test_a_total_of_few_people_is_hidden_too() -> None:
    assert hidden_places({("a",): 3, (None,): 3}) == {("a",), (None,)}


def test_a_total_is_hidden_after_the_parts_of_as_many() -> None:
    assert hidden_places({("a",): 3, ("b",): 9, (None,): 9}) == {("a",), ("b",)}


@given(parts)
def test_no_line_of_a_table_hides_one_alone(cells: Counts) -> None:
    people = with_all_totals(cells)
    hidden = hidden_cells(people)
    assert hidden[(people > 0) & (people < MINIMUM)].all()
    assert not hidden[people == 0].any()
    for axis in range(people.ndim):
        alone = hidden.sum(axis) == 1
        assert ((people > 0).sum(axis)[alone] == 1).all()

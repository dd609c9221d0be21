"""Small groups stay hidden, and can't be worked out from what is shown."""

from collections import defaultdict
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reporting.metrics.minimum import MINIMUM, hidden_by_value, hidden_cells, hidden_places
from reporting.rollups.placed import Counts

parts = arrays(np.int64, st.tuples(*[st.integers(1, 4)] * 3), elements=st.integers(0, 20))

# Of releases, weeks, teams and cohorts.
SHAPE = (3, 3, 2, 2)
PLACES = tuple(st.integers(0, size - 1) for size in SHAPE)
Who = dict[tuple[int, ...], set[int]]


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


@st.composite
def crowds(draw: st.DrawFn) -> Who:
    """Who is in each cell and each total: a few people here and there, and groups at one place."""
    some = draw(st.lists(st.tuples(st.integers(0, 11), *PLACES), max_size=40))
    many = draw(st.lists(st.tuples(st.sampled_from([2, 4, 6, 20]), *PLACES), max_size=8))
    events = list(some)
    for number, *place in many:
        first = 100 + len(events)
        events += [(who, *place) for who in range(first, first + number)]
    found: Who = defaultdict(set)
    for who, *place in events:
        for at in product(*((key, -1) for key in place)):
            found[at].add(who)
    return found


@given(crowds())
def test_no_few_people_can_be_told_from_all_releases_and_the_whole(who: Who) -> None:
    people = np.zeros([size + 1 for size in SHAPE], np.int64)
    for place, those in who.items():
        people[place] = len(those)
    whole = hidden_cells(people[-1])
    hidden = hidden_by_value(people, whole)
    assert (hidden[-1] == whole).all()
    assert hidden[(people > 0) & (people < MINIMUM)].all()
    for axis, size in enumerate(SHAPE):
        others = (range(-1, other) for at, other in enumerate(SHAPE) if at != axis)
        for rest in product(*others):
            line = [(*rest[:axis], at, *rest[axis:]) for at in (*range(size), -1)]
            kept_back = [place for place in line if hidden[place]]
            # What is hidden of a line is its total less what is shown: of nobody alone, nor of few.
            assert len(kept_back) != 1
            if kept_back and not hidden[line[-1]]:
                assert len(set().union(*(who[place] for place in kept_back))) >= MINIMUM

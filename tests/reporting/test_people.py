"""Sets of people are sets, as bits and as bytes, and places are counted as sets would be."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rollups.people import People
from reporting.rollups.placed import Homes, Placed, codes_of

TEAMS, COHORTS = 4, 3
# Close together, far apart, and very far apart: each is stored otherwise.
numbers = st.one_of(
    st.sets(st.integers(0, 200), max_size=150),
    st.sets(st.integers(0, 70_000), max_size=30),
    st.sets(st.integers(0, 400_000), max_size=5),
)
pairs = st.sets(
    st.tuples(st.integers(0, 40), st.integers(0, TEAMS - 1), st.integers(0, COHORTS - 1)),
    max_size=60,
)


# Some are at home where they are drawn to be, others never.
HOMES = Homes(codes_of(np.arange(41) % TEAMS, np.arange(41) // 2 % COHORTS), TEAMS, COHORTS)


def placed(of: Iterable[tuple[int, int, int]]) -> Placed:
    columns = np.array(list(of), np.int64).reshape(-1, 3).T
    return Placed.of(columns[0], codes_of(columns[1], columns[2]), HOMES)


@given(numbers, numbers)
def test_they_join_and_part_as_sets_do(some: set[int], others: set[int]) -> None:
    left, right = People.of(some), People.of(others)
    assert set(left | right) == some | others
    assert set(left & right) == some & others
    assert set(left - right) == some - others
    assert len(left | right) == len(some | others)
    assert (left == right) == (some == others)
    assert People.union([left, right, left]) == left | right
    assert [n in left for n in (0, 7, 500_000)] == [n in some for n in (0, 7, 500_000)]


@given(numbers)
def test_their_bytes_hold_them_all(some: set[int]) -> None:
    people = People.of(some)
    assert People.from_bytes(people.to_bytes()) == people
    assert People.numbers_from_bytes(people.to_bytes()).tolist() == sorted(some)
    assert People.where(people.mask(300)) == People.of(n for n in some if n < 300)


def test_each_is_stored_in_the_shortest_way() -> None:
    for some, most in (
        (range(10_000), 1_300),
        (range(0, 10**6, 1_000), 2_100),
        (range(0, 10**6, 10**5), 50),
    ):
        assert len(People.of(some).to_bytes()) < most


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="no people"):
        People.from_bytes(b"what is this")


@given(pairs)
def test_who_was_where_is_counted_once_in_each_place_and_total(
    some: set[tuple[int, int, int]],
) -> None:
    counts = Placed.from_bytes(placed(some).to_bytes()).counts(HOMES)
    for team in range(TEAMS + 1):
        for cohort in range(COHORTS + 1):
            of = {n for n, t, c in some if team in (t, TEAMS) and cohort in (c, COHORTS)}
            assert counts[team, cohort] == len(of)


@given(st.lists(pairs, max_size=4))
def test_joined_they_are_everywhere_that_any_was(many: list[set[tuple[int, int, int]]]) -> None:
    joined = Placed.union([placed(some) for some in many])
    assert joined.pairs(HOMES) == {(n, t << 16 | c) for some in many for n, t, c in some}
    assert set(joined.people) == {n for some in many for n, _, _ in some}

"""Small groups stay hidden, and can't be worked out from what is shown."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from reporting.metrics.minimum import MINIMUM, hidden_places

Cell = tuple[str | None, str | None]


def with_totals(parts: dict[tuple[str, str], int]) -> dict[Cell, int]:
    cells: defaultdict[Cell, int] = defaultdict(int)
    for (team, cohort), people in parts.items():
        for cell in ((team, cohort), (team, None), (None, cohort), (None, None)):
            cells[cell] += people
    return dict(cells)


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


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 20), min_size=1
    )
)
def test_no_line_of_a_table_hides_one_alone(parts: dict[tuple[str, str], int]) -> None:
    people = with_totals(parts)
    hidden = hidden_places(people)
    assert {cell for cell, number in people.items() if number < MINIMUM} <= hidden
    for axis in (0, 1):
        for key in {cell[axis] for cell in people}:
            line = [cell for cell in people if cell[axis] == key]
            assert sum(cell in hidden for cell in line) != 1

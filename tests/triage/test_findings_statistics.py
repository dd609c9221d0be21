"""Shares compared: against published figures, and by what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.findings.statistics import chance_of_more, discoveries, level_among, lift

shares = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_lift_is_what_katz_gives_for_many() -> None:
    times = lift((400, 1000), (200, 1000))
    spread = 1.96 * math.sqrt(1 / 400 - 1 / 1000 + 1 / 200 - 1 / 1000)
    assert times.ratio == pytest.approx(2, rel=0.01)
    assert times.low == pytest.approx(2 * math.exp(-spread), rel=0.01)
    assert times.high == pytest.approx(2 * math.exp(spread), rel=0.01)


def test_fishers_tea_is_as_likely_as_he_said() -> None:
    assert chance_of_more((3, 4), (1, 4)) == pytest.approx(17 / 70)


def test_benjamini_and_hochbergs_example_has_four_discoveries() -> None:
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    chances += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discoveries(chances) == [0, 1, 2, 3]


@given(shares, shares)
def test_the_interval_holds_the_ratio_and_turns_round(
    some: tuple[int, int], others: tuple[int, int]
) -> None:
    times, back = lift(some, others), lift(others, some)
    assert times.low <= times.ratio <= times.high
    assert times.low == pytest.approx(1 / back.high)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_what_is_believed_is_the_likeliest_and_no_more_than_without_correction(
    chances: list[float],
) -> None:
    believed = discoveries(chances)
    assert all(chances[place] <= 0.05 for place in believed)
    if believed:
        most = max(chances[place] for place in believed)
        assert {p for p, chance in enumerate(chances) if chance < most} <= set(believed)


def test_picked_intervals_are_wider_than_chosen_ones() -> None:
    assert level_among(1, 10) == pytest.approx(0.995)
    assert level_among(10, 10) == pytest.approx(0.95)

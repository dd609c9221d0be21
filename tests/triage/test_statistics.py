"""Shares compared: against published figures, and by what must always hold."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from scipy.stats.contingency import relative_risk

from triage.statistics import chance_of_more, discoveries, level_among, lift

shares = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_lift_is_what_katz_gives_for_many() -> None:
    times, known = lift((340, 460), (500, 3000)), relative_risk(340, 460, 500, 3000)
    low, high = known.confidence_interval(0.95)

    assert (times.ratio, times.low, times.high) == pytest.approx(
        (known.relative_risk, low, high), rel=0.01
    )


def test_the_interval_holds_the_truth_in_95_of_100_cases() -> None:
    dice = random.Random(7)
    held = 0
    for _ in range(2000):
        some = sum(dice.random() < 0.3 for _ in range(40))
        others = sum(dice.random() < 0.1 for _ in range(300))
        times = lift((some, 40), (others, 300))
        held += times.low <= 3 <= times.high

    assert 0.935 <= held / 2000 <= 0.98


@given(shares, shares)
def test_chance_is_fishers(some: tuple[int, int], others: tuple[int, int]) -> None:
    table = [[count, total - count] for count, total in (some, others)]

    assert chance_of_more(some, others) == pytest.approx(
        fisher_exact(table, "greater").pvalue, rel=1e-6, abs=1e-12
    )


def test_fishers_tea_is_as_likely_as_he_said() -> None:
    assert chance_of_more((3, 4), (1, 4)) == pytest.approx(17 / 70)


def test_benjamini_and_hochbergs_example_has_four_discoveries() -> None:
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    chances += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discoveries(chances) == [0, 1, 2, 3]


@given(shares, shares)
def test_the_interval_holds_the_ratio_turns_round_and_widens_with_its_level(
    some: tuple[int, int], others: tuple[int, int]
) -> None:
    times, back = lift(some, others), lift(others, some)
    wider = lift(some, others, level=0.99)
    assert wider.low <= times.low <= times.ratio <= times.high <= wider.high
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

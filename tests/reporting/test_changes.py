"""When a weekly share changed its level."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.quality.changes import HALF_A_YEAR, spread_of, stretches

WEEK = st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
WEEKS = st.lists(WEEK, max_size=30)


@given(WEEKS)
def test_every_week_is_in_one_stretch(weeks: list[tuple[int, int]]) -> None:
    found = stretches(weeks)

    assert [place for one in found for place in range(one.first, one.end)] == list(
        range(len(weeks))
    )
    for one in found:
        assert one.part == sum(part for part, _ in weeks[one.first : one.end])
        assert one.whole == sum(whole for _, whole in weeks[one.first : one.end])


def _likelihood(weeks: list[tuple[int, int]]) -> float:
    part, whole = (sum(week[side] for week in weeks) for side in (0, 1))
    parts = [(count, count / whole) for count in (part, whole - part) if count]
    return sum(count * log(share) for count, share in parts)


@given(st.lists(WEEK, min_size=8, max_size=12))
def test_no_other_cutting_in_two_is_better(weeks: list[tuple[int, int]]) -> None:
    penalty = 3 * log(HALF_A_YEAR) * spread_of(weeks)
    found = stretches(weeks)
    cut = 2 * sum(_likelihood(weeks[one.first : one.end]) for one in found)
    best = cut - penalty * (len(found) - 1)
    others = [
        2 * (_likelihood(weeks[:at]) + _likelihood(weeks[at:])) - penalty
        for at in range(2, len(weeks) - 1)
    ]

    assert best >= max(2 * _likelihood(weeks), *others) - 1e-6


@pytest.mark.parametrize("uneven", [0.0, 0.02])
def test_flat_series_seldom_show_a_change(uneven: float) -> None:
    """Half a year of 40 thumbs a week; those of a few people make weeks uneven beyond chance."""
    chance = np.random.default_rng(11)
    alarms = 0
    for _ in range(400):
        shares = np.full(26, 0.75)
        if uneven:
            shares = chance.beta(0.75 * (1 / uneven - 1), 0.25 * (1 / uneven - 1), 26)
        wholes = np.maximum(chance.poisson(40, 26), 10)
        weeks = list(zip(chance.binomial(wholes, shares).tolist(), wholes.tolist(), strict=True))
        alarms += len(stretches(weeks)) > 1

    assert alarms < 0.05 * 400


def test_a_fall_is_found_where_it_is() -> None:
    weeks = [(36, 40), (34, 40), (37, 40), (35, 40), (36, 40), (35, 40)] + [(24, 40), (25, 40)] * 3

    assert [(one.first, one.end) for one in stretches(weeks)] == [(0, 6), (6, 12)]


def test_of_few_weeks_nothing_is_told() -> None:
    assert len(stretches([(40, 40), (40, 40), (0, 40), (0, 40)])) == 1


@given(st.lists(st.just((30, 40)), min_size=2, max_size=20))
def test_equal_weeks_have_no_spread_beyond_chance(weeks: list[tuple[int, int]]) -> None:
    assert spread_of(weeks) == 1

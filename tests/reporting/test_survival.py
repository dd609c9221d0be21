"""Kaplan-Meier's curve, its band and its median are those of an independent library."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from reporting.metrics.survival import Survival, survival

followed = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def curve(people: list[tuple[int, bool]]) -> Survival:
    return survival(np.array([d for d, _ in people]), np.array([o for _, o in people]))


@settings(max_examples=60)
@given(followed)
def test_the_curve_and_its_band_are_scipys(people: list[tuple[int, bool]]) -> None:
    found = curve(people)
    data = CensoredData(
        uncensored=[d for d, happened in people if happened],
        right=[d for d, happened in people if not happened],
    )
    other = ecdf(data).sf
    with warnings.catch_warnings(action="ignore"):  # it has no band where the share is 0
        band = other.confidence_interval(method="log-log")
    for place, day in enumerate(found.days):
        assert found.share[place] == pytest.approx(float(other.evaluate(day)))
        if found.share[place] > 0:
            low, high = float(band.low.evaluate(day)), float(band.high.evaluate(day))
            assert (found.low[place], found.high[place]) == pytest.approx((low, high))


@settings(max_examples=60)
@given(followed)
def test_the_band_is_around_the_curve_and_never_rises(people: list[tuple[int, bool]]) -> None:
    found = curve(people)
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert (np.diff(found.share) < 0).all()
    assert found.events.sum() == sum(happened for _, happened in people)


def test_without_anybody_lost_the_share_is_who_is_left_of_all() -> None:
    found = curve([(1, True), (1, True), (3, True), (9, True)])
    assert found.share.tolist() == [0.5, 0.25, 0.0]
    assert found.median == 1
    assert found.at(0) == (1.0, 1.0, 1.0)
    assert found.at(5)[0] == 0.25


def test_a_median_that_is_not_reached_is_not_told() -> None:
    found = curve([(1, True), *[(30, False)] * 29])
    assert found.median is None
    assert found.median_interval == (None, None)

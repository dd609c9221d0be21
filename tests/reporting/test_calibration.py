"""Calibration from sums by bins is calibration of the answers, and its intervals hold."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.trust.bins import merged, pairs
from reporting.trust.calibration import brier, calibration_error, overconfidence, parts
from tests.reporting.judging import Judged, binned, plain_brier, plain_calibration_error

answers = st.lists(
    st.tuples(
        st.integers(0, 1_000_000).map(lambda n: n / 1_000_000),
        st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=60,
).filter(lambda some: any(y is not None for _, y in some))


@given(answers)
def test_sums_say_what_the_answers_themselves_say(some: list[Judged]) -> None:
    bins = binned(some)
    assert brier(bins).value == pytest.approx(plain_brier(some))
    assert calibration_error(pairs(bins)).raw == pytest.approx(plain_calibration_error(some))
    judged = [(c, y) for c, y in some if y is not None]
    gap = sum(c - y for c, y in judged) / len(judged)
    assert overconfidence(bins).value == pytest.approx(gap)


@given(answers)
def test_adding_parts_up_gives_what_the_whole_gives(some: list[Judged]) -> None:
    half = len(some) // 2
    both = zip(binned(some[:half]), binned(some[half:]), strict=True)
    assert [merged(two) for two in both] == binned(some)


@given(answers)
def test_three_parts_add_up_to_the_brier_score(some: list[Judged]) -> None:
    bins = binned(some)
    three = parts(bins)
    whole = three.reliability - three.resolution + three.uncertainty
    assert whole == pytest.approx(brier(bins).value)
    assert three.reliability >= 0


@given(answers)
def test_every_interval_holds_its_own_value(some: list[Judged]) -> None:
    bins = binned(some)
    error = calibration_error(pairs(bins)).estimate
    for one in (brier(bins), overconfidence(bins)):
        assert one.low <= one.value + 1e-12
        assert one.value <= one.high + 1e-12
    assert 0 <= error.low <= error.value <= error.high <= 1


def _drawn(size: int, chance: Callable[[float], float], seed: int) -> list[Judged]:
    dice = random.Random(seed)
    stated = [min(0.99, max(0.5, round(dice.gauss(0.85, 0.1), 6))) for _ in range(size)]
    return [(c, dice.random() < chance(c)) for c in stated]


def test_a_calibrated_assistant_is_seldom_found_off() -> None:
    found = [calibration_error(pairs(binned(_drawn(200, lambda c: c, s)))) for s in range(200)]
    assert sum(gap.beyond_chance for gap in found) <= 20
    mean = sum(gap.estimate.value for gap in found) / 200
    assert mean < 0.75 * sum(gap.raw for gap in found) / 200


def test_intervals_hold_the_truth_of_one_that_is_too_sure() -> None:
    drawn = [binned(_drawn(300, lambda c: c - 0.1, s)) for s in range(200)]
    gaps = [overconfidence(bins) for bins in drawn]
    errors = [calibration_error(pairs(bins)).estimate for bins in drawn]
    # 95% of 200 is 190; 182 is what chance falls below once in a hundred times.
    assert sum(one.low <= 0.1 <= one.high for one in gaps) >= 182
    assert sum(one.low <= 0.1 <= one.high for one in errors) >= 182

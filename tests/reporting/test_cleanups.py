"""Use after a clean-up, against people whose complaint nothing had mended."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from reporting.fixes.cleanups import LEAST, Sample, Verdict, difference, effect_of

SEEDS = st.integers(0, 2**31)


def sample(seed: int, *, people: int = 60, strata: int = 3, rows: int = 120) -> Sample:
    """Of each side at least two in each stratum."""
    chance = np.random.default_rng(seed)
    stratum = np.concatenate([np.tile(np.arange(strata), 4), chance.integers(0, strata, rows)])
    treated = np.concatenate([np.repeat([True, False], 2 * strata), chance.random(rows) < 0.4])
    used = [chance.integers(0, 5, len(stratum)) / 4 for _ in range(3)]
    return Sample(chance.integers(0, people, len(stratum)), stratum, treated, *used)


@given(SEEDS, st.floats(-1, 1), st.floats(-1, 1))
def test_what_moves_everybody_cancels_and_what_moves_the_treated_is_found(
    seed: int, everybody: float, treated: float
) -> None:
    some = sample(seed)
    change = some.since - some.before
    first = difference(some, change)
    moved = difference(some, change + everybody + treated * some.treated)
    assert moved.value == pytest.approx(first.value + treated)
    assert moved.high - moved.low == pytest.approx(first.high - first.low)


@given(SEEDS)
def test_of_one_stratum_it_is_the_difference_of_means_with_the_jackknifes_error(seed: int) -> None:
    some = sample(seed, strata=1, rows=20)
    some = replace(some, person=np.arange(len(some.person)))
    change = some.since - some.before

    def means(rows: np.ndarray) -> float:
        return float(change[rows & some.treated].mean() - change[rows & ~some.treated].mean())

    every = np.ones(len(change), bool)
    found, value = difference(some, change), means(every)
    left_out = [means(every & (some.person != one)) - value for one in some.person]
    spread = np.sqrt(sum(pull**2 for pull in left_out))
    smaller = min(some.treated.sum(), (~some.treated).sum())
    assert found.value == pytest.approx(value)
    assert found.high - found.value == pytest.approx(student.ppf(0.975, smaller - 1) * spread)


@given(SEEDS)
def test_a_person_who_counts_at_two_fixes_is_one_person(seed: int) -> None:
    """As often again, the same people tell no more than they did."""
    some = sample(seed)
    twice = Sample(*(np.tile(column, 2) for column in vars(some).values()))
    fixes = np.repeat([0, some.stratum.max() + 1], len(some.stratum))
    again = replace(twice, stratum=twice.stratum + fixes)
    change = some.since - some.before
    one, both = difference(some, change), difference(again, np.tile(change, 2))
    assert (both.value, both.low) == (pytest.approx(one.value), pytest.approx(one.low))


def test_a_clear_change_is_told_and_one_that_had_begun_before_is_not() -> None:
    some = sample(5, people=400, rows=400)
    same = replace(some, earlier=some.before, since=some.before)
    wave = 0.1 * np.sin(np.arange(len(same.person)))
    assert effect_of(replace(same, since=same.before + wave)).verdict is Verdict.NO_CLEAR
    more = replace(same, since=same.before + wave + 0.3 * same.treated)
    assert effect_of(more).verdict is Verdict.MORE
    began = replace(more, earlier=same.before + wave - 0.3 * same.treated)
    assert effect_of(began).verdict is Verdict.NOT_COMPARABLE


def test_of_few_people_it_is_too_early_to_tell() -> None:
    some = sample(5, people=400, rows=400)
    few = np.isin(some.person, np.unique(some.person[some.treated])[: LEAST - 1])
    assert effect_of(some.where(few | ~some.treated)).verdict is Verdict.TOO_EARLY

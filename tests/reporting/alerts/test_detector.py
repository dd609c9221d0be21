"""What evidence of a drop promises, and that it is what the textbook's integral says."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import halfnorm, nct, t

from reporting.alerts.detector import (
    EXPECTED,
    FEWEST,
    MARGIN,
    Week,
    bar,
    has_recovered,
    look,
    total,
)

MONDAY = date(2026, 1, 5)


def weeks_of(*counts: tuple[int, int]) -> list[Week]:
    return [Week(MONDAY + timedelta(weeks=n), *count) for n, count in enumerate(counts)]


counts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counts, max_size=40))
def test_any_weeks_give_evidence_or_are_too_few(some: list[tuple[int, int]]) -> None:
    found = look(weeks_of(*some))

    known = [week for week in weeks_of(*some) if week.events]
    assert (found is None) == (len(known) <= FEWEST)
    if found:
        assert 0 <= found.evidence < np.inf
        assert found.reference.last < found.since.first <= known[-1].first == found.since.last


@given(st.lists(counts, min_size=10, max_size=20))
def test_weeks_without_events_make_no_difference(some: list[tuple[int, int]]) -> None:
    assert look(weeks_of(*some)) == look([week for week in weeks_of(*some) if week.events])


def test_evidence_is_the_bayes_factor_of_the_t_test() -> None:
    """One first week: the noncentral t density over drops of the prior, to that of no drop."""
    shares = [(30, 40), (10, 30), (25, 25), (5, 20), (40, 50), (9, 30), (2, 30)]
    found = look(weeks_of(*shares))

    good, events = np.array(shares, dtype=float).T
    old, new = good[:-1].sum() / events[:-1].sum(), good[-1] / events[-1]
    within = (events[:-1] * (good[:-1] / events[:-1] - old) ** 2).sum()
    h = 1 / (1 / events[:-1].sum() + 1 / events[-1])
    seen = (new + MARGIN - old) * np.sqrt(h) / np.sqrt(within / 5)
    over, _ = quad(
        lambda drop: nct.pdf(seen, 5, -drop * np.sqrt(h)) * halfnorm.pdf(drop, scale=EXPECTED),
        *(0, 2),
    )
    assert found
    assert found.evidence == pytest.approx(over / t.pdf(seen, 5), rel=1e-4)


def test_of_flat_weeks_no_more_evidence_is_expected_than_there_are_weeks() -> None:
    chance = np.random.default_rng(7)
    evidence = [
        found.evidence
        for _ in range(1500)
        if (found := look(weeks_of(*((n, 30) for n in chance.binomial(30, 0.8, 16)))))
    ]

    assert 0 < np.mean(evidence) < 16 - FEWEST


def test_a_drop_is_found_in_its_week() -> None:
    found = look(weeks_of(*[(45, 50)] * 20, *[(32, 50)] * 4))

    assert found
    assert found.evidence > bar(30)
    assert found.since == total(weeks_of(*[(45, 50)] * 20, *[(32, 50)] * 4)[20:])
    assert (found.reference.good, found.reference.events) == (900, 1000)


def test_a_rise_is_no_drop() -> None:
    found = look(weeks_of(*[(32, 50)] * 20, *[(45, 50)] * 10))

    assert found
    assert found.evidence < 10


def test_weeks_that_do_not_vary_at_all_are_no_proof_of_certainty() -> None:
    found = look(weeks_of(*[(10, 10)] * 12, (9, 10)))

    assert found
    assert found.evidence < 10


def test_the_bar_grows_with_the_number_of_series() -> None:
    assert (bar(0), bar(1), bar(30)) == (52, 52, 1560)


def test_back_within_two_points_has_recovered() -> None:
    [week] = weeks_of((89, 100))

    assert has_recovered(total([week]), 0.9)
    assert not has_recovered(total([week]), 0.92)

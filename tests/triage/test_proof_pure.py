"""Whether a fix took complaints away: what the formula promises, by plain arithmetic."""

from math import lgamma, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.resolution.proof import Count, Day, Outcome, answers_needed, proof_of

BEFORE = [Day(Count(4, 15), Count(9, 300))] * 28


@st.composite
def counts(draw: st.DrawFn, most: int = 200) -> Count:
    answers = draw(st.integers(0, most))
    return Count(draw(st.integers(0, answers)), answers)


days = st.lists(st.builds(Day, counts(), counts()), min_size=1, max_size=20)


@given(days, days)
def test_any_days_give_a_proof_whose_limits_hold_it(before: list[Day], after: list[Day]) -> None:
    if not sum(day.alike.complaints for day in before):
        with pytest.raises(ValueError, match="nobody complained"):
            proof_of(before, after)
        return
    proof = proof_of(before, after)
    assert proof.low <= proof.left <= proof.high
    assert proof.evidence > 0
    assert (proof.outcome == Outcome.VERIFIED) == (proof.evidence >= 20)


@given(days, st.randoms())
def test_the_order_of_days_makes_no_difference(after: list[Day], chance: object) -> None:
    mixed = list(after)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert proof_of(BEFORE, mixed).evidence == pytest.approx(proof_of(BEFORE, after).evidence)


def test_nothing_seen_since_proves_nothing() -> None:
    proof = proof_of(BEFORE, [])
    assert (proof.outcome, proof.evidence) == (Outcome.TOO_EARLY, pytest.approx(1))
    assert (proof.low, proof.high) == (pytest.approx(0.05, rel=0.03), pytest.approx(5, rel=0.03))


@given(st.integers(1, 40), st.integers(0, 40), st.integers(50, 500))
def test_without_others_it_is_the_conditional_binomial(x: int, y: int, answers: int) -> None:
    """Integrating a Poisson rate out with a flat prior on its logarithm leaves the binomial share
    of the complaints that came since."""
    none = Count(0, 0)
    before, after = [Day(Count(x, 400), none)], [Day(Count(y, answers), none)]

    def likelihood(left: float) -> float:
        share = left * answers / (400 + left * answers)
        return y * log(share) + x * log(1 - share) + lgamma(x + y + 1)

    grid = np.exp(0.04 * np.arange(-75, 0))
    better = np.exp([likelihood(left) - likelihood(1) for left in grid]).mean()
    assert proof_of(before, after).evidence == pytest.approx(better, rel=0.02)


def test_a_fix_that_takes_most_away_is_verified() -> None:
    proof = proof_of(BEFORE, [Day(Count(1, 15), Count(9, 300))] * 14)
    assert proof.outcome == Outcome.VERIFIED
    assert proof.low < 0.25 < proof.high < 0.6


def test_what_falls_everywhere_is_no_work_of_the_fix() -> None:
    proof = proof_of(BEFORE, [Day(Count(2, 15), Count(4, 300))] * 28)
    assert proof.outcome == Outcome.NO_BETTER
    assert proof.low < 1 < proof.high


def test_more_complaints_than_before_are_worse() -> None:
    assert proof_of(BEFORE, [Day(Count(12, 15), Count(9, 300))] * 14).outcome == Outcome.WORSE


def test_how_many_more_answers_it_takes_is_about_right() -> None:
    day = Day(Count(1, 10), Count(9, 300))
    assert proof_of(BEFORE, [day] * 2).outcome == Outcome.TOO_EARLY
    needed = answers_needed(BEFORE, [day] * 2)
    assert needed is not None
    more = needed // 10 + 1
    assert proof_of(BEFORE, [day] * (2 + more)).outcome == Outcome.VERIFIED
    assert proof_of(BEFORE, [day] * (2 + more - 2)).outcome == Outcome.TOO_EARLY


def test_where_nothing_was_seen_or_no_end_is_in_sight_it_says_so() -> None:
    assert answers_needed(BEFORE, []) is None
    few = [Day(Count(1, 40), Count(1, 40))]
    assert answers_needed(few, [Day(Count(7, 400), Count(10, 400))]) is None


def test_what_is_told_needs_nothing_more() -> None:
    assert answers_needed(BEFORE, [Day(Count(0, 15), Count(9, 300))] * 20) == 0

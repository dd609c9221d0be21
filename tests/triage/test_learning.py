"""What a threshold learns from people's verdicts: properties of the pure function."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.clustering.learning import HIGHEST, LOWEST, Pair, learnt_lift
from triage.clustering.nearest import LIFT

LIFTS = st.floats(min_value=0, max_value=1)
PAIRS = st.tuples(LIFTS, st.booleans())
VERDICTS = st.lists(st.lists(PAIRS, max_size=8), max_size=30)
NEAR = 1e-6


def test_without_evidence_the_threshold_is_the_one_found_for_all() -> None:
    assert learnt_lift([]) == LIFT
    assert learnt_lift([[]]) == LIFT


@given(VERDICTS)
def test_whatever_is_said_the_threshold_keeps_within_its_bounds(
    verdicts: list[list[Pair]],
) -> None:
    assert LOWEST <= learnt_lift(verdicts) <= HIGHEST


@given(VERDICTS, st.lists(LIFTS, min_size=1, max_size=20))
def test_hearing_of_what_belongs_together_never_raises_it(
    verdicts: list[list[Pair]], lifts: list[float]
) -> None:
    merged = [(lift, True) for lift in lifts]
    assert learnt_lift([*verdicts, merged]) <= learnt_lift(verdicts) + NEAR


@given(VERDICTS, st.lists(LIFTS, min_size=1, max_size=20))
def test_hearing_of_what_is_apart_never_lowers_it(
    verdicts: list[list[Pair]], lifts: list[float]
) -> None:
    split = [(lift, False) for lift in lifts]
    assert learnt_lift([*verdicts, split]) >= learnt_lift(verdicts) - NEAR


@given(VERDICTS, LIFTS, LIFTS)
def test_the_liker_what_is_apart_the_more_it_asks(
    verdicts: list[list[Pair]], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    asks = [learnt_lift([*verdicts, [(lift, False)]]) for lift in (low, high)]
    assert asks[0] <= asks[1] + NEAR


@given(VERDICTS, st.randoms(use_true_random=False))
def test_the_order_of_verdicts_does_not_matter(verdicts: list[list[Pair]], random: object) -> None:
    shuffled = list(verdicts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert learnt_lift(shuffled) == pytest.approx(learnt_lift(verdicts), abs=NEAR)


@given(VERDICTS, st.lists(PAIRS, min_size=1, max_size=8), st.integers(min_value=2, max_value=5))
def test_a_verdict_counts_once_however_many_pairs_it_has(
    verdicts: list[list[Pair]], pairs: list[Pair], times: int
) -> None:
    assert learnt_lift([*verdicts, pairs * times]) == pytest.approx(
        learnt_lift([*verdicts, pairs]), abs=NEAR
    )


@given(VERDICTS, st.lists(PAIRS, min_size=1, max_size=8))
def test_no_single_verdict_carries_it_away(verdicts: list[list[Pair]], odd: list[Pair]) -> None:
    assert learnt_lift([*verdicts, odd]) == pytest.approx(learnt_lift(verdicts), abs=0.02)


@given(st.floats(min_value=0, max_value=LIFT), st.integers(min_value=1, max_value=50))
def test_people_who_contradict_each_other_leave_it_where_it_was(beyond: float, count: int) -> None:
    said = [[(LIFT - beyond, True)], [(LIFT + beyond, False)]] * count
    assert learnt_lift(said) == pytest.approx(LIFT, abs=NEAR)


def test_many_merges_of_unlike_issues_make_it_ask_for_less() -> None:
    assert learnt_lift([[(0.25, True)] * 5] * 20) < LIFT - 0.04


def test_many_splits_of_like_complaints_make_it_ask_for_more() -> None:
    assert learnt_lift([[(0.55, False)]] * 20) > LIFT + 0.04

"""Which answers to keep, and from which confidence on."""

import random

from hypothesis import given
from hypothesis import strategies as st

from reporting.trust.risk import curve, threshold_for
from tests.reporting.judging import Judged, binned

answers = st.lists(
    st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.sampled_from([True, False, None])),
    max_size=60,
)


@given(answers)
def test_each_threshold_keeps_what_is_at_or_above_it(some: list[Judged]) -> None:
    for kept in curve(binned(some)):
        above = [(c, y) for c, y in some if c >= kept.threshold]
        assert kept.coverage == len(above) / len(some)
        wrong = [y is False for _, y in above if y is not None]
        assert kept.risk == sum(wrong) / len(wrong)


@given(answers)
def test_there_is_a_step_only_where_answers_are(some: list[Judged]) -> None:
    steps = [kept.answers for kept in curve(binned(some))]
    assert steps == sorted(set(steps), reverse=True)


def test_a_few_right_answers_are_no_proof() -> None:
    assert threshold_for(0.05, curve(binned([(0.9, True)] * 20))) is None


def test_many_right_answers_are() -> None:
    some = [(0.9, True)] * 200 + [(0.5, False)] * 50
    best = threshold_for(0.05, curve(binned(some)))
    assert best is not None
    assert (best.threshold, best.coverage) == (0.9, 0.8)


def test_no_threshold_helps_where_the_sure_answers_are_wrong() -> None:
    some = [(0.9, False)] * 200 + [(0.5, True)] * 200
    assert threshold_for(0.2, curve(binned(some))) is None


def test_a_threshold_seldom_keeps_more_risk_than_was_asked_for() -> None:
    missed = 0
    for seed in range(200):
        dice = random.Random(seed)
        stated = [dice.randrange(50, 100) / 100 for _ in range(400)]
        some: list[Judged] = [(c, dice.random() < c) for c in stated]
        best = threshold_for(0.2, curve(binned(some)))
        # Of confidences spread evenly from the threshold to 1, the mean of 1 - c is the risk.
        missed += bool(best and (1 - best.threshold) / 2 > 0.2)
    # 5% of 200 is 10; more than 18 chance gives less than once in a hundred times.
    assert missed <= 18

"""Forecasts of a weekly share, against a computation in plain numbers and known truths."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import norm

from reporting.trajectory.forecasting import DRIFTS, FEWEST_WEEKS, STEPS, VAGUE, Week, course_of
from reporting.trajectory.outlook import Counted, Verdict, outlook

MONDAY = date(2026, 3, 2)
WEEKS = st.lists(
    st.tuples(st.integers(0, 300), st.floats(0, 1)).map(lambda w: Week(int(w[0] * w[1]), w[0])),
    max_size=30,
)


def steady(share: float, weeks: int = 12, votes: int = 400) -> list[Counted]:
    return [
        Counted(MONDAY + timedelta(weeks=n), Week(round(share * votes), votes))
        for n in range(weeks)
    ]


@given(WEEKS)
def test_bands_are_shares_that_widen_with_level_and_time(weeks: list[Week]) -> None:
    course = course_of(weeks)
    if sum(week.whole > 0 for week in weeks) < FEWEST_WEEKS:
        assert course is None
        return
    assert course is not None
    for ahead in (0, 4, 40):
        low, likely_low, middle, likely_high, high = course.after(ahead).quantiles(
            0.025, 0.1, 0.5, 0.9, 0.975
        )
        assert 0 <= low <= likely_low <= middle <= likely_high <= high <= 1
    spreads = [course.after(ahead).spreads for ahead in (0, 1, 5)]
    assert (spreads[0] < spreads[1]).all()
    assert (spreads[1] < spreads[2]).all()


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_with_many_votes_it_is_what_all_weeks_at_once_make_of_normal_log_odds(seed: int) -> None:
    """The joint normal distribution of all weeks, conditioned in one go, without a filter."""
    random = np.random.default_rng(seed)
    number, votes, ahead = 9, 40_000, 3
    shares = expit(0.8 + np.cumsum(random.normal(0, 0.2, number)))
    weeks = [Week(int(random.binomial(votes, share)), votes) for share in shares]
    seen = np.array([logit(week.part / votes) for week in weeks])
    noise = np.array([1 / week.part + 1 / (votes - week.part) for week in weeks])
    times = np.arange(number + ahead)
    means, spreads, weights = [], [], []
    for step in STEPS:
        for drift, kept in DRIFTS:
            joint = VAGUE**2 + step**2 * np.minimum(times[:, None], times)
            moved = np.array([sum(kept**week for week in range(time)) for time in times])
            joint += drift**2 * np.outer(moved, moved)
            known = joint[:number, :number] + np.diag(noise)
            inverse = np.linalg.inv(known)
            toward = joint[-1, :number] @ inverse
            means.append(toward @ seen)
            spreads.append(np.sqrt(joint[-1, -1] - toward @ joint[:number, -1]))
            _, size = np.linalg.slogdet(known)
            weights.append(np.log(step) - 0.5 * (size + seen @ inverse @ seen))
    weight = np.exp(np.array(weights) - max(weights))
    expected = (weight / weight.sum()) @ norm.cdf((logit(0.7) - means) / np.array(spreads))
    course = course_of(weeks)
    assert course
    assert course.after(ahead).chance_above(0.7) == pytest.approx(1 - expected, abs=0.01)


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(0.95, Verdict.ON_TRACK), (0.81, Verdict.TOO_EARLY), (0.6, Verdict.OFF_TRACK)],
)
def test_a_steady_share_is_on_track_above_its_target_and_off_track_below(
    share: float, verdict: Verdict
) -> None:
    due = MONDAY + timedelta(weeks=15)
    assert outlook(steady(share), target=0.8, target_on=due, better="up").verdict is verdict
    other = {Verdict.ON_TRACK: Verdict.OFF_TRACK, Verdict.OFF_TRACK: Verdict.ON_TRACK}
    found = outlook(steady(share), target=0.8, target_on=due, better="down")
    assert found.verdict is other.get(verdict, verdict)


def test_seven_full_weeks_are_too_early_to_tell() -> None:
    found = outlook(steady(0.99, 7), target=0.5, target_on=date(2026, 6, 1), better="up")
    assert (found.verdict, found.chance, found.counted) == (Verdict.TOO_EARLY, None, 7)


def test_a_target_whose_date_is_over_is_judged_by_the_weeks_until_then() -> None:
    weeks = steady(0.9, 10) + [
        Counted(MONDAY + timedelta(weeks=10 + n), Week(40, 400)) for n in range(5)
    ]
    due = MONDAY + timedelta(weeks=9, days=3)
    found = outlook(weeks, target=0.8, target_on=due, better="up")
    assert (found.verdict, found.over, found.ahead) == (Verdict.ON_TRACK, True, ())


def test_however_far_the_target_the_forecast_is_drawn_with_few_points() -> None:
    due = MONDAY + timedelta(weeks=520)
    found = outlook(steady(0.7), target=0.8, target_on=due, better="up")
    assert len(found.ahead) <= 28
    assert found.ahead[-1].monday == due

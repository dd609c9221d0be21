"""Joining what reviewers judged with what readers said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.audits.inference import PREDICTS, Judged, estimated
from triage.statistics import score_interval, wilson

SAID = tuple(PREDICTS)
COUNTS = st.integers(0, 30)
JUDGED = st.fixed_dictionaries({said: st.builds(Judged, COUNTS, COUNTS) for said in SAID})
OTHERS = st.fixed_dictionaries({said: st.integers(0, 900) for said in SAID})


def _all(judged: dict[str, Judged], others: dict[str, int]) -> dict[str, int]:
    return {said: judged[said].all + others[said] for said in SAID}


@given(JUDGED, OTHERS)
def test_it_is_the_published_formula(judged: dict[str, Judged], others: dict[str, int]) -> None:
    y = np.concatenate([np.repeat([1.0, 0.0], [one.right, one.wrong]) for one in judged.values()])
    f = np.concatenate([np.full(one.all, PREDICTS[said]) for said, one in judged.items()])
    rest = np.concatenate([np.full(count, PREDICTS[said]) for said, count in others.items()])
    found = estimated(judged, _all(judged, others))
    if not y.size:
        assert found is None
        return

    weight = 0.0
    if y.size > 2 and rest.size and np.var(np.append(f, rest)) > 0:
        ratio = 1 + y.size / rest.size
        weight = max(np.cov(y, f)[0, 1] / (ratio * np.var(np.append(f, rest))), 0.0)
    shift = rest.mean() - f.mean() if rest.size else 0.0
    assert found is not None
    assert found.weight == pytest.approx(weight, abs=1e-9)
    assert found.value == pytest.approx(np.clip(y.mean() + weight * shift, 0, 1), abs=1e-9)
    if weight > 1e-6 and 0 < y.mean() < 1:
        left = np.sum((y - y.mean() - weight * (f - f.mean())) ** 2) / (y.size - 2) / y.size
        variance = left + weight**2 * np.var(np.append(f, rest)) / rest.size
        worth = y.size * max(np.var(y, ddof=1) / y.size / variance, 1) if variance else y.size
        assert (found.low, found.high) == pytest.approx(score_interval(found.value, worth))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 900))
def test_where_nobody_spoke_the_judged_stand_alone(right: int, wrong: int, others: int) -> None:
    found = estimated({"silent": Judged(right, wrong)}, {"silent": right + wrong + others})

    if right + wrong:
        assert found is not None
        assert found.weight == 0
        assert (found.low, found.high) == pytest.approx(wilson(part=right, whole=right + wrong))


@given(JUDGED, OTHERS, st.sampled_from(SAID), st.integers(1, 10), st.integers(0, 10))
def test_what_could_not_be_told_is_covered_whatever_it_is(
    judged: dict[str, Judged], others: dict[str, int], said: str, open_ones: int, right: int
) -> None:
    right = min(right, open_ones)
    one = judged[said]
    left_open = judged | {said: Judged(one.right, one.wrong, open_ones)}
    all_right = judged | {said: Judged(one.right + open_ones, one.wrong)}
    all_wrong = judged | {said: Judged(one.right, one.wrong + open_ones)}
    population = _all(left_open, others)
    found = estimated(left_open, population)

    if found is None:
        assert not any(one.all for one in judged.values())
        return
    best, worst = estimated(all_right, population), estimated(all_wrong, population)
    assert best is not None
    assert worst is not None
    assert found.low <= worst.low
    assert found.high >= best.high


def test_a_word_that_goes_with_the_judgements_narrows_the_interval() -> None:
    judged = {
        "complained": Judged(1, 9),
        "praised": Judged(10, 0),
        "silent": Judged(18, 2),
    }
    found = estimated(judged, {"complained": 500, "praised": 500, "silent": 1000})
    alone = wilson(part=29, whole=40)

    assert found is not None
    assert found.worth > 60
    assert found.high - found.low < 0.85 * (alone[1] - alone[0])


def test_it_covers_the_truth_where_the_thumbs_do_not() -> None:
    """Those who got a wrong answer speak six times as often: 60 of 100 answers are right."""
    rng = np.random.default_rng(7)
    cells = np.array(
        [0.40 * 0.27, 0.40 * 0.03, 0.40 * 0.70, 0.60 * 0.005, 0.60 * 0.045, 0.60 * 0.95]
    )
    covered = thumbs = 0
    for _ in range(400):
        wrong, right = rng.multinomial(2000, cells).reshape(2, 3)
        drawn = rng.multivariate_hypergeometric(np.concatenate([wrong, right]), 40).reshape(2, 3)
        names = ("complained", "praised", "silent")
        judged = {s: Judged(int(drawn[1, i]), int(drawn[0, i])) for i, s in enumerate(names)}
        population = {s: int(wrong[i] + right[i]) for i, s in enumerate(names)}
        found = estimated(judged, population)
        assert found is not None
        covered += found.low <= 0.6 <= found.high
        up, down = population["praised"], population["complained"]
        low, high = wilson(part=up, whole=up + down)
        thumbs += low <= 0.6 <= high

    assert covered >= 0.92 * 400
    assert thumbs == 0

"""The score by itself: bounded, and moved by each fact in one direction only."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.priority.scoring import (
    DEFAULT_THRESHOLDS,
    DEFAULT_WEIGHTS,
    HEAVIEST,
    PARTS,
    Facts,
    level_of,
    parts_of,
    score_of,
)
from triage.priority.wording import in_words, main_reasons

COUNT = st.integers(min_value=-5, max_value=10**9)
facts = st.builds(Facts, **dict.fromkeys(vars(Facts()), COUNT) | {"days": st.floats(-1, 10**6)})
weights = st.fixed_dictionaries({name: st.integers(0, HEAVIEST) for name in PARTS})
LITTLE = 0.1001  # of the rounding, to one decimal


def score(facts: Facts, weights: dict[str, int]) -> float:
    return score_of(parts_of(facts), weights)


@given(facts, weights)
def test_every_part_is_within_0_and_1_and_every_score_within_0_and_100(
    facts: Facts, weights: dict[str, int]
) -> None:
    parts = parts_of(facts)
    assert list(parts) == list(PARTS)
    assert all(0 <= part <= 1 for part in parts.values())
    assert 0 <= score_of(parts, weights) <= 100


@pytest.mark.parametrize("name", ["people", "teams", "recent", "days", "sure"])
@given(facts=facts, weights=weights, more=st.integers(1, 10**6))
def test_more_of_it_never_lowers_the_score(
    name: str, facts: Facts, weights: dict[str, int], more: int
) -> None:
    grown = replace(facts, **{name: getattr(facts, name) + more})
    assert score(grown, weights) >= score(facts, weights) - LITTLE


@given(facts, weights, st.integers(1, 10**6))
def test_what_was_usual_before_never_raises_the_score(
    facts: Facts, weights: dict[str, int], more: int
) -> None:
    assert score(replace(facts, before=facts.before + more), weights) <= (
        score(facts, weights) + LITTLE
    )


@pytest.mark.parametrize(
    ("less", "more"),
    [("low", "medium"), ("medium", "high"), ("minor", "usual"), ("usual", "important")],
)
@given(facts=facts, weights=weights)
def test_a_graver_complaint_or_a_more_important_team_never_lowers_the_score(
    less: str, more: str, facts: Facts, weights: dict[str, int]
) -> None:
    facts = replace(
        facts, **{less: max(1, getattr(facts, less)), more: max(0, getattr(facts, more))}
    )
    graver = replace(facts, **{less: getattr(facts, less) - 1, more: getattr(facts, more) + 1})
    assert score(graver, weights) >= score(facts, weights) - LITTLE


@given(facts)
def test_without_any_weight_nothing_is_urgent(facts: Facts) -> None:
    assert score(facts, dict.fromkeys(PARTS, 0)) == 0.0


@given(facts, st.sampled_from(PARTS))
def test_with_one_weight_the_score_is_that_part(facts: Facts, name: str) -> None:
    alone = dict.fromkeys(PARTS, 0) | {name: 7}
    assert score(facts, alone) == pytest.approx(100 * parts_of(facts)[name], abs=LITTLE)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_score_is_never_of_a_lower_level(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= level_of(low, DEFAULT_THRESHOLDS) <= level_of(high, DEFAULT_THRESHOLDS) <= 4


@pytest.mark.parametrize(
    ("given", "level"), [(24.9, 1), (25, 2), (39.9, 2), (40, 3), (55, 4), (100, 4)]
)
def test_a_threshold_belongs_to_the_level_above(given: float, level: int) -> None:
    assert level_of(given, DEFAULT_THRESHOLDS) == level


def test_the_formula_is_the_documented_one() -> None:
    facts = Facts(
        people=10, teams=4, recent=12, before=16, low=1, medium=2, high=6, sure=2,
        minor=1, usual=4, important=4, days=14,
    )  # fmt: skip
    assert parts_of(facts) == {
        "reach": 0.4444,  # 16 / 36
        "rate": 0.8,  # 20 / 25
        "severity": 0.75,  # 7.5 / 10
        "confident_wrong": 0.2,
        "teams": 0.6667,  # 6 / 9
        "age": 0.3333,
    }
    assert score(facts, dict(DEFAULT_WEIGHTS)) == 58.5


def test_what_adds_most_is_said_first_and_what_says_nothing_is_not() -> None:
    facts = Facts(people=31, teams=4, recent=12, before=4, medium=30, high=10, usual=40, days=0)
    assert main_reasons(parts_of(facts), DEFAULT_WEIGHTS, facts) == (
        "12 complaints in 7 days, 1 a week in the 4 before; 31 people in 4 teams; "
        "10 of high, 30 of medium severity"
    )
    assert in_words("age", facts) == "new today"
    assert in_words("reach", Facts(people=1)) == "1 person"

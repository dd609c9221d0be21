"""How far two reviewers agree beyond chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.corrections.agreement import FEWEST, agreement

DECISIONS = ("accept", "edit", "reject")


def test_it_is_cohen_s_kappa() -> None:
    """The table of Fleiss, Statistical Methods for Rates and Proportions: kappa is 0.68."""
    table = {("p", "p"): 75, ("p", "n"): 1, ("p", "o"): 4, ("n", "p"): 5, ("n", "n"): 4}
    table |= {("n", "o"): 1, ("o", "o"): 10}
    found = agreement([pair for pair, times in table.items() for _ in range(times)])
    assert (found.pairs, found.agreed) == (100, 89)
    assert found.kappa == pytest.approx(0.676, abs=0.001)


def test_of_few_pairs_it_is_too_early_to_tell() -> None:
    found = agreement([("accept", "accept")] * (FEWEST - 3))
    assert (found.kappa, found.share, found.missing) == (None, None, 3)


def test_where_all_agree_the_interval_still_says_how_little_is_known() -> None:
    found = agreement([("accept", "accept"), ("reject", "reject")] * 15)
    assert found.kappa == 1
    assert found.interval is not None
    assert found.interval[0] < 0.8
    assert found.interval[1] == 1


def test_where_only_one_decision_was_made_chance_can_t_be_told() -> None:
    found = agreement([("accept", "accept")] * 30)
    assert found.kappa is None
    assert found.share is not None


@given(st.lists(st.tuples(*[st.sampled_from(DECISIONS)] * 2), min_size=FEWEST))
def test_it_lies_within_its_interval_and_both_within_bounds(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    if found.kappa is not None and found.interval is not None:
        assert -1 <= found.interval[0] <= found.kappa + 1e-9 <= found.interval[1] + 2e-9 <= 1 + 3e-9


@pytest.mark.parametrize("pairs", [25, 100])
@pytest.mark.parametrize("sure", [0.5, 0.8, 0.95])
def test_the_interval_holds_the_true_value_nineteen_times_in_twenty(
    pairs: int, sure: float
) -> None:
    """Two who each see what is right so often, and else say anything, of six, three and one."""
    chance = random.Random(7)
    weights = [0.6, 0.3, 0.1]

    def say(right: str) -> str:
        return right if chance.random() < sure else chance.choices(DECISIONS, weights)[0]

    true = sure * sure  # both see it; else they agree by chance alone, as often as they decide so
    held = 0
    for _ in range(400):
        rights = chance.choices(DECISIONS, weights, k=pairs)
        found = agreement([(say(one), say(one)) for one in rights])
        if found.interval is None:
            continue
        held += found.interval[0] <= true <= found.interval[1]
    assert held >= 0.92 * 400

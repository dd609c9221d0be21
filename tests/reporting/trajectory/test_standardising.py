"""Standardised differences, against a plain computation event by event."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.trajectory.standardising import FEWEST, Stratum, adjusted

SIDE = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda s: (min(s), max(s)))
STRATA = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(SIDE, SIDE).map(lambda s: Stratum(*s[0], *s[1])),
)


@given(STRATA)
def test_both_have_the_rollouts_mix_of_the_strata_in_common(strata: dict[str, Stratum]) -> None:
    found = adjusted(strata)
    common = {k: s for k, s in strata.items() if s.pilot_of >= FEWEST and s.rollout_of >= FEWEST}
    if not common:
        assert found is None
        return
    assert found is not None
    # One event of the rollout after the other, each as likely as the pilot's are in its stratum.
    events = [key for key, s in common.items() for _ in range(s.rollout_of)]
    pilot = sum(Fraction(common[k].pilot, common[k].pilot_of) for k in events) / len(events)
    rollout = Fraction(sum(s.rollout for s in common.values()), len(events))
    assert found.pilot == pytest.approx(float(pilot))
    assert found.rollout == pytest.approx(float(rollout))
    assert found.difference == pytest.approx(float(rollout - pilot))
    assert -1 <= found.interval[0] <= found.difference <= found.interval[1] <= 1
    every = sum(s.rollout_of for s in strata.values())
    assert found.covered == pytest.approx(len(events) / every)
    assert set(found.left_out) == {k for k, s in strata.items() if k not in common and s.rollout_of}


@given(STRATA, st.integers(1, 5))
def test_a_stratum_that_only_one_has_changes_nothing_but_what_is_covered(
    strata: dict[str, Stratum], size: int
) -> None:
    before = adjusted(strata)
    after = adjusted({**strata, "new": Stratum(0, 0, size, 9 * size)})
    if before is None or after is None:
        assert before is after
        return
    assert (after.difference, after.interval) == (before.difference, before.interval)
    assert after.covered < before.covered


def test_a_difference_that_is_only_the_mix_is_none_with_the_same_mix() -> None:
    """Each team is as content as before; the rollout is mostly the team that never was."""
    found = adjusted({"easy": Stratum(95, 100, 19, 20), "hard": Stratum(5, 10, 100, 200)})
    assert found is not None
    assert found.difference == pytest.approx(0)
    assert found.interval[0] < 0 < found.interval[1]

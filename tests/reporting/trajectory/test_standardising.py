"""Standardised differences, against a plain computation event by event."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.trajectory.standardising import FEWEST, Stratum, adjusted, raked

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


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("wxyz")),
    st.tuples(SIDE, SIDE).map(lambda s: Stratum(*s[0], *s[1])),
)


@given(CELLS)
def test_raked_the_pilot_has_the_rollouts_mix_of_either(
    cells: dict[tuple[str, str], Stratum],
) -> None:
    """Where nobody was content but in one row or column, the pilot's share is the rollout's mix."""
    found = raked(cells)
    if found is None:
        return
    left = set(found.left_out)
    kept = {key: one for key, one in cells.items() if key not in left}
    whole = sum(one.rollout_of for one in kept.values())
    assert found.covered == pytest.approx(whole / sum(one.rollout_of for one in cells.values()))
    for axis in (0, 1):
        for name in {key[axis] for key, one in kept.items() if one.rollout_of}:
            here = {
                key: replace(one, pilot=one.pilot_of if key[axis] == name else 0)
                for key, one in cells.items()
            }
            mix = sum(one.rollout_of for key, one in kept.items() if key[axis] == name) / whole
            again = raked(here)
            assert again is not None
            assert again.pilot == pytest.approx(mix, abs=1e-4)


def test_raked_where_the_combinations_are_alike_it_is_as_it_is() -> None:
    cells = {(team, topic): Stratum(8, 10, 60, 100) for team in "ab" for topic in "xy"}
    found = raked(cells)
    assert found is not None
    assert (found.pilot, found.rollout, found.covered) == pytest.approx((0.8, 0.6, 1))
    assert found.interval == pytest.approx(adjusted({"all": Stratum(32, 40, 240, 400)}).interval)  # type: ignore[union-attr]


def test_nothing_can_be_raked_of_teams_that_asked_about_other_things() -> None:
    """In the pilot each team asks about one topic, in the rollout about the other."""
    cells = {("a", "x"): Stratum(8, 10, 0, 0), ("b", "y"): Stratum(8, 10, 0, 0)}
    cells |= {("a", "y"): Stratum(0, 0, 5, 10), ("b", "x"): Stratum(0, 0, 5, 20)}
    assert raked(cells) is None
    assert raked({}) is None

"""Who in a team is next: in turn, or by load; over any team that can be thought of."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.routing.assigning import Colleague, next_one

colleagues = st.builds(
    Colleague,
    member=st.integers(0, 2**32).map(lambda n: UUID(int=n)),
    capacity=st.integers(0, 6),
    load=st.integers(0, 8),
    turn=st.integers(0, 9),
    away=st.booleans(),
)
teams = st.lists(colleagues, max_size=6, unique_by=lambda colleague: colleague.member)
ways = st.sampled_from(["rotation", "load"])


@given(way=ways, team=teams)
def test_somebody_is_next_exactly_when_somebody_has_room(way: str, team: list[Colleague]) -> None:
    chosen, why = next_one(way, "Ops", team)

    assert (chosen is not None) == any(one.load < one.capacity and not one.away for one in team)
    assert chosen is None or (chosen.load < chosen.capacity and not chosen.away)
    assert "Ops" in why


@given(way=ways, team=teams, seed=st.randoms())
def test_the_order_in_which_a_team_is_read_does_not_matter(
    way: str, team: list[Colleague], seed: object
) -> None:
    shuffled = list(team)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]

    assert next_one(way, "Ops", shuffled) == next_one(way, "Ops", team)


@given(size=st.integers(1, 5), rounds=st.integers(1, 5))
def test_in_turn_everybody_gets_as_many(size: int, rounds: int) -> None:
    team = [Colleague(UUID(int=n), capacity=100) for n in range(size)]

    given_to = _give(team, "rotation", size * rounds)

    assert set(given_to.values()) == {rounds}


@given(capacities=st.lists(st.integers(1, 8), min_size=1, max_size=5), data=st.data())
def test_by_load_nobody_is_fuller_than_another_by_more_than_one_issue(
    capacities: list[int], data: st.DataObject
) -> None:
    team = [Colleague(UUID(int=n), capacity) for n, capacity in enumerate(capacities)]
    loads = _give(team, "load", data.draw(st.integers(0, sum(capacities))))

    for one in team:
        for other in team:
            before = Fraction(loads[one.member] - 1, one.capacity)
            assert before <= Fraction(loads[other.member], other.capacity)


def test_whoever_was_away_is_next_once_and_makes_up_for_nothing() -> None:
    away = Colleague(UUID(int=1), 100, turn=1, away=True)
    team = [away, Colleague(UUID(int=2), 100, turn=7), Colleague(UUID(int=3), 100, turn=8)]

    back = [replace(away, away=False), *team[1:]]

    assert _give(back, "rotation", 6) == {UUID(int=n): 2 for n in (1, 2, 3)}


@pytest.mark.parametrize(
    ("team", "why"),
    [
        ([], "nobody is in Ops"),
        ([Colleague(UUID(int=1), 2, 2)], "everybody in Ops is full"),
        ([Colleague(UUID(int=1), 0)], "everybody in Ops is full"),
        ([Colleague(UUID(int=1), 2, away=True)], "everybody in Ops is away"),
        (
            [Colleague(UUID(int=1), 2, away=True), Colleague(UUID(int=2), 1, 1)],
            "everybody in Ops is away or full",
        ),
    ],
)
def test_nobody_is_next_for_a_reason(team: list[Colleague], why: str) -> None:
    assert next_one("load", "Ops", team) == (None, why)


def test_it_says_why_somebody_is_next() -> None:
    team = [Colleague(UUID(int=1), 10, 2), Colleague(UUID(int=2), 2, 1)]

    assert next_one("load", "Ops", team) == (team[0], "least load in Ops: 2 of 10")
    assert next_one("rotation", "Ops", team) == (team[0], "next in turn in Ops")
    assert next_one("nobody", "Ops", team) == (None, "")


def _give(team: list[Colleague], way: str, issues: int) -> Counter[UUID]:
    """How many of so many issues each gets, as the rota counts them."""
    held = {one.member: one for one in team}
    got: Counter[UUID] = Counter()
    for _ in range(issues):
        chosen, _why = next_one(way, "Ops", list(held.values()))
        assert chosen is not None
        turn = 1 + max(one.turn for one in held.values())
        held[chosen.member] = replace(chosen, load=chosen.load + 1, turn=turn)
        got[chosen.member] += 1
    return got

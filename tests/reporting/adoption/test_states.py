"""States of use, funnel and stickiness are what their definitions say of each person."""

import numpy as np
from hypothesis import given, settings

from reporting.adoption.bits import Bits, bits_of, flags_of
from reporting.adoption.states import State, course, ever_habitual, standing, stickiness
from reporting.adoption.use import Use
from tests.reporting.adoption.plainly import Case, cases


def who(row: Bits, use: Use) -> set[int]:
    return set(np.flatnonzero(flags_of(row, use.people)).tolist())


def plainly(case: Case, day: int) -> dict[State, set[int]]:
    found: dict[State, set[int]] = {state: set() for state in State}
    for number, person in enumerate(case.people):
        if state := person.state(day):
            found[state].add(number)
    return found


@settings(max_examples=30)
@given(cases())
def test_everybody_is_in_their_state_at_the_end_of_every_week_and_of_the_last_day(
    case: Case,
) -> None:
    use = case.use()
    for at, states in enumerate(course(use)):
        found = {state: who(row, use) for state, row in states.items()}
        assert found == plainly(case, use.week_end(at))


@settings(max_examples=30)
@given(cases())
def test_states_add_up_to_those_who_are_there(case: Case) -> None:
    use = case.use()
    now = standing(use)
    there = [number for number, p in enumerate(case.people) if p.is_there(case.last)]
    states = [number for row in now.states.values() for number in who(row, use)]
    assert sorted(states) == there == sorted(who(now.there, use))


@settings(max_examples=30)
@given(cases())
def test_active_are_those_with_a_use_in_the_last_day_7_days_28_days(case: Case) -> None:
    use = case.use()
    now = standing(use)
    for row, days in ((now.today, 1), (now.week, 7), (now.month, 28)):
        recent = set(range(case.last - days + 1, case.last + 1))
        people = enumerate(case.people)
        expected = {n for n, p in people if p.is_there(case.last) and p.used & recent}
        assert who(row, use) == expected


@settings(max_examples=30)
@given(cases())
def test_who_has_been_habitual_was_so_at_the_end_of_some_week_or_is_so_now(case: Case) -> None:
    use = case.use()
    ends = [*range(6, case.days, 7), case.last]
    expected = {
        number
        for number, person in enumerate(case.people)
        if any(
            len({(end - day) // 7 for day in person.used if 0 <= end - day < 28}) >= 3
            for end in ends
        )
    }
    assert who(ever_habitual(use), use) == expected


@settings(max_examples=30)
@given(cases())
def test_stickiness_adds_up_the_days_that_each_used_it_in_a_week(case: Case) -> None:
    use = case.use()
    everybody = bits_of(np.ones(use.people, np.bool_))
    for at in range(len(use.weeks)):
        end = use.week_end(at)
        week = range(at * 7, end + 1)
        days = [len(person.used & set(week)) for person in case.people]
        month = [bool(p.used & set(range(at * 7 - 21, end + 1))) for p in case.people]
        of_week, of_month = stickiness(use, at, everybody)
        assert of_week.people == sum(1 for used in days if used)
        assert of_month.people == sum(month)
        for found in (of_week, of_month):
            assert (found.days, found.used) == (len(week), sum(days))
            assert found.squares == sum(used * used for used in days)

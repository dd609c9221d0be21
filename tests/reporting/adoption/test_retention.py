"""Retention, lifetimes, champions and returns are what their definitions say of each person."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.adoption.bits import bits_of, flags_of, unions
from reporting.adoption.retention import champions, kept, until_first_use, until_lapsed
from reporting.adoption.returning import Words, returns
from reporting.rollups.marks import NTH_DAYS
from tests.reporting.adoption.plainly import Case, cases


@settings(max_examples=30)
@given(cases())
def test_who_is_kept_on_and_from_a_day_among_those_of_whom_it_can_be_known(case: Case) -> None:
    use = case.use()
    for day in NTH_DAYS:
        found = kept(use, day)
        for number, person in enumerate(case.people):
            then = min(person.used, default=case.days + 1000) + day
            known = then <= person.until(case.last)
            assert found.known[number] == known
            assert found.on_the_day[number] == (known and then in person.used)
            assert found.since[number] == (known and any(used >= then for used in person.used))


@settings(max_examples=30)
@given(cases())
def test_the_time_until_lapsed_ends_with_the_first_84_days_without_use(case: Case) -> None:
    found = until_lapsed(case.use())
    for number, person in enumerate(case.people):
        began, until = min(person.used, default=None), person.until(case.last)
        assert found.within[number] == (began is not None and began <= until)
        if began is not None and began <= until:
            lapsed = person.lapsed(case.last)
            assert found.observed[number] == (lapsed is not None)
            assert found.days[number] == (until if lapsed is None else lapsed) - began


@settings(max_examples=30)
@given(cases())
def test_the_time_to_first_use_runs_from_registration(case: Case) -> None:
    found = until_first_use(case.use())
    for number, person in enumerate(case.people):
        until = person.until(case.last)
        assert found.within[number] == (person.registered <= until)
        if person.registered <= until:
            used = [max(day, person.registered) for day in person.used if day <= until]
            assert found.observed[number] == bool(used)
            assert found.days[number] == min(used, default=until) - person.registered


@settings(max_examples=30)
@given(cases())
def test_champions_used_it_in_three_of_four_of_their_first_eight_weeks(case: Case) -> None:
    found = champions(case.use())
    for number, person in enumerate(case.people):
        weeks = {day // 7 for day in person.used}
        began = min(weeks, default=0)
        runs = [range(begin, begin + 4) for begin in range(began, began + 5)]
        assert found[number] == any(len(weeks & set(run)) >= 3 for run in runs)


@settings(max_examples=30)
@given(cases(), st.data())
def test_a_return_is_any_use_in_the_14_days_after_the_first_word(
    case: Case, data: st.DataObject
) -> None:
    one = st.tuples(st.integers(0, len(case.people) - 1), st.integers(0, case.last), st.booleans())
    said = data.draw(st.lists(one, max_size=12, unique_by=lambda word: word[:2]))
    columns = list(zip(*said, strict=True)) or [(), (), ()]
    person, day = (np.array(column, np.int32) for column in columns[:2])
    fixed = np.array(columns[2], np.bool_)
    found = returns(case.use(), Words(person, day, fixed, ~fixed))
    expected = {}
    for number, when, flag in sorted(said):
        known = when + 14 <= case.people[number].until(case.last)
        if number not in {n for n, w, _ in said if w < when} and known:
            again = bool(case.people[number].used & set(range(when + 1, when + 15)))
            expected[number] = (again, flag, not flag)
    rows = zip(found.person, found.again, found.fixed, found.told, strict=True)
    assert {int(number): tuple(map(bool, row)) for number, *row in rows} == expected


@pytest.mark.parametrize("length", [1, 2, 5, 84])
def test_unions_reach_as_far_as_they_say(length: int) -> None:
    rows = np.array([bits_of(np.arange(7) == day % 7) for day in range(20)])
    for day, row in enumerate(unions(rows, length)):
        reach = range(day, min(day + length, 20))
        assert set(np.flatnonzero(flags_of(row, 7))) == {reached % 7 for reached in reach}

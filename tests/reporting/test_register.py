"""Who is known and who used it when: sets that are what the raw rows say."""

from datetime import timedelta

import pytest

from feedback.models import Person, Project
from reporting.models import PersonNumber, Register
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import known_people, tallies, used_by_day, used_by_week
from reporting.rollups.tally import Window
from tests.builders import NOW, send_answer
from tests.reporting.history import DAYS, START, History, rows_of_people

ALL = Window(START.date(), START.date() + timedelta(DAYS))


@pytest.fixture
def history(project: Project) -> History:
    history = History(project, 6)
    for _ in range(4):
        history.go_on(60)
        fold(project=project, now=history.now)
    return history


def number_of(project: Project) -> dict[str, int]:
    rows = PersonNumber.objects.of(project).exclude(person=None)
    return dict(rows.values_list("person__external_id", "number"))


def used(project: Project) -> dict[str, set[int]]:
    """By day, the numbers of known people who used it, from the raw rows."""
    numbers = number_of(project)
    found: dict[str, set[int]] = {}
    for row, _ in rows_of_people(project):
        at = getattr(row, "asked_at", None) or row.given_at
        if row.person_id:
            found.setdefault(str(at.date()), set()).add(numbers[row.person.external_id])
    return found


def test_who_used_it_on_each_day_and_in_each_week(project: Project, history: History) -> None:
    known = known_people(project=project).everyone
    days = used_by_day(project=project, window=ALL)
    expected = used(project)
    assert {str(d): set(p & known) for d, p in days.items() if p & known} == expected
    weeks = used_by_week(project=project, window=ALL)
    assert all(monday.weekday() == 0 for monday in weeks)
    for monday, people in weeks.items():
        seven = [str(monday + timedelta(n)) for n in range(7)]
        assert set(people & known) == set().union(*(expected.get(d, set()) for d in seven))


def test_when_each_first_used_it(project: Project, history: History) -> None:
    known = known_people(project=project)
    first: dict[int, str] = {}
    for day, people in sorted(used(project).items()):
        first |= {n: day for n in people if n not in first}
    for number in known.everyone:
        day = ALL.first.fromordinal(max(1, known.first_use[number]))
        assert (str(day) if known.first_use[number] else None) == first.get(number)


def test_the_groups_that_people_are_in_at_present(project: Project, history: History) -> None:
    numbers = number_of(project)
    moved = Person.objects.get(project=project, external_id="u-1")
    moved.onboarding, moved.left_at = "briefed", NOW
    moved.save()
    Person.objects.filter(external_id="u-2").update(team=None)
    fold(project=project, now=history.now)
    known = known_people(project=project)
    for person in Person.objects.of(project).select_related("team", "cohort"):
        number = numbers[person.external_id]
        assert number in known.of_team(person.team.slug if person.team else "")
        assert number in known.of_cohort(person.cohort.slug if person.cohort else "")
        assert number in known.of_onboarding(person.onboarding)
    assert set(known.of_onboarding("briefed")) == {numbers["u-1"]}
    before = known.registered_at_end(NOW.date() - timedelta(1))
    assert set(before - known.registered_at_end(NOW.date())) == {numbers["u-1"]}


def test_somebody_new_is_known_after_the_next_fold(project: Project, history: History) -> None:
    before = known_people(project=project)
    send_answer(project, person="newcomer", team="Finance", now=history.now)
    fold(project=project, now=history.now)
    known = known_people(project=project)
    [newcomer] = known.everyone - before.everyone
    assert newcomer in known.of_team("finance")
    assert known.first_use[newcomer] == history.now.toordinal()


def test_somebody_erased_is_gone_and_what_they_did_is_nobodys(
    project: Project, history: History
) -> None:
    number = number_of(project)["u-3"]
    assert any(number in people for people in used_by_day(project=project, window=ALL).values())
    Person.objects.get(external_id="u-3").delete()
    fold(project=project, now=history.now)
    assert number not in known_people(project=project).everyone
    assert not any(number in people for people in used_by_day(project=project, window=ALL).values())


def test_a_rebuild_leaves_numbers_as_they_are(project: Project, history: History) -> None:
    before, days = number_of(project), used_by_day(project=project, window=ALL)
    rebuild(project=project, now=history.now)
    assert (number_of(project), used_by_day(project=project, window=ALL)) == (before, days)


def test_how_people_stood_in_each_week_is_the_same_where_it_is_not_kept(
    project: Project, history: History
) -> None:
    weeks = list(ALL.weeks())
    kept = [dict(week) for week in tallies(project=project, windows=weeks)]
    Register.objects.filter(project=project).update(weeks=b"")
    assert any(week[None, None].active for week in kept)
    assert [dict(week) for week in tallies(project=project, windows=weeks)] == kept

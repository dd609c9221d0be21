"""Whether a group has more than its share of an issue."""

import random

from triage.issues.standing_out import excesses


def people(count: int, name: str = "") -> set[str]:
    return {f"{name}{n}" for n in range(count)}


def test_where_shares_are_equal_something_stands_out_in_few_of_them() -> None:
    dice = random.Random(7)
    teams = [f"team-{n}" for n in range(8)]
    wrong = 0
    for _ in range(200):
        here, there = ({team: set() for team in teams} for _ in range(2))
        for n in range(60):
            here[dice.choice(teams)].add(str(n))
        for n in range(400):
            there[dice.choice(teams)].add(str(n))
        wrong += bool(excesses({"team": here}, {"team": there}))

    assert wrong / 200 <= 0.05


def test_of_each_kind_the_group_whose_interval_lies_highest_is_named() -> None:
    here = {"team": {"ops": people(30), "hr": people(10, "h")}, "release": {"4.2": people(40)}}
    elsewhere = {
        "team": {"ops": people(100), "hr": people(1, "h"), "it": people(300, "i")},
        "release": {"4.2": people(400)},
    }

    [found] = excesses(here, elsewhere)

    assert (found.kind, found.group, found.people, found.of_people) == ("team", "hr", 10, 40)
    assert (found.people_elsewhere, found.of_people_elsewhere) == (1, 401)


def test_nothing_is_said_of_a_group_of_four() -> None:
    elsewhere = {"team": {"it": people(500)}}

    assert excesses({"team": {"ops": people(4)}}, elsewhere) == []
    assert len(excesses({"team": {"ops": people(5)}}, elsewhere)) == 1


def test_one_person_counts_once() -> None:
    here = {"source": {"a": people(20), "b": people(20)}}
    elsewhere = {"source": {"a": people(30), "b": people(30), "c": people(90, "c")}}

    found = excesses(here, elsewhere)

    assert [(e.people, e.of_people, e.of_people_elsewhere) for e in found] == [(20, 20, 120)]


def test_without_anything_to_compare_with_nothing_stands_out() -> None:
    assert excesses({"team": {"ops": people(50)}}, {}) == []

"""Whether a group has more than its share of an issue."""

import random

from triage.issues.standing_out import Compared, Excess, excesses

Groups = dict[str, dict[str, set[str]]]


def people(count: int, name: str = "") -> set[str]:
    return {f"{name}{n}" for n in range(count)}


def compared(here: Groups, elsewhere: Groups) -> list[Excess]:
    """What stands out of groups of people by kind."""
    kinds = {}
    for kind, ours in here.items():
        theirs = elsewhere.get(kind, {})
        names = ours.keys() | theirs.keys()
        groups = {name: (len(ours.get(name, ())), len(theirs.get(name, ()))) for name in names}
        everyone = (len(set().union(*ours.values())), len(set().union(*theirs.values())))
        kinds[kind] = Compared(everyone, groups)
    return excesses(kinds)


def test_where_shares_are_equal_something_stands_out_in_few_of_them() -> None:
    dice = random.Random(7)
    teams = [f"team-{n}" for n in range(8)]
    wrong = 0
    for _ in range(200):
        here: dict[str, set[str]] = {team: set() for team in teams}
        there: dict[str, set[str]] = {team: set() for team in teams}
        for n in range(60):
            here[dice.choice(teams)].add(str(n))
        for n in range(400):
            there[dice.choice(teams)].add(str(n))
        wrong += bool(compared({"team": here}, {"team": there}))

    assert wrong / 200 <= 0.05


def test_of_each_kind_the_group_whose_interval_lies_highest_is_named() -> None:
    here = {"team": {"ops": people(30), "hr": people(10, "h")}, "release": {"4.2": people(40)}}
    elsewhere = {
        "team": {"ops": people(100), "hr": people(1, "h"), "it": people(300, "i")},
        "release": {"4.2": people(400)},
    }

    [found] = compared(here, elsewhere)

    assert (found.kind, found.group, found.people, found.of_people) == ("team", "hr", 10, 40)
    assert (found.people_elsewhere, found.of_people_elsewhere) == (1, 401)


def test_nothing_is_said_of_a_group_of_four() -> None:
    elsewhere = {"team": {"it": people(500)}}

    assert compared({"team": {"ops": people(4)}}, elsewhere) == []
    assert len(compared({"team": {"ops": people(5)}}, elsewhere)) == 1


def test_without_anything_to_compare_with_nothing_stands_out() -> None:
    assert compared({"team": {"ops": people(50)}}, {}) == []

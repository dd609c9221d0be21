"""What corrections come to: those that say the same, and those that don't."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from triage.issues.sides import Correcting, sides


def correcting(text: str, *, voter: str = "", team: str = "Sales", about: str = "a") -> Correcting:
    return Correcting(uuid4(), voter or str(uuid4()), team, about, text)


def test_corrections_with_the_same_figure_are_one_side() -> None:
    [side] = sides(
        [
            correcting("You have 30 days of leave."),
            correcting("30 days", team="Support"),
            correcting("It's thirty... no, 30 days."),
        ]
    )
    assert (side.people, side.disputed) == (3, False)
    assert side.teams == [("Sales", 2), ("Support", 1)]


def test_corrections_that_count_otherwise_are_beside_each_other_the_most_people_first() -> None:
    said = [correcting("You have 25 days of annual leave.", about="b")]
    said += [correcting("You have 30 days of annual leave.") for _ in range(2)]
    found = sides(said)
    assert [(side.people, side.disputed) for side in found] == [(2, True), (1, True)]
    assert [side.example.text for side in found] == [said[1].text, said[0].text]


def test_corrections_of_other_answers_about_other_things_are_no_dispute() -> None:
    found = sides(
        [
            correcting("Ask the service desk.", about="laptop"),
            correcting("Per diem is 40 euros in Gdansk.", about="travel"),
        ]
    )
    assert [side.disputed for side in found] == [False, False]


def test_corrections_of_two_things_in_one_answer_are_no_dispute() -> None:
    found = sides(
        [
            correcting("Leftover days expire on 30 June, not 31 March."),
            correcting("28 days for full time; part-timers get their share of it."),
        ]
    )
    assert [side.disputed for side in found] == [False, False]


def test_the_same_answer_corrected_otherwise_is_in_dispute() -> None:
    found = sides(
        [correcting("Your team lead approves it."), correcting("Purchasing approves everything.")]
    )
    assert [side.disputed for side in found] == [True, True]


def test_a_person_who_says_it_twice_is_one() -> None:
    [side] = sides([correcting("30 days", voter="ann", about=str(n)) for n in range(3)])
    assert side.people == 1


def test_the_commonest_wording_is_the_example() -> None:
    said = [correcting("30 days", voter="x"), *(correcting("It is 30 days") for _ in range(2))]
    [side] = sides(said)
    assert side.wordings == ["It is 30 days", "30 days"]
    assert side.example.text == "It is 30 days"


@given(st.lists(st.sampled_from(["30 days", "28 days", "ask HR", "", "…", "年休30日"]), max_size=9))
def test_nobody_is_lost(texts: list[str]) -> None:
    found = sides([correcting(text) for text in texts])
    assert sum(side.people for side in found) == len(texts)

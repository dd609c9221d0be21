"""What corrections come to: those that say the same, and those that don't."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from triage.issues.sides import Correcting, sides


def correcting(
    text: str,
    *,
    voter: str = "",
    team: str = "Sales",
    about: str = "a",
    marks: tuple[tuple[int, int], ...] = (),
) -> Correcting:
    return Correcting(uuid4(), voter or str(uuid4()), team, about, text, marks)


LEAD, PURCHASING = "Your team lead approves it.", "Purchasing approves everything."


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
    found = sides([correcting(LEAD), correcting(PURCHASING)])
    assert [side.disputed for side in found] == [True, True]


def test_corrections_of_other_words_of_an_answer_are_no_dispute() -> None:
    found = sides(
        [correcting(LEAD, marks=((0, 9),)), correcting(PURCHASING, marks=((9, 20), (40, 50)))]
    )
    assert [side.disputed for side in found] == [False, False]


def test_corrections_of_the_same_words_are_in_dispute() -> None:
    found = sides(
        [correcting(LEAD, marks=((0, 10), (30, 40))), correcting(PURCHASING, marks=((9, 20),))]
    )
    assert [side.disputed for side in found] == [True, True]


def test_who_marked_nothing_may_mean_any_of_the_words() -> None:
    found = sides([correcting(LEAD, marks=((0, 9),)), correcting(PURCHASING)])
    assert [side.disputed for side in found] == [True, True]


MARKS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=2).map(
    lambda found: tuple((start, start + length) for start, length in found)
)
WORDS = st.sampled_from([LEAD, PURCHASING, "30 days of leave", "28 days of annual leave"])


@given(st.lists(st.tuples(WORDS, st.sampled_from("ab"), MARKS), max_size=6))
def test_marks_only_ever_settle_a_dispute(
    said: list[tuple[str, str, tuple[tuple[int, int], ...]]],
) -> None:
    marked = sides([correcting(text, about=about, marks=marks) for text, about, marks in said])
    unmarked = sides([correcting(text, about=about) for text, about, _ in said])
    assert {s.wordings[0] for s in marked if s.disputed} <= {
        wording for s in unmarked if s.disputed for wording in s.wordings
    }


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

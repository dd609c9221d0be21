"""Whether a new answer still says what the verified one says: named cases, those known to be
judged wrongly included."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.corrections.judging import Judged, Text, Verdict, judge
from triage.corrections.questions import read_answers

WORDS = st.text(min_size=1, max_size=200)


def judged(new: str, verified: str, *wrong: str) -> Judged:
    texts = [new, verified, *wrong]
    read = [Text(text, vector) for text, vector in zip(texts, read_answers(texts), strict=True)]
    return judge(read[0], read[1], read[2:])


LEAVE = "You have 30 days of annual leave."
OLD = "You have 28 days of leave."
MOON = "Yes, humans really landed on the moon in 1969"

CASES: Sequence[tuple[str, str, tuple[str, ...], Verdict]] = [
    ("you have 30 days of annual leave", LEAVE, (OLD,), Verdict.KEPT),
    (OLD, LEAVE, (OLD,), Verdict.BROKEN),
    ("Your annual leave is 30 days.", LEAVE, (OLD,), Verdict.KEPT),
    ("Your leave is 28 days.", LEAVE, (OLD,), Verdict.BROKEN),
    ("You have 25 days of annual leave.", LEAVE, (), Verdict.BROKEN),
    ("No, the landing was staged.", MOON, ("No, it was a hoax",), Verdict.BROKEN),
    ("Yes, people landed on the moon in 1969.", MOON, ("No, it was a hoax",), Verdict.KEPT),
    ("Ask your manager about it.", LEAVE, (), Verdict.UNSURE),
    ("Bananas are yellow.", LEAVE, (OLD,), Verdict.UNSURE),
    ("You do not have 30 days of annual leave.", LEAVE, (), Verdict.BROKEN),
    (
        "Contractors may not use the car park.",
        "Contractors may use the car park.",
        ("Contractors may never use the car park.",),
        Verdict.BROKEN,
    ),
    # Known to be judged wrongly: the same thing in other figures, and in words that share nothing.
    ("You have six weeks of annual leave.", LEAVE, (), Verdict.BROKEN),
    ("A month off, every year.", LEAVE, (OLD,), Verdict.UNSURE),
]


@pytest.mark.parametrize(("new", "verified", "wrong", "verdict"), CASES)
def test_cases(new: str, verified: str, wrong: tuple[str, ...], verdict: Verdict) -> None:
    found = judged(new, verified, *wrong)
    assert found.verdict is verdict, (found.why, found.score)


def test_it_says_which_figures_differ() -> None:
    why = judged("You have 25 days of annual leave.", LEAVE).why
    assert why == "it says 25, the verified answer 30"


def test_it_says_how_like_both_it_is() -> None:
    why = judged("Your annual leave is 30 days.", LEAVE, OLD).why
    assert why.endswith("that readers complained of")
    assert "alike to the verified answer" in why


@given(WORDS, st.lists(WORDS, max_size=3))
def test_the_verified_answer_itself_is_always_kept(verified: str, wrong: list[str]) -> None:
    assert judged(verified, verified, *wrong).verdict is Verdict.KEPT


@given(WORDS, WORDS, st.lists(WORDS, max_size=3))
def test_the_order_of_what_was_wrong_does_not_matter(
    new: str, verified: str, wrong: list[str]
) -> None:
    there = judged(new, verified, *wrong)
    back = judged(new, verified, *reversed(wrong))
    assert there.verdict is back.verdict
    assert there.score == pytest.approx(back.score, abs=0.41)  # of two as near, either may negate

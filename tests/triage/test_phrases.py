"""The phrases that tell an issue from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.naming.phrases import Phrase, Said, Usual, phrases_of, terms_of, usual_of

MASKS = [
    "Should I wear a mask at work?",
    "Do masks help against COVID-19?",
    "Which mask is best against COVID-19?",
    "Where do I buy a mask?",
]
VISAS = [
    "Who can apply for a pandemic event visa?",
    "What does a pandemic event visa cost, with COVID-19?",
    "Does COVID-19 delay my pandemic event visa?",
]
SCHOOLS = [
    "When do schools open, given COVID-19?",
    "Is my school safe?",
    "Who closes schools for COVID-19?",
]


def said(texts: list[str]) -> list[Said]:
    return [Said(text, text) for text in texts]


USUAL = usual_of(map(said, [MASKS, VISAS, SCHOOLS]))


def phrases(texts: list[str], usual: Usual = USUAL) -> list[str]:
    return [phrase.text for phrase in phrases_of(said(texts), usual, most=4)]


def test_what_an_issue_says_and_others_do_not_comes_first() -> None:
    assert phrases(MASKS)[0] == "mask"
    assert phrases(SCHOOLS)[0] == "schools"


def test_what_everybody_says_is_no_phrase_of_one_issue() -> None:
    assert "COVID-19" not in phrases(MASKS)


def test_a_name_is_taken_whole() -> None:
    assert phrases(VISAS)[0] == "pandemic event visa"


def test_no_two_phrases_share_a_word() -> None:
    assert [p for p in phrases(VISAS) if "visa" in p] == ["pandemic event visa"]


def test_a_phrase_of_one_question_alone_is_left_out() -> None:
    often = [Said("Do dogs bite?", f"Do dogs bite?\nGolden retriever {n}") for n in range(5)]

    found = phrases_of([*often, Said("Are dogs ill?", "Are dogs ill?")], USUAL, most=4)

    assert [phrase.text for phrase in found] == ["dogs"]


def test_the_share_is_of_the_different_complaints() -> None:
    texts = [*MASKS, "And what of gloves?"]

    assert phrases_of(said(texts), USUAL, most=1) == [Phrase("mask", 0.8)]


@pytest.mark.parametrize(
    ("text", "term", "form"),
    [
        ("Getting back to work", "back to work", "back to work"),
        ("The WHO\u2019s advice", "advice", "advice"),
        ("Wie viele Urlaubstage habe ich?", "urlaubstage", "Urlaubstage"),
        ("Combien de jours de congé ?", "jour de congé", "jours de congé"),
        ("¿Cuántos días de vacaciones?", "día de vacacione", "días de vacaciones"),
        ("這是商業活動廣告嗎", "商業活動", "商業活動"),
        ("有給休暇は何日ですか", "有給休暇", "有給休暇"),
    ],
)
def test_a_text_holds_phrases_of_its_language(text: str, term: str, form: str) -> None:
    assert terms_of(text)[term] == form


@pytest.mark.parametrize(
    "text", ["Is it of the", "不是的嗎", "12 34", "see https://a.example/leave-days or a@b.example"]
)
def test_words_that_say_nothing_bound_no_phrase(text: str) -> None:
    assert set(terms_of(text)) <= {"see"}


def test_chinese_issues_are_told_apart_by_their_letters() -> None:
    rumours = ["喝熱水可以殺死病毒嗎", "喝熱水能防病毒", "熱水殺病毒是謠言"]
    weather = ["颱風假由誰決定", "明天有颱風假嗎", "颱風假薪水怎麼算"]
    usual = usual_of([said(rumours), said(weather)])

    assert phrases(weather, usual)[0] == "颱風假"
    assert set(phrases(rumours, usual)) == {"喝熱水", "病毒"}


@given(st.lists(st.text(max_size=80), max_size=6), st.lists(st.text(max_size=80), max_size=6))
def test_phrases_stand_in_the_texts_in_any_order_of_them(
    texts: list[str], others: list[str]
) -> None:
    usual = usual_of([said(texts), said(others)])

    found = phrases_of(said(texts), usual, most=4)

    assert found == phrases_of(said(texts[::-1]), usual, most=4)
    assert all(0 < phrase.share <= 1 for phrase in found)
    together = " ".join(" ".join(texts).replace("\u2019", "'").split())
    assert all(phrase.text in together for phrase in found)

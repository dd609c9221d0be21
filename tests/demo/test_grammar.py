"""Sentences with choices."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.story.grammar import GrammarError, expand, fill, forms


def expanded(text: str, **words: list[str]) -> set[str]:
    return {expand(text, words=words, random=Random(seed)) for seed in range(60)}


def test_a_choice_becomes_one_of_its_options() -> None:
    assert expanded("[one|two [big|small]] pumps") == {
        "one pumps",
        "two big pumps",
        "two small pumps",
    }


def test_an_empty_option_leaves_no_double_space() -> None:
    assert expanded("how [very |]long") == {"how very long", "how long"}


def test_a_bar_outside_brackets_is_a_bar() -> None:
    assert expanded("a|b") == {"a|b"}


def test_a_slot_is_filled_from_the_words() -> None:
    assert expanded("to <city>", city=["Lyon", "Oslo"]) == {"to Lyon", "to Oslo"}


def test_filled_words_are_the_same_wherever_they_stand() -> None:
    words = fill({"city": ["Lyon", "Oslo", "Prague"]}, random=Random(1))
    there, again = expand("<city> <city>", words=words, random=Random(2)).split()
    assert there == again


def test_forms_are_counted() -> None:
    assert forms("[a|b] <c> [d|e [f|g]]", words={"c": ["1", "2"]}) == 12


@pytest.mark.parametrize("text", ["[a", "a]", "[a|[b]"])
def test_brackets_that_do_not_match_are_refused(text: str) -> None:
    with pytest.raises(GrammarError):
        expand(text, words={}, random=Random(0))


@given(st.text(alphabet="ab [|]<>", max_size=40), st.integers())
def test_any_text_expands_or_is_refused(text: str, seed: int) -> None:
    words = {"a": ["x"], "b": ["y"], "ab": ["z"]}
    with suppress(GrammarError, KeyError):
        expand(text, words=words, random=Random(seed))

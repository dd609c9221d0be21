"""What two groups of texts share, and how sure that reads."""

import pytest

from triage.proposals.common import percent, shared_words


def test_shared_words_are_phrases_of_both_and_say_something() -> None:
    one = ["How many days of annual leave do I have?", "Is annual leave paid?"]
    two = ["When does my annual leave expire?", "What do I have to do there?"]
    assert shared_words(one, two) == ["annual leave"]


def test_words_of_more_texts_come_first() -> None:
    one = ["the printer", "the printer and the toner", "toner"]
    two = ["a toner", "a toner", "one toner", "my printer"]
    assert shared_words(one, two) == ["toner", "printer"]


def test_texts_that_share_nothing_share_no_words() -> None:
    assert shared_words(["The printer is broken"], ["Who pays my taxi?"]) == []
    assert shared_words([], ["Who pays my taxi?"]) == []


def test_words_of_a_language_without_spaces_are_shared() -> None:
    assert shared_words(["\u5e74\u5047\u6709\u51e0\u5929"], ["\u5e74\u5047\u600e\u4e48\u8bf7"])


@pytest.mark.parametrize(
    ("confidence", "shown"), [(0.949, 94), (0.95, 95), (0.29, 29), (1.0, 100), (0.0, 0)]
)
def test_a_confidence_is_never_rounded_up(confidence: float, shown: int) -> None:
    assert percent(confidence) == shown

"""The pure parts of the queue: diffs, marks, freshness, bars, sheets, filters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from triage.issues.diffs import correction_diff, shortened, word_diff
from triage.issues.filters import QueueFilters
from triage.issues.folding import folded
from triage.issues.freshness import freshness
from triage.issues.marking import Mark, abridged, marked_pieces
from triage.issues.sheet import csv_lines, safe_cell
from triage.issues.wording import ago

TEXT = st.text(alphabet="ab 年休。\n", max_size=40)


@given(TEXT, TEXT)
def test_a_diff_holds_both_texts(before: str, after: str) -> None:
    diff = word_diff(before, after)
    assert "".join(text for op, text in diff if op != "added") == before
    assert "".join(text for op, text in diff if op != "removed") == after


def test_a_correction_of_the_marked_words_is_compared_with_them() -> None:
    diff = correction_diff(
        correction="30 days of leave",
        answer="x " * 300 + "28 days of leave",
        quotes=["28 days of leave"],
    )
    assert diff == [("removed", "28"), ("added", "30"), ("same", " days of leave")]


def test_a_remark_is_no_rewriting() -> None:
    assert correction_diff(correction="Ask HR instead", answer="You have 28 days.") is None


def test_a_book_is_not_compared() -> None:
    assert correction_diff(correction="a " * 5000, answer="b " * 5000) is None


def test_long_unchanged_stretches_are_cut() -> None:
    long = "word " * 200
    diff = shortened(word_diff(long + "28", long + "30"))
    assert ("skipped", "…") in diff
    assert sum(len(text) for _, text in diff) < 100


MARKS = st.lists(st.builds(Mark, st.integers(0, 50), st.integers(0, 50), st.sampled_from("xyz")))


@given(TEXT, MARKS)
def test_marks_keep_the_text_whole_and_say_how_many_people(text: str, marks: list[Mark]) -> None:
    pieces = marked_pieces(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    counted = [piece.people for piece in pieces for _ in piece.text]
    assert counted == [
        len({mark.who for mark in marks if mark.start <= place < mark.end})
        for place in range(len(text))
    ]


def test_a_long_text_is_shown_around_its_marks() -> None:
    text = "a" * 50_000 + "wrong" + "b" * 50_000
    pieces = abridged(marked_pieces(text, [Mark(50_000, 50_005, "ann")]))
    assert sum(len(piece.text) for piece in pieces) < 5_000
    assert sum(len(piece.text) + piece.left_out for piece in pieces) == len(text)
    assert [piece.text for piece in pieces if piece.people] == ["wrong"]


def test_words_that_stayed_by_chance_are_part_of_the_change() -> None:
    diff = word_diff("It lapses on the last day", "Ten days on a new request day")
    assert [op for op, _ in diff] == ["removed", "added", "same"]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("That was changed last year.", "that was changed last year", True),
        ("Well, that was changed last year", "That was changed last year", True),
        ("It is 28 days.", "It is 30 days.", False),
        (
            "This is what the new policy says about it",
            "This is not what the new policy says",
            False,
        ),
        ("Nobody answers there.", "The page is gone.", False),
        ("年休28日", "年休30日", False),
        ("", "  ", True),
        ("", "wrong", False),
    ],
)
def test_comments_that_say_nearly_the_same_are_together(
    one: str, other: str, *, together: bool
) -> None:
    assert (folded([one, other]) == [[0, 1]]) is together


@given(st.lists(TEXT, max_size=8))
def test_each_comment_is_in_one_place(texts: list[str]) -> None:
    groups = folded(texts)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))


TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("status", "until", "word"),
    [
        ("approved", None, "approved"),
        ("approved", TODAY, "expires soon"),
        ("approved", TODAY - timedelta(days=1), "expired"),
        ("approved", TODAY + timedelta(days=31), "approved"),
        ("draft", None, "draft"),
        ("draft", TODAY - timedelta(days=1), "expired"),
        ("withdrawn", TODAY + timedelta(days=99), "withdrawn"),
        ("unknown", None, "status not stated"),
    ],
)
def test_freshness(status: str, until: date | None, word: str) -> None:
    assert freshness(status=status, approved_until=until, today=TODAY).word == word


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\r=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


def test_a_line_break_stays_in_its_cell() -> None:
    assert list(csv_lines([["a\nb", 1]])) == ['"a\nb",1\r\n']


@given(st.text(alphabet="ab &=?#年", max_size=20))
def test_filters_survive_their_own_address(text: str) -> None:
    filters = QueueFilters(status="all", q=text.strip(), owner="hr")
    assert QueueFilters.read(QueryDict(filters.query())) == filters


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=30), "1 d"),
        (timedelta(days=20), "2 wk"),
        (timedelta(days=900), "2 y"),
    ],
)
def test_how_long_ago(passed: timedelta, words: str) -> None:
    now = datetime(2026, 6, 15, tzinfo=UTC)
    assert ago(now - passed, now) == words

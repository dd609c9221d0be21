"""Titles, wording, letters and the search for the nearest issue."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.clustering.nearest import Centres
from triage.clustering.titles import LONGEST, Example, shorten, title_of
from triage.clustering.wording import vectors_of, what_to_embed
from triage.embedding.letters import Letters, letters_of
from triage.embedding.remembering import legible
from triage.embedding.spaces import USUAL, embedder_of
from triage.embedding.vectors import unit

LABELS = {"out_of_date": "It is out of date", "couldnt_verify": "I couldn't verify it"}
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def some_vectors(seed: int, number: int, dimension: int = 16) -> np.ndarray[Any, Any]:
    return unit(np.random.default_rng(seed).normal(size=(number, dimension)))


def test_a_complaint_goes_to_the_issue_it_is_like() -> None:
    a, b = np.eye(16, dtype=np.float32)[:2]
    centres = Centres([("leave", 3 * a, 3), ("pay", 2 * b, 2)], dimension=16)

    match = centres.nearest(unit(a + 0.3 * b))

    assert match is not None
    assert (match.key, match.size, match.enough) == ("leave", 3, True)


def test_a_complaint_like_nothing_is_told_so() -> None:
    a, b, c = np.eye(16, dtype=np.float32)[:3]
    centres = Centres([("leave", a, 1), ("pay", b, 1)], dimension=16)

    match = centres.nearest(c)

    assert match is not None
    assert not match.enough


def test_where_there_are_no_complaints_nothing_is_nearest() -> None:
    centres: Centres[str] = Centres([], dimension=16)
    centres.add("leave", some_vectors(1, 1)[0])
    centres.add("leave", some_vectors(1, 1)[0], times=-1)

    assert centres.nearest(some_vectors(1, 1)[0]) is None


def test_many_complaints_of_one_kind_stay_one_issue() -> None:
    centres: Centres[int] = Centres([], dimension=16)
    topic = some_vectors(0, 1)[0]
    for vector in unit(topic + 0.1 * some_vectors(5, 200)):
        match = centres.nearest(vector)
        centres.add(match.key if match and match.enough else len(centres), vector)

    assert len(centres) == 1


@given(SEEDS, st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=80))
def test_adding_one_by_one_comes_to_the_same_as_loading_sums(seed: int, keys: list[int]) -> None:
    vectors = some_vectors(seed, len(keys))
    grown: Centres[int] = Centres([], dimension=16)
    for key, vector in zip(keys, vectors, strict=True):
        grown.add(key, vector)
    rows = [(key, vectors[np.array(keys) == key].sum(axis=0), keys.count(key)) for key in set(keys)]
    loaded = Centres(rows, dimension=16)
    probe = some_vectors(seed + 1, 1)[0]

    one, other = grown.nearest(probe), loaded.nearest(probe)

    assert one is not None
    assert other is not None
    assert one.likeness == pytest.approx(other.likeness, abs=1e-4)
    assert one.needed == pytest.approx(other.needed, abs=1e-4)


@given(SEEDS, st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=40))
def test_what_is_taken_out_leaves_no_trace(seed: int, keys: list[int]) -> None:
    vectors = some_vectors(seed, len(keys) + 1)
    centres: Centres[int] = Centres([], dimension=16)
    for key, vector in zip(keys, vectors, strict=False):
        centres.add(key, vector)
    before = centres.background()

    centres.add(0, vectors[-1])
    centres.add(0, vectors[-1], times=-1)

    assert centres.background().common == pytest.approx(before.common, abs=1e-4)


def test_the_question_says_what_a_complaint_is_about() -> None:
    wording = what_to_embed(
        question="How many\n days?", answer="28.", comment="Old.", correction="30.", quotes=["28"]
    )

    assert (wording.about, wording.said) == ("How many days?", "Old. 30. 28")


def test_a_comment_that_says_nothing_is_no_word() -> None:
    wording = what_to_embed(question="How many days?", answer="", comment="n/a", correction="")

    assert wording.said == ""


def test_without_a_question_the_answer_says_it() -> None:
    wording = what_to_embed(question=" ", answer="28 days.", comment="", correction="")

    assert (wording.about, wording.said) == ("28 days.", "")


def test_without_any_words_there_is_no_vector() -> None:
    wording = what_to_embed(question="", answer="\n", comment=" ", correction="")

    assert vectors_of([wording], Letters()) == [None]


@given(st.text())
@example("ZA\u00c2")  # whose two pairs have one place, with opposite signs
def test_any_text_has_a_unit_vector_of_letters(text: str) -> None:
    assert np.linalg.norm(letters_of(text)) == pytest.approx(1 if text else 0, abs=1e-3) or not text


def test_the_model_puts_like_questions_nearer_than_unlike_ones() -> None:
    leave, holiday, vpn = embedder_of(USUAL).embed(
        ["How many days of leave do I have?", "What is my annual leave?", "The VPN won't connect"]
    )

    assert leave @ holiday > 0.5 > leave @ vpn


def test_the_model_reads_texts_in_any_order_alike() -> None:
    texts = ["short", "a text that is a good deal longer than the other one", "short"]

    rows = embedder_of(USUAL).embed(texts)

    assert rows.shape == (3, 384)
    assert np.allclose(rows[0], rows[2])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_chinese_is_compared_by_its_letters() -> None:
    fake, same, other = embedder_of(USUAL).embed(
        ["這是商業活動廣告", "這是商業活動主題廣告", "颱風假由地方政府決定"]
    )

    assert fake @ same > 0.6
    assert fake @ other < 0.3


@pytest.mark.parametrize(
    ("text", "readable"), [("Wie viele Tage?", True), ("放假幾天", False), ("123", True)]
)
def test_what_the_model_can_read_goes_by_script(text: str, readable: bool) -> None:
    assert legible(text) is readable


def test_a_title_is_the_most_typical_question_and_the_common_reason() -> None:
    examples = [
        Example(comment="no", reasons=["out_of_date"]),
        Example(question="how many days of leave\ndo I have?", reasons=["out_of_date"]),
        Example(question="Leave?", reasons=["couldnt_verify"]),
    ]

    title = title_of(examples, labels=LABELS)

    assert title == "How many days of leave do I have? — out of date"


def test_what_is_common_stands_before_one_question_of_several() -> None:
    examples = [Example(question=question) for question in ("Which mask?", "Why?", "Who pays?")]

    assert title_of(examples, labels={}, subject="masks") == "Masks: Which mask?"


def test_the_same_question_needs_nothing_before_it() -> None:
    examples = [Example(question="Which mask?")] * 2 + [Example(question="Why?")]

    assert title_of(examples, labels={}, subject="masks") == "Which mask?"


def test_of_typical_questions_one_is_taken_that_can_be_read_whole() -> None:
    texts = [f"Which of all {'many ' * 20}masks?", "no question", "Which mask?"] + ["Why?"] * 6

    assert title_of([Example(question=text) for text in texts], labels={}) == "Which mask?"


def test_a_reason_that_few_give_is_left_out_of_the_title() -> None:
    examples = [Example(question="Leave?"), Example(question="Days?", reasons=["out_of_date"])]

    assert title_of(examples, labels=LABELS) == "Leave?"


def test_without_words_the_title_says_so() -> None:
    assert title_of([Example(reasons=["out_of_date"])], labels=LABELS) == (
        "No text to go by — out of date"
    )


TEXTS = st.text(max_size=300)
EXAMPLES = st.builds(
    Example,
    question=TEXTS,
    comment=TEXTS,
    correction=TEXTS,
    answer=TEXTS,
    reasons=st.lists(st.sampled_from([*LABELS, "unknown_code"]), max_size=3),
)


@given(st.lists(EXAMPLES, max_size=5), TEXTS)
def test_a_title_is_one_line_of_at_most_90_characters(
    examples: list[Example], subject: str
) -> None:
    title = title_of(examples, labels=LABELS, subject=subject)

    assert 0 < len(title) <= LONGEST
    assert title == " ".join(title.split())
    assert title == title_of(examples, labels=LABELS, subject=subject)


def test_a_long_title_ends_at_a_word() -> None:
    assert shorten("Does the agreement of 2024 hold for part-time staff", 30) == (
        "Does the agreement of 2024…"
    )

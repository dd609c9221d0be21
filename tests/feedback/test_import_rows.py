"""What becomes of a row: pure mapping, each reading of a cell by name."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.directory.reasons import DEFAULT_REASONS
from feedback.imports.errors import FileRefusedError, RowRefusedError
from feedback.imports.rows import Mapper, Options, Survey, survey
from feedback.imports.vocabulary import COLUMNS, RATINGS, REASONS

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CODES = frozenset(code for code, _, _ in DEFAULT_REASONS)


def take(row, *, line=1, found=None, **options):
    options = {"began": NOW, "lines": 10, "reasons": CODES, **options}
    return Mapper(Options(**options), found or Survey(zero_is_none=True)).take(row, line)


def word_of(row, **how):
    return take({"answer_id": "a", **row}, **how).feedback


def refusal(row, **how):
    with pytest.raises(RowRefusedError) as refused:
        take({"answer_id": "a", **row}, **how)
    return refused.value.code


# --- ratings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rating"),
    [
        *[(1, "up"), (-1, "down"), ("Up", "up"), ("👎", "down"), (True, "up"), (False, "down")],
        *[("1", "up"), ("-1", "down"), ("thumbs_down", "down"), ("Not Helpful", "down")],
    ],
)
def test_a_thumb_is_known_by_many_names(said, rating):
    assert word_of({"rating": said}).rating == rating


def test_every_rating_word_is_one_of_three():
    assert set(RATINGS.values()) == {1, 0, -1}


def test_a_thumb_wins_over_a_rating():
    assert word_of({"rating": 4, "thumb": -1}, found=Survey(scaled=True)).rating == "down"


@pytest.mark.parametrize(
    ("said", "rating"), [(1, "down"), (2, "down"), ("3", "up"), (4.0, "up"), (2.5, None)]
)
def test_the_upper_half_of_a_scale_is_up_and_its_very_middle_is_nothing(said, rating):
    assert word_of({"rating": said, "comment": "Hm"}, scale=(1, 4)).rating == rating


def test_a_rating_off_the_scale_is_refused():
    assert refusal({"rating": 5}, scale=(1, 4)) == "off_the_scale"


def test_among_scaled_ratings_a_1_is_no_thumb_up():
    rows = [{"rating": 1}, {"rating": 4}]
    assert refusal(rows[0], found=survey(rows, {})) == "scale_needed"


def test_a_thumb_column_says_nothing_of_a_scale():
    assert not survey([{"rating": 4, "thumb": 1}], {}).scaled


@pytest.mark.parametrize("rows", [[0, 1], ["0", "1"]])
def test_without_a_minus_1_a_0_may_be_a_thumb_down_so_it_is_refused(rows):
    found = survey([{"rating": value} for value in rows], {})
    assert refusal({"rating": rows[0]}, found=found) == "scale_needed"


def test_beside_a_minus_1_a_0_is_no_thumb():
    found = survey([{"rating": 0}, {"rating": -1}], {})
    assert word_of({"rating": 0, "comment": "Hm"}, found=found).rating is None


def test_an_unknown_rating_is_refused():
    assert refusal({"rating": "purple"}) == "rating_unknown"


# --- times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    ["2026-05-01T10:00:00Z", "2026-05-01 12:00:00+02:00", 1777629600, 1777629600000, "1777629600"],
)
def test_a_time_is_iso_or_seconds_or_milliseconds(told):
    assert word_of({"rating": 1, "ts": told}).given_at == datetime(2026, 5, 1, 10, tzinfo=UTC)


def test_a_time_without_a_zone_is_utc_and_the_report_says_so():
    taken = take({"answer_id": "a", "rating": 1, "date": "2026-05-01"})
    assert taken.feedback.given_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert taken.notes == ["time without a zone taken as UTC"]


@pytest.mark.parametrize("told", ["yesterday", "14:30", True, 1e300, {}])
def test_what_is_no_time_is_refused(told):
    assert refusal({"rating": 1, "ts": told}) == "time_unreadable"


def test_rows_without_a_time_lie_evenly_over_the_days_asked_for():
    spread = timedelta(days=10)
    times = [word_of({"rating": 1}, line=line, spread=spread).given_at for line in (1, 5, 10)]
    assert times == [NOW - timedelta(days=days) for days in (9, 5, 0)]


def test_rows_without_a_time_are_of_the_time_of_import():
    taken = take({"answer_id": "a", "rating": 1})
    assert (taken.feedback.given_at, taken.notes) == (NOW, ["no time: that of the import taken"])


# --- who and which --------------------------------------------------------------------------


def test_one_answer_id_with_two_questions_is_two_answers():
    ids = {take({"answer_id": "a", "question": q}).answer.id for q in ("Why?", "How?")}
    assert len(ids) == 2
    assert take({"answer_id": "a", "text": "So."}).answer.id == "a"


def test_without_an_answer_id_the_rows_own_id_names_the_answer():
    assert take({"id": 7, "answer": "So.", "rating": 1}).feedback.answer == "7"


def test_without_any_id_what_is_said_names_the_answer():
    row = {"question": "Why?", "answer": "So.", "rating": 1}
    assert take(row).feedback.answer == take(row, line=9).feedback.answer


def test_a_row_that_names_no_answer_is_refused():
    with pytest.raises(RowRefusedError) as refused:
        take({"rating": 1})
    assert refused.value.code == "answer_missing"


def test_a_row_with_nothing_in_it_is_refused():
    assert refusal({}) == "nothing_said"


def test_a_row_without_a_person_votes_for_itself_whatever_it_says():
    words = [word_of({"id": "r1", "rating": rating}) for rating in (1, -1)]
    assert words[0].visitor == words[1].visitor
    assert words[0].id != words[1].id


def test_rows_without_person_and_id_are_told_apart_by_their_line():
    words = [word_of({"rating": 1}, line=line) for line in (1, 2)]
    assert words[0].visitor != words[1].visitor


def test_a_person_votes_as_themselves():
    word = word_of({"rating": 1, "user": 17, "team": "Sales"})
    assert (word.person, word.team, word.visitor) == ("17", "Sales", "")


def test_the_same_row_at_another_time_of_import_is_the_same_event():
    row = {"id": "r1", "rating": 1}
    assert word_of(row).id == word_of(row, began=NOW + timedelta(days=1)).id


# --- everything else ------------------------------------------------------------------------


def test_a_row_without_feedback_is_an_answer():
    taken = take({"id": "a", "question": "Why?", "answer": "So.", "model": "m", "version": 2})
    assert taken.feedback is None
    assert (taken.answer.text, taken.answer.model, taken.answer.release) == ("So.", "m", "2")


def test_a_row_without_anything_on_the_answer_is_feedback_alone():
    assert take({"answer_id": "a", "rating": 1}).answer is None


def test_reasons_are_known_by_other_names_and_unknown_ones_left_out():
    taken = take({"answer_id": "a", "rating": -1, "reasons": ["Hallucination", "wrong", "Tuesday"]})
    assert taken.feedback.reasons == ["wrong"]
    assert "reason 'Tuesday' not known, left out" in taken.notes


def test_every_synonym_leads_to_a_reason_of_the_default_taxonomy():
    assert set(REASONS.values()) <= CODES


def test_reasons_in_a_cell_are_parted_by_commas_or_semicolons():
    assert word_of({"rating": -1, "reasons": "unclear, too long;unsafe"}).reasons == [
        "unclear",
        "too_long",
        "unsafe",
    ]


def test_sources_are_urls_titles_or_objects_and_each_counts_once():
    sources = ["https://a.example/1", "Leave policy", "https://a.example/1", {"title": "Pay"}]
    citations = take({"id": "a", "answer": "So.", "sources": sources}).answer.citations
    assert [(c.source, c.uri, c.title) for c in citations] == [
        ("https://a.example/1", "https://a.example/1", ""),
        ("Leave policy", "", ""),
        ("Pay", "", "Pay"),
    ]


def test_a_documents_title_goes_to_the_only_source():
    row = {"id": "a", "answer": "So.", "sources": "https://a.example/1", "doc_title": "Leave"}
    [citation] = take(row).answer.citations
    assert (citation.uri, citation.title) == ("https://a.example/1", "Leave")


def test_marked_passages_are_found_in_the_answer():
    row = {"id": "a", "answer": "You have 28 days.", "rating": -1}
    by_place = take({**row, "errors": [{"start": 9, "end": 11, "text": "28"}]}).feedback.spans
    by_words = take({**row, "wrong_spans": ["28"]}).feedback.spans
    assert [(s.start, s.end) for s in by_place] == [(s.start, s.end) for s in by_words] == [(9, 11)]


def test_a_marked_passage_that_is_not_in_the_answer_is_left_out_and_reported():
    taken = take({"id": "a", "answer": "So.", "rating": -1, "wrong_spans": ["Not so."]})
    assert taken.feedback.spans == []
    assert "marked passage not found in the answer, left out" in taken.notes


@pytest.mark.parametrize(
    ("said", "confidence"), [(0.8, 0.8), ("80%", 0.8), (80, 0.8), ("high", None), (-1, None)]
)
def test_confidence_is_a_share(said, confidence):
    assert take({"id": "a", "answer": "So.", "confidence": said}).answer.confidence == confidence


def test_long_text_is_cut_and_reported():
    taken = take({"answer_id": "a", "comment": "x" * 10_001})
    assert len(taken.feedback.comment) == 10_000
    assert "comment cut at 10,000 characters" in taken.notes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"comment": "a\x00b"}, "invalid"),
        ({"comment": "a\ud800b"}, "invalid"),
        ({"answer": "So.", "tags": ["a\x07b"]}, "invalid"),
        ({"comment": {"deep": 1}}, "wrong_type"),
        ({"comment": ["a"]}, "wrong_type"),
        ({"user": "x" * 201, "rating": 1}, "invalid"),
        ({"answer_id": True, "rating": 1}, "wrong_type"),
        ({"answer_id": "x" * 201, "rating": 1}, "invalid"),
    ],
)
def test_what_can_not_be_stored_is_refused_with_its_reason(row, code):
    assert refusal(row) == code


def test_a_field_can_be_named_to_lie_in_any_column():
    row = {"vote_text": "up", "rating": 4, "ref": "a9", "answer_id": "a"}
    word = take(row, columns={"rating": "vote_text", "answer_id": "ref"}).feedback
    assert (word.rating, word.answer) == ("up", "a9")


def test_a_named_column_that_no_row_has_refuses_the_file():
    with pytest.raises(FileRefusedError, match=r"No row has a column 'nope'\. There are: rating"):
        survey([{"rating": 1}], {"comment": "nope"})


CELLS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda cells: st.lists(cells, max_size=3) | st.dictionaries(st.text(max_size=5), cells),
    max_leaves=5,
)
COLUMN_NAMES = st.sampled_from(sorted({name for names in COLUMNS.values() for name in names}))


@given(row=st.dictionaries(COLUMN_NAMES, CELLS))
def test_any_row_is_taken_the_same_way_twice_or_refused_with_a_code(row):
    row = json.loads(json.dumps(row))
    with suppress(RowRefusedError):
        assert take(row) == take(dict(row))

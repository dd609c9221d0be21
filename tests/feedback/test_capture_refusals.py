"""What is refused of words and answers, and leaves nothing behind."""

from datetime import timedelta

import pytest

from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.capture.operations import Receipt
from feedback.models import (
    Answer,
    Person,
)
from tests.builders import NOW, say, send_answer
from tests.feedback.recording import refusal, tell


def test_a_bad_one_in_a_batch_is_refused_alone(project):
    good, bad, other = tell(
        project,
        FeedbackMessage(answer="a", rating="up"),
        FeedbackMessage(answer="b", rating="down", reasons=["wrong", "nonsense"], person="bob"),
        FeedbackMessage(answer="c", rating="down"),
    )
    assert isinstance(good, Receipt)
    assert isinstance(other, Receipt)
    assert (bad.code, bad.path) == ("reason_unknown", "$[1].reasons[1]")
    assert set(Answer.objects.values_list("external_id", flat=True)) == {"a", "c"}
    assert not Person.objects.exists()


def test_a_clock_that_is_ahead_is_refused(project):
    late = refusal(project, answer="a", rating="up", given_at=NOW + timedelta(minutes=11))
    assert (late.code, late.path) == ("time_out_of_range", "$.given_at")


def test_a_clock_slightly_ahead_is_taken_as_now(project):
    assert say(project, "a", given_at=NOW + timedelta(minutes=9)).given_at == NOW


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"rating": "down", "reasons": ["nonsense"]}, "reason_unknown"),
        ({"comment": "  "}, "says_nothing"),
        ({"withdrawn": True, "person": "ann"}, "nothing_to_withdraw"),
    ],
)
def test_a_refused_word_leaves_nothing_behind(project, fields, code):
    assert refusal(project, answer="unheard of", **fields).code == code
    assert not Answer.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (SpanMessage(start=20, end=99), "span_outside"),
        (SpanMessage(start=0, end=3, quote="Yes"), "span_mismatch"),
    ],
)
def test_a_span_that_is_not_in_the_answer_is_refused(project, span, code):
    send_answer(project, "a", text="You have 28 days of leave.")
    refused = refusal(project, answer="a", rating="down", spans=[span])
    assert (refused.code, refused.path) == (code, "$.spans[0]")


def test_a_span_keeps_the_words_that_it_marks(project):
    send_answer(project, "a", text="You have 28 days of leave.")
    word = say(project, "a", spans=[SpanMessage(start=9, end=16)])
    assert [span.quote for span in word.spans.all()] == ["28 days"]


@pytest.mark.parametrize("start", [0, 7, 60])
def test_a_span_is_where_the_answer_reads_as_it_quotes(project, start):
    send_answer(project, "a", text="You have 28 days of leave.")
    span = SpanMessage(start=start, end=start + 7, quote="28 days")
    [mark] = say(project, "a", spans=[span]).spans.all()
    assert (mark.start, mark.end, mark.quote) == (9, 16, "28 days")


def test_of_words_that_stand_twice_the_place_is_needed(project):
    send_answer(project, "a", text="Yes and yes and yes.")
    spans = [SpanMessage(start=1, end=4, quote="yes")]
    refused = refusal(project, answer="a", rating="down", spans=spans)
    assert refused.code == "span_mismatch"


def test_a_span_of_an_answer_that_is_not_here_yet_is_taken_at_its_word(project):
    word = say(project, "a", spans=[SpanMessage(start=9, end=16, quote="28 days")])
    assert [span.quote for span in word.spans.all()] == ["28 days"]

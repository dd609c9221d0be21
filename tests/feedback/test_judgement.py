"""What a word amounts to, whatever it says."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.capture.judgement import Said
from feedback.capture.messages import SpanMessage
from feedback.capture.operations.drafts import with_quotes

REASONS = st.lists(st.sampled_from(["wrong", "couldnt_verify", "unclear"]))


@given(rating=st.sampled_from([-1, 0, 1]), reasons=REASONS, correction=st.text(max_size=3))
def test_what_is_withdrawn_never_complains_and_a_thumb_down_always_does(
    rating, reasons, correction
):
    said = Said(rating, tuple(reasons), correction=correction)
    assert not said._replace(withdrawn=True).complains
    assert said.complains or rating >= 0


@given(rating=st.sampled_from([-1, 0, 1]), reasons=REASONS, correction=st.text(max_size=3))
def test_whoever_complains_has_said_something(rating, reasons, correction):
    said = Said(rating, tuple(reasons), correction=correction)
    assert not (said.complains and said.is_empty)


@given(text=st.text(min_size=1, max_size=40), data=st.data())
def test_spans_come_in_order_each_with_its_words(text, data):
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=5))
    spans = [SpanMessage(start=s, end=data.draw(st.integers(s + 1, len(text)))) for s in starts]
    said = with_quotes(Said(-1), spans, text=text, path="$")
    assert list(said.spans) == sorted(said.spans)
    assert all(text[start:end] == quote for start, end, quote in said.spans)
    assert {(start, end) for start, end, _ in said.spans} == {(s.start, s.end) for s in spans}

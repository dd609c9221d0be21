"""What recording answers and words does, through the operations that every interface calls."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from feedback.capture.judgement import Said
from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage, SpanMessage
from feedback.capture.operations import Receipt, record_answers, record_feedback
from feedback.capture.operations.drafts import with_quotes
from feedback.errors import RefusedError
from feedback.models import (
    Announcement,
    Answer,
    AuditEvent,
    Citation,
    Correction,
    Feedback,
    FeedbackRevision,
    Person,
    Source,
)
from tests.builders import NOW, make_project, say, send_answer

LATER = NOW + timedelta(hours=1)


def tell(project, *messages, channel="api", now=NOW):
    return record_feedback(
        project=project, messages=messages, channel=channel, actor="system:test", now=now
    )


def refusal(project, **fields):
    [result] = tell(project, FeedbackMessage(**fields))
    assert isinstance(result, RefusedError)
    return result


def send(project, *messages, now=NOW):
    return record_answers(project=project, messages=messages, actor="system:test", now=now)


# --- a first word ---------------------------------------------------------------------------


def test_a_first_word_is_stored_with_its_revision(project):
    word = say(project, send_answer(project), comment=" Not so. ", person="ann", id="e1")
    assert (word.rating, word.comment, word.revision) == (-1, "Not so.", 1)
    [revision] = word.revisions.all()
    assert (revision.number, revision.event_id, revision.comment) == (1, "e1", "Not so.")


def test_a_word_alone_leaves_an_event_that_names_it(project):
    word = say(project, send_answer(project))
    assert AuditEvent.objects.filter(subject=f"feedback:{word.id}").count() == 1


def test_a_batch_leaves_one_event_with_its_counts(project):
    tell(project, *(FeedbackMessage(answer="a", rating="up", person=p) for p in "xyz"))
    event = AuditEvent.objects.get(verb="feedback.recorded")
    assert event.data == {"created": 3, "updated": 0}


def test_team_and_cohort_are_those_of_the_time(project):
    answer = send_answer(project)
    first = say(project, answer, person="ann", team="Sales", cohort="pilot")
    say(project, send_answer(project), person="ann", team="Legal")
    assert Person.objects.get(external_id="ann").team.name == "Legal"
    first.refresh_from_db()
    assert (first.team.name, first.cohort.name) == ("Sales", "pilot")


def test_one_batch_keeps_the_teams_that_a_person_went_through(project):
    send_answer(project, "a")
    send_answer(project, "b")
    tell(
        project,
        FeedbackMessage(answer="a", rating="up", person="ann", team="Sales"),
        FeedbackMessage(answer="b", rating="up", person="ann", team="Legal"),
    )
    teams = Feedback.objects.order_by("answer__external_id").values_list("team__name", flat=True)
    assert list(teams) == ["Sales", "Legal"]


def test_a_person_is_registered_when_first_heard_of(project):
    early = NOW - timedelta(days=3)
    tell(
        project,
        FeedbackMessage(answer="a", rating="up", person="ann", given_at=early),
        FeedbackMessage(answer="b", rating="up", person="ann", given_at=NOW),
    )
    assert Person.objects.get().registered_at == early


def test_two_anonymous_words_without_ids_are_two(project):
    tell(project, *(FeedbackMessage(answer="a", rating="up") for _ in range(2)))
    assert Feedback.objects.count() == 2


# --- the same again, and a changed mind -----------------------------------------------------


def test_the_same_word_again_is_a_duplicate(project):
    first = say(project, "a", comment="no", person="ann")
    [again] = tell(project, FeedbackMessage(answer="a", rating="down", comment="no", person="ann"))
    assert again == (first.id, "a", "duplicate", 1, NOW)
    assert FeedbackRevision.objects.count() == 1


def test_the_order_of_reasons_and_spans_makes_no_other_word(project):
    send_answer(project, "a", text="You have 28 days of leave.")
    spans = [SpanMessage(start=9, end=11), SpanMessage(start=0, end=3)]
    say(project, "a", person="ann", reasons=["wrong", "unclear"], spans=spans)
    [again] = tell(
        project,
        FeedbackMessage(
            answer="a",
            rating="down",
            person="ann",
            reasons=["unclear", "wrong"],
            spans=spans[::-1],
        ),
    )
    assert again.outcome == "duplicate"


def test_an_event_id_seen_before_gives_its_receipt_and_changes_nothing(project):
    word = say(project, "a", person="ann", id="e1")
    say(project, "a", "up", person="ann", id="e2")
    [again] = tell(project, FeedbackMessage(answer="a", rating="down", person="ann", id="e1"))
    assert (again.id, again.outcome, again.revision) == (word.id, "duplicate", 1)
    word.refresh_from_db()
    assert word.rating == 1


def test_an_event_id_twice_in_a_batch_counts_once(project):
    message = FeedbackMessage(answer="a", rating="up", id="e1")
    outcomes = [receipt.outcome for receipt in tell(project, message, message)]
    assert outcomes == ["created", "duplicate"]


def test_an_event_id_of_another_project_is_not_known(project, other_project):
    say(project, "a", id="e1")
    say(other_project, "a", id="e1")
    assert Feedback.objects.of(other_project).count() == 1


def test_a_changed_mind_is_a_revision_and_clears_the_old_reasons(project):
    say(project, "a", person="ann", reasons=["wrong"], comment="no")
    word = say(project, "a", "up", person="ann", now=LATER)
    assert (word.rating, word.reasons, word.comment, word.revision) == (1, [], "", 2)
    assert (word.given_at, word.recorded_at) == (NOW, LATER)
    assert [r.reasons for r in word.revisions.all()] == [["wrong"], []]


def test_a_mind_changed_within_a_batch_is_a_revision_too(project):
    tell(
        project,
        FeedbackMessage(answer="a", rating="down", person="ann", correction="30"),
        FeedbackMessage(answer="a", rating="up", person="ann"),
    )
    word = Feedback.objects.get()
    assert (word.rating, word.revision, word.complains) == (1, 2, False)
    assert not Correction.objects.exists()


def test_a_correction_is_replaced_and_removed(project):
    word = say(project, "a", person="ann", correction="You have 30 days.")
    say(project, "a", person="ann", correction="You have 31 days.")
    assert Correction.objects.get(feedback=word).text == "You have 31 days."
    say(project, "a", person="ann")
    assert not Correction.objects.exists()
    assert [r.correction for r in word.revisions.all()] == [
        "You have 30 days.",
        "You have 31 days.",
        "",
    ]


def test_a_withdrawn_word_stands_no_more_but_is_remembered(project):
    say(project, "a", person="ann", comment="no")
    word = say(project, "a", None, person="ann", withdrawn=True)
    assert (word.withdrawn, word.complains, word.rating, word.comment) == (True, False, 0, "")
    assert word.revisions.first().comment == "no"


def test_an_import_does_not_replace_what_was_said_later(project):
    say(project, "a", "up", person="ann", now=NOW)
    old = FeedbackMessage(answer="a", rating="down", person="ann", given_at=NOW - timedelta(days=9))
    [receipt] = tell(project, old, channel="import", now=LATER)
    assert receipt.outcome == "outdated"
    assert Feedback.objects.get().rating == 1


# --- answers --------------------------------------------------------------------------------


def test_a_vote_before_its_answer_makes_a_stub_that_the_answer_fills(project):
    given_at = NOW - timedelta(days=2)
    say(project, "a", given_at=given_at)
    stub = Answer.objects.get()
    assert (stub.stub, stub.asked_at) == (True, given_at)
    assert send(project, AnswerMessage(id="a", text="28 days.", release="r1")) == ["created"]
    stub.refresh_from_db()
    assert (stub.stub, stub.text, stub.release.name) == (False, "28 days.", "r1")


def test_an_answer_sent_again_is_completed(project):
    send(project, AnswerMessage(id="a", question="How many?", text="28 days."))
    outcome = send(project, AnswerMessage(id="a", confidence=0.5, latency_ms=0), now=LATER)
    answer = Answer.objects.get()
    assert outcome == ["updated"]
    assert (answer.question, answer.text, answer.confidence) == ("How many?", "28 days.", 0.5)
    assert (answer.latency_ms, answer.recorded_at) == (0, LATER)


def test_the_same_answer_again_changes_nothing(project):
    message = AnswerMessage(id="a", text="28", citations=[CitationMessage(source="s")])
    send(project, message)
    events = AuditEvent.objects.count()
    assert send(project, message, now=LATER) == ["duplicate"]
    assert (AuditEvent.objects.count(), Answer.objects.get().recorded_at) == (events, NOW)


def test_an_answer_twice_in_a_batch_is_one(project):
    outcomes = send(project, AnswerMessage(id="a", text="28"), AnswerMessage(id="a", model="m"))
    answer = Answer.objects.get()
    assert (outcomes, answer.text, answer.model) == (["created", "updated"], "28", "m")


def test_other_citations_are_a_change_with_its_event(project):
    send(project, AnswerMessage(id="a", text="28", citations=[CitationMessage(source="s")]))
    events = AuditEvent.objects.count()
    other = AnswerMessage(id="a", citations=[CitationMessage(source="t", title="T")])
    assert send(project, other) == ["updated"]
    assert [c.source.external_id for c in Citation.objects.all()] == ["t"]
    assert AuditEvent.objects.count() == events + 1


def test_what_is_stated_of_a_source_brings_it_up_to_date(project):
    send_answer(project, sources=["s"])
    stated = CitationMessage(source="s", title="Leave", status="approved")
    send(project, AnswerMessage(id="b", text="x", citations=[stated]))
    source = Source.objects.get()
    assert (source.title, source.status) == ("Leave", "approved")


def test_an_answer_stays_in_its_team_when_its_person_moves_on(project):
    send(project, AnswerMessage(id="a", text="28", person="ann", team="Sales"))
    send(project, AnswerMessage(id="b", text="29", person="ann", team="Legal"))
    send(project, AnswerMessage(id="a", model="m", person="ann"))
    assert Answer.objects.get(external_id="a").team.name == "Sales"


def test_an_answer_from_the_future_is_refused_alone(project):
    ahead = AnswerMessage(id="b", person="ann", asked_at=NOW + timedelta(days=1))
    outcome, refusal = send(project, AnswerMessage(id="a"), ahead)
    assert (outcome, refusal.code, refusal.path) == (
        "created",
        "time_out_of_range",
        "$[1].asked_at",
    )
    assert [answer.external_id for answer in Answer.objects.all()] == ["a"]
    assert not Person.objects.exists()


# --- what is refused ------------------------------------------------------------------------


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


# --- what the floors above hear -------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"rating": "down"},
        {"rating": None, "reasons": ["couldnt_verify"]},
        {"rating": "up", "correction": "You have 30 days."},
    ],
)
def test_a_complaint_is_announced(project, fields):
    word = say(project, "a", **fields)
    assert Announcement.objects.get().feedback_id == word.id


@pytest.mark.parametrize("fields", [{}, {"reasons": ["couldnt_verify"]}, {"comment": "Thanks"}])
def test_contentment_is_not_announced(project, fields):
    say(project, "a", "up", **fields)
    assert not Announcement.objects.exists()


def test_every_change_of_a_complaint_is_announced_and_then_silence(project):
    for rating in ("down", "up", "up"):
        say(project, "a", rating, person="ann")
    say(project, "a", "up", person="ann", comment="Thanks")
    assert Announcement.objects.count() == 2


# --- two at once ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_two_votes_of_one_person_at_once_are_one_word(known):
    project = make_project("alpha")
    if known:
        send_answer(project, "a", person="ann")
    barrier = Barrier(2)
    results = []

    def vote(rating: str) -> None:
        barrier.wait()
        try:
            results.extend(tell(project, FeedbackMessage(answer="a", rating=rating, person="ann")))
        finally:
            connection.close()

    threads = [Thread(target=vote, args=[rating]) for rating in ("up", "down")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    word = Feedback.objects.get()
    assert sorted(receipt.outcome for receipt in results) == ["created", "updated"]
    assert [r.number for r in word.revisions.all()] == [1, 2]
    assert word.revisions.last().rating == word.rating


# --- pure -----------------------------------------------------------------------------------

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

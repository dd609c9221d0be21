"""What recording answers does, also with words on them that came first."""

from datetime import timedelta

from feedback.capture.messages import AnswerMessage, CitationMessage
from feedback.models import (
    Answer,
    AuditEvent,
    Citation,
    Person,
    Source,
)
from tests.builders import NOW, say, send_answer
from tests.feedback.recording import LATER, send


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

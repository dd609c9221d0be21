"""What recording words does, through the operation that every interface calls."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from feedback.capture.messages import FeedbackMessage, SpanMessage
from feedback.models import (
    Announcement,
    AuditEvent,
    Correction,
    Feedback,
    FeedbackRevision,
    Person,
)
from tests.builders import NOW, make_project, say, send_answer
from tests.feedback.recording import LATER, tell


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

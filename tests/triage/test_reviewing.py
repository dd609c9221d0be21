"""Reviewing what people say is right: by one person, by two, by a third."""

from datetime import timedelta

import pytest

from feedback.models import AuditEvent, Member, Project, Source
from tests.builders import NOW, make_member, place_all, say
from tests.triage.acting import refusal
from tests.triage.reviewing import (
    LEAVE,
    RIGHT,
    accept,
    ask_for_two,
    only_answer,
    propose,
    reject,
    take_back,
)
from triage.corrections.queries.agreeing import agreement_in
from triage.corrections.queries.proposed import waiting_in
from triage.models import IssueActivity, VerifiedAnswer


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "triager", email="ann@alpha.example")


@pytest.fixture
def ben(project: Project) -> Member:
    return make_member(project, "triager", email="ben@alpha.example")


@pytest.fixture
def eve(project: Project) -> Member:
    return make_member(project, "manager", email="eve@alpha.example")


def waiting(project: Project) -> list[str]:
    return [row.text for row in waiting_in(project)]


def test_an_accepted_correction_becomes_a_verified_answer(project: Project, ann: Member) -> None:
    word = propose(project, sources=["handbook"])
    [source] = Source.objects.of(project)
    row = accept(word, ann, sources=[source.pk], valid_until=NOW.date() + timedelta(days=90))
    answer = only_answer(project)
    assert (answer.question, answer.text, answer.version) == (LEAVE, RIGHT, 1)
    assert row.settles
    assert row.decision == "accept"
    assert [one.source.external_id for one in answer.resting_on.all()] == ["handbook"]
    assert answer.valid_until == NOW.date() + timedelta(days=90)
    assert answer.owner.catches_all
    assert waiting(project) == []


def test_other_words_are_kept_beside_those_that_were_proposed(
    project: Project, ann: Member
) -> None:
    row = accept(propose(project), ann, "Thirty days, from this year on.")
    assert row.decision == "edit"
    assert row.proposed == RIGHT
    assert only_answer(project).text == "Thirty days, from this year on."


def test_what_is_rejected_needs_a_reason_and_makes_nothing(project: Project, ann: Member) -> None:
    word = propose(project)
    assert refusal(reject, word, ann, " ").path == "reason"
    reject(word, ann)
    assert not VerifiedAnswer.objects.exists()
    assert waiting(project) == []


def test_a_text_is_settled_for_all_who_propose_it_for_the_question(
    project: Project, ann: Member
) -> None:
    first = propose(project, person="p-1")
    propose(project, person="p-2")
    propose(project, question="How many days of sick leave do I have?", person="p-3")
    accept(first, ann)
    propose(project, person="p-4")
    assert len(waiting(project)) == 1


def test_a_second_correction_of_the_question_makes_the_next_version(
    project: Project, ann: Member
) -> None:
    accept(propose(project, person="p-1"), ann)
    accept(propose(project, "You have 31 days.", question=f" {LEAVE.upper()}", person="p-2"), ann)
    answer = only_answer(project)
    assert (answer.version, answer.text) == (2, "You have 31 days.")
    assert [version.text for version in answer.versions.all()] == ["You have 31 days.", RIGHT]


def test_a_text_that_its_author_changes_waits_anew_and_can_t_be_decided_unseen(
    project: Project, ann: Member
) -> None:
    later = NOW + timedelta(hours=1)
    word = propose(project, person="p-1")
    accept(word, ann)
    say(project, word.answer, correction="You have 32 days.", person="p-1", now=later)
    changed = propose(project, "You have 33 days.", person="p-2")
    seen = changed.correction.text
    say(project, changed.answer, correction="34 days.", person="p-2", now=later)
    changed.correction.text = seen
    assert refusal(accept, changed, ann).code == "overtaken"
    assert set(waiting(project)) == {"You have 32 days.", "34 days."}


def test_it_can_t_rest_on_what_is_expired_or_unknown(project: Project, ann: Member) -> None:
    word = propose(project, sources=["handbook"])
    [source] = Source.objects.of(project)
    Source.objects.update(approved_until=NOW.date() - timedelta(days=1))
    error = refusal(lambda: accept(word, ann, sources=[source.pk]))
    assert error.code == "source_stale"
    assert refusal(lambda: accept(word, ann, sources=[word.pk])).path == "sources"
    assert refusal(lambda: accept(word, ann, valid_until=NOW.date() - timedelta(days=1))).path


def test_what_was_decided_is_not_decided_twice(project: Project, ann: Member, ben: Member) -> None:
    word = propose(project)
    accept(word, ann)
    error = refusal(reject, word, ben)
    assert (error.code, error.status) == ("already_decided", 409)
    assert "ann@alpha.example decided this already: accepted" in error.detail


def test_the_issue_s_history_says_what_was_decided(project: Project, ann: Member) -> None:
    word = propose(project)
    place_all(project)
    row = accept(word, ann)
    take_back(row, ann)
    verbs = list(IssueActivity.objects.order_by("-id").values_list("verb", flat=True))
    assert verbs[:2] == ["correction_waits", "correction_accepted"]
    audited = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"correction.accepted", "verified.versioned", "correction.review_taken_back"} <= audited


def test_taking_the_first_version_back_retires_the_answer(project: Project, ann: Member) -> None:
    row = accept(propose(project), ann)
    take_back(row, ann)
    assert only_answer(project).state == "retired"
    assert waiting(project) == [RIGHT]
    assert refusal(take_back, row, ann).code == "undo_overtaken"


def test_taking_a_later_version_back_puts_the_one_before_it_in_force(
    project: Project, ann: Member
) -> None:
    first = accept(propose(project, person="p-1"), ann)
    second = accept(propose(project, "You have 31 days.", person="p-2"), ann)
    assert refusal(take_back, first, ann).code == "undo_overtaken"
    take_back(second, ann)
    answer = only_answer(project)
    assert (answer.version, answer.text, answer.state) == (3, RIGHT, "current")


def test_with_two_reviewers_one_decision_settles_nothing(
    project: Project, ann: Member, ben: Member
) -> None:
    ask_for_two(project)
    word = propose(project)
    place_all(project)
    assert not accept(word, ann).settles
    assert refusal(accept, word, ann).code == "already_reviewed"
    assert not VerifiedAnswer.objects.exists()
    assert not IssueActivity.objects.filter(verb="correction_accepted").exists()
    assert accept(word, ben, f" {RIGHT.lower()}").settles
    assert only_answer(project).version == 1


def test_two_who_agree_give_all_sources_and_the_earlier_day(
    project: Project, ann: Member, ben: Member
) -> None:
    ask_for_two(project)
    word = propose(project, sources=["handbook", "intranet"])
    one, other = Source.objects.of(project).order_by("external_id")
    soon, later = (NOW.date() + timedelta(days=days) for days in (10, 20))
    accept(word, ann, sources=[one.pk], valid_until=soon)
    accept(word, ben, sources=[other.pk], valid_until=later)
    assert only_answer(project).valid_until == soon
    assert only_answer(project).sources.count() == 2


@pytest.mark.parametrize("words", ["You have 31 days.", ""])
def test_where_two_differ_a_third_decides(
    project: Project, ann: Member, ben: Member, eve: Member, words: str
) -> None:
    ask_for_two(project)
    word = propose(project)
    accept(word, ann)
    second = accept(word, ben, words) if words else reject(word, ben)
    assert not second.settles
    assert waiting(project) == [RIGHT]
    assert reject(word, eve).settles
    assert waiting(project) == []
    assert not VerifiedAnswer.objects.exists()


def test_only_who_decided_takes_a_first_decision_back(
    project: Project, ann: Member, ben: Member, eve: Member
) -> None:
    ask_for_two(project)
    word = propose(project)
    first = accept(word, ann)
    assert refusal(take_back, first, eve).path == "review"
    second = accept(word, ben)
    assert refusal(take_back, first, ann).code == "undo_overtaken"
    take_back(second, eve)
    take_back(first, ann)
    assert waiting(project) == [RIGHT]


def test_agreement_counts_the_first_two_decisions_on_each_text(
    project: Project, ann: Member, ben: Member, eve: Member
) -> None:
    ask_for_two(project)
    for n in range(21):
        word = propose(project, f"It is {n}.", question=f"What is {n}?", person=f"p-{n}")
        accept(word, ann) if n % 2 else reject(word, ann)
        accept(word, ben) if n % 2 or n == 20 else reject(word, ben)
        if n == 20:
            reject(word, eve)
    found = agreement_in(project)
    assert (found.pairs, found.agreed) == (21, 20)
    assert found.kappa == pytest.approx(0.9049, abs=1e-4)

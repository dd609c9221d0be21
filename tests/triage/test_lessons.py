"""What a person put right holds for complaints that come later."""

import pytest

from feedback.models import Feedback, Project
from tests.builders import NOW
from tests.triage.acting import ANN, complaints, hold_together, merge, undo
from tests.triage.placing import complain, issue_of, place_all
from triage.clustering.consolidating import Consolidation
from triage.clustering.standing import learnt_of, lessons_of
from triage.embedding.letters import Letters
from triage.issues import operations
from triage.models import Issue, IssueActivity, Placement

LEAVE = "How many days of annual leave do I have?"
SICK = "How many days of sick leave do I have?"
SICK_NOW = "How many days of sick leave have I?"
PAY = "When is my salary paid out?"


def come(project: Project, *questions: str) -> list[Feedback]:
    words = [complain(project, question) for question in questions]
    place_all(project)
    return words


def move(word: Feedback, to: Issue) -> IssueActivity:
    return operations.move(
        issue=issue_of(word), feedback_ids=[word.pk], to=to, version=None, actor=ANN, now=NOW
    )


@pytest.fixture
def pay(project: Project) -> Issue:
    return issue_of(come(project, PAY, PAY)[0])


@pytest.fixture
def sick(project: Project, pay: Issue) -> Feedback:
    """A complaint that clustering put with those about annual leave."""
    word = come(project, LEAVE, LEAVE, LEAVE, SICK)[-1]
    assert issue_of(word).complaints == 4
    return word


def test_a_complaint_like_one_that_was_moved_lands_where_that_was_put(
    project: Project, sick: Feedback, pay: Issue
) -> None:
    move(sick, pay)
    [later] = come(project, SICK_NOW)
    assert issue_of(later) == pay
    assert "to the words that a person put there" in Placement.objects.get(feedback=later).why
    assert hold_together(project)


def test_without_the_move_it_lands_where_the_likest_are(project: Project, sick: Feedback) -> None:
    [later] = come(project, SICK_NOW)
    assert issue_of(later) == issue_of(sick)


def test_what_is_liker_to_the_others_still_lands_with_them(
    project: Project, sick: Feedback, pay: Issue
) -> None:
    leave = issue_of(sick)
    move(sick, pay)
    [later] = come(project, "How many days of annual leave have I?")
    assert issue_of(later) == leave


def test_undoing_a_move_undoes_its_lesson(project: Project, sick: Feedback, pay: Issue) -> None:
    activity = move(sick, pay)
    undo(activity)
    [later] = come(project, SICK_NOW)
    assert issue_of(later) == issue_of(sick) != pay


def test_a_moved_complaint_that_is_taken_back_teaches_no_more(
    project: Project, sick: Feedback, pay: Issue
) -> None:
    leave = issue_of(sick)
    move(sick, pay)
    Placement.objects.filter(feedback=sick).delete()
    [later] = come(project, SICK_NOW)
    assert issue_of(later) == leave


def test_after_a_merge_what_is_like_either_part_lands_in_it(project: Project, pay: Issue) -> None:
    vpn = issue_of(come(project, *["Why does the VPN refuse my password?"] * 3)[0])
    merge(vpn, pay)
    lessons = lessons_of(project, model=Letters().name)
    later = come(project, "When is the salary paid?", "Why does the VPN refuse my new password?")
    assert [issue_of(word) for word in later] == [vpn, vpn]
    assert lessons.lift == learnt_of(project).lift


def test_a_merge_lets_unliker_complaints_join_and_undo_ends_that(
    project: Project, pay: Issue
) -> None:
    before = [complain(project, LEAVE)]
    place_all(project)
    asked = Placement.objects.get(feedback=before[0]).why
    activity = merge(pay, issue_of(before[0]))
    assert learnt_of(project).lift < 0.4
    assert asked.startswith("opened it")
    undo(activity)
    assert learnt_of(project).lift == 0.4


def test_what_is_kept_apart_stays_two_however_like_what_comes(project: Project) -> None:
    one = issue_of(come(project, SICK, SICK)[0])
    word = sorted(complaints(one), key=str)[:1]
    new = operations.split(
        issue=one,
        feedback_ids=word,  # type: ignore[arg-type]
        version=None,
        actor="system:test",
        now=NOW,
    )
    other = Issue.objects.get(pk=new.data["issue"])
    assert len(Consolidation().changes_of(project)) == 1  # they would be one
    operations.keep_apart(issue=one, other=other, version=None, actor=ANN, now=NOW)
    come(project, SICK, SICK, SICK)
    assert Consolidation().changes_of(project) == []
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, other.status) == ("unresolved", "unresolved")
    assert {one.complaints, other.complaints} == {1, 4}
    assert hold_together(project)


def test_a_complaint_that_was_moved_on_is_an_example_of_where_it_is_now(
    project: Project, sick: Feedback, pay: Issue
) -> None:
    leave = issue_of(sick)
    move(sick, pay)
    move(sick, leave)
    [later] = come(project, SICK_NOW)
    assert issue_of(later) == leave

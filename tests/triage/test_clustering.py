"""Placing complaints: where they go, and what becomes of it."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from feedback.models import Announcement, AuditEvent, Feedback, Project
from tests.builders import NOW, make_project, say, send_answer
from triage.clustering.letters import Letters, Vectors
from triage.clustering.operations import move_complaints, place_waiting
from triage.clustering.queries import backlog_of, has_work
from triage.clustering.tasks import place
from triage.issues.operations import rename, resolve
from triage.models import ComplaintVector, Issue, IssueActivity, IssueCentre, Placement

LEAVE = "How many days of annual leave do I have?"
VPN = "Why does the VPN refuse my password?"


def place_all(project: Project) -> int:
    return place_waiting(project=project, embedder=Letters(), limit=100, now=NOW)


def complain(project: Project, question: str = LEAVE, **fields: object) -> Feedback:
    answer = send_answer(project, question=question, text="28.")
    return say(project, answer, "down", **fields)


def issue_of(word: Feedback) -> Issue:
    return Placement.objects.get(feedback=word).issue


def test_like_complaints_share_an_issue(project: Project) -> None:
    first, second = complain(project), complain(project, comment="Wrong.")

    place_all(project)

    assert issue_of(first) == issue_of(second)
    assert issue_of(first).complaints == 2


def test_unlike_complaints_open_issues_of_their_own(project: Project) -> None:
    complain(project, LEAVE)
    complain(project, VPN)

    place_all(project)

    assert sorted(i.short_id for i in Issue.objects.of(project)) == ["AL-1", "AL-2"]


def test_a_bare_thumb_down_goes_by_its_question(project: Project) -> None:
    worded = complain(project, comment="This is not what the agreement says.")
    place_all(project)
    bare = complain(project)

    place_all(project)

    assert issue_of(bare) == issue_of(worded)


def test_complaints_without_any_text_share_one_issue(project: Project) -> None:
    for number in range(3):
        say(project, f"never-sent-{number}", "down")

    place_all(project)

    [issue] = Issue.objects.of(project)
    assert (issue.title, issue.complaints, issue.wordless) == ("No text to go by", 3, True)


def test_a_complaint_finds_its_place_when_its_answer_arrives(project: Project) -> None:
    known = complain(project)
    early = say(project, "late-answer", "down")
    place_all(project)
    send_answer(project, "late-answer", question=LEAVE)

    assert has_work(project.pk)
    place_all(project)

    assert issue_of(early) == issue_of(known)
    assert Issue.objects.get(wordless=True).status == Issue.Status.ARCHIVED
    assert not has_work(project.pk)


def test_thumbs_up_are_not_placed(project: Project) -> None:
    say(project, send_answer(project), "up")

    place_all(project)

    assert not Issue.objects.of(project).exists()


def test_placing_twice_changes_nothing(project: Project) -> None:
    word = complain(project)
    place_all(project)
    Announcement.objects.create(project=project, feedback=word, announced_at=NOW)

    place_all(project)

    assert Placement.objects.filter(feedback=word).count() == 1
    assert issue_of(word).complaints == 1


def test_what_was_dealt_with_waits_no_more(project: Project) -> None:
    complain(project)
    assert backlog_of(project) == (1, NOW)

    assert place_all(project) == 1

    assert backlog_of(project) == (0, None)
    assert place_all(project) == 0


def test_a_flipped_vote_leaves_its_issue(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    stays = say(project, answer, "down", person="ann")
    goes = say(project, answer, "down", person="bob")
    place_all(project)

    say(project, answer, "up", person="bob")
    place_all(project)

    assert not Placement.objects.filter(feedback=goes).exists()
    assert not ComplaintVector.objects.filter(feedback=goes).exists()
    assert (issue_of(stays).complaints, issue_of(stays).people) == (1, 1)


def test_an_issue_left_empty_is_archived(project: Project) -> None:
    answer = send_answer(project)
    say(project, answer, "down", person="ann")
    place_all(project)

    say(project, answer, "down", person="ann", withdrawn=True)
    place_all(project)

    issue = Issue.objects.get()
    assert (issue.status, issue.complaints) == (Issue.Status.ARCHIVED, 0)
    assert issue.activity.first().verb == "emptied"  # type: ignore[union-attr]


def test_an_issue_left_empty_draws_no_new_complaints(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    say(project, answer, "down", person="ann")
    place_all(project)
    say(project, answer, "up", person="ann")
    place_all(project)

    again = say(project, answer, "down", person="ann")
    place_all(project)

    assert issue_of(again).status == Issue.Status.UNRESOLVED


def test_a_changed_text_moves_the_centre_and_not_the_complaint(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    word = say(project, answer, "down", person="ann")
    place_all(project)
    before = centre_of(issue_of(word))

    say(project, answer, "down", person="ann", comment="The VPN refuses my password.")
    place_all(project)

    assert issue_of(word).complaints == 1
    assert centre_of(issue_of(word)) != before
    assert centre_is_exact(issue_of(word))


def test_a_voter_is_counted_once(project: Project) -> None:
    for person in ("ann", "ann", "bob"):
        complain(project, person=person)

    place_all(project)

    issue = Issue.objects.get()
    assert (issue.complaints, issue.people) == (3, 2)


def test_first_and_last_seen_are_when_people_said_it(project: Project) -> None:
    complain(project, given_at=NOW - timedelta(days=3))
    complain(project, given_at=NOW - timedelta(days=9))

    place_all(project)

    issue = Issue.objects.get()
    assert issue.first_seen == NOW - timedelta(days=9)
    assert issue.last_seen == NOW - timedelta(days=3)


def test_an_issue_heard_of_for_a_week_is_new_no_more(project: Project) -> None:
    complain(project, given_at=NOW - timedelta(days=8))
    complain(project)

    place_all(project)

    assert Issue.objects.get().substatus == Issue.Substatus.ONGOING


def test_a_complaint_after_the_resolution_brings_the_issue_back(project: Project) -> None:
    complain(project)
    place_all(project)
    settle(Issue.objects.get())

    complain(project, given_at=NOW + timedelta(hours=2), now=NOW + timedelta(hours=2))
    place_all(project)

    issue = Issue.objects.get()
    assert (issue.status, issue.substatus) == ("unresolved", "regressed")
    assert issue.activity.first().verb == "regressed"  # type: ignore[union-attr]


def test_a_complaint_from_before_the_resolution_leaves_it_resolved(project: Project) -> None:
    complain(project)
    place_all(project)
    settle(Issue.objects.get())

    complain(project, given_at=NOW - timedelta(days=1))
    place_all(project)

    issue = Issue.objects.get()
    assert (issue.status, issue.complaints) == (Issue.Status.RESOLVED, 2)


def test_an_opened_issue_leaves_its_traces(project: Project) -> None:
    complain(project)

    place_all(project)

    issue = Issue.objects.get()
    assert IssueActivity.objects.get(issue=issue).verb == "opened"
    assert AuditEvent.objects.filter(verb="issue.opened", subject=f"issue:{issue.pk}").exists()
    assert AuditEvent.objects.filter(verb="complaints.placed").exists()


def test_a_young_issue_takes_a_better_title(project: Project) -> None:
    complain(project, "leave days annual??")
    place_all(project)
    for _ in range(3):
        complain(project, LEAVE)

    place_all(project)

    assert Issue.objects.get().title == LEAVE


def test_a_title_that_somebody_gave_stays(project: Project) -> None:
    complain(project, "leave days annual??")
    place_all(project)
    rename(
        issue=Issue.objects.get(), title="Leave", version=None, actor="member:a@b.example", now=NOW
    )
    for _ in range(3):
        complain(project, LEAVE)

    place_all(project)

    assert Issue.objects.get().title == "Leave"


def test_other_projects_issues_are_not_joined(project: Project, other_project: Project) -> None:
    complain(project)
    theirs = complain(other_project)
    place_all(project)

    place_all(other_project)

    assert issue_of(theirs).project == other_project


def test_moved_complaints_are_counted_where_they_are(project: Project) -> None:
    moved, stays = complain(project, LEAVE), complain(project, LEAVE, comment="So wrong.")
    target = complain(project, VPN)
    place_all(project)

    move(project, moved, to=issue_of(target))

    assert issue_of(moved) == issue_of(target)
    for word in (stays, target):
        assert issue_of(word).complaints == Placement.objects.filter(issue=issue_of(word)).count()
        assert centre_is_exact(issue_of(word))


def test_a_moved_complaint_stays_where_a_person_put_it(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    moved = say(project, answer, "down", person="ann")
    complain(project, LEAVE)
    target = complain(project, VPN)
    place_all(project)
    move(project, moved, to=issue_of(target))

    say(project, answer, "down", person="ann", comment="28 days is from the old agreement.")
    place_all(project)

    assert issue_of(moved) == issue_of(target)
    assert Placement.objects.get(feedback=moved).by == Placement.By.PERSON


def test_another_projects_complaints_are_not_moved(
    project: Project, other_project: Project
) -> None:
    target, theirs = complain(project), complain(other_project)
    place_all(project)
    place_all(other_project)

    move(project, theirs, to=issue_of(target))

    assert issue_of(theirs).project == other_project


def test_the_task_places_everything(project: Project) -> None:
    for _ in range(70):  # more than one batch
        complain(project)

    place(str(project.pk))

    assert Placement.objects.of(project).count() == 70


def test_the_task_passes_over_a_project_that_is_gone(db: None) -> None:
    place("01900000-0000-7000-8000-000000000000")


class Overtaken(Letters):
    """An embedder that is so slow that people change their minds meanwhile."""

    def __init__(self, project: Project, answer_id: str) -> None:
        self._project, self._answer_id = project, answer_id

    def embed(self, texts: Sequence[str]) -> Vectors:
        say(self._project, self._answer_id, "up", person="ann")
        return super().embed(texts)


def test_a_vote_that_changes_while_it_is_read_waits_for_the_next_round(project: Project) -> None:
    send_answer(project, "a-1")
    word = say(project, "a-1", "down", person="ann")

    place_waiting(project=project, embedder=Overtaken(project, "a-1"), limit=10, now=NOW)
    assert not Placement.objects.filter(feedback=word).exists()

    place_all(project)
    assert not Placement.objects.filter(feedback=word).exists()
    assert not Announcement.objects.of(project).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_place_each_complaint_once_and_open_no_twins() -> None:
    project = make_project("twins")
    for number in range(60):
        complain(project, (LEAVE, VPN)[number % 2])
    failures: list[BaseException] = []

    def work() -> None:
        try:
            while place_waiting(project=project, embedder=Letters(), limit=7, now=NOW):
                pass
        except BaseException as error:  # noqa: BLE001 - the test's own thread reports it
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert [issue.complaints for issue in Issue.objects.of(project)] == [30, 30]
    assert Placement.objects.of(project).count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_everything_as_it_was() -> None:
    project = make_project("dies")
    complain(project)

    @transaction.atomic
    def killed() -> None:
        place_all(project)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()

    assert backlog_of(project)[0] == 1
    assert place_all(project) == 1


def move(project: Project, word: Feedback, *, to: Issue) -> None:
    move_complaints(
        project=project,
        feedback_ids=[word.pk],
        to=to,
        actor="member:ann@example.org",
        now=NOW,
        why="it belongs there",
    )


def settle(issue: Issue) -> None:
    resolve(
        issue=issue,
        resolution="The page is mended.",
        version=None,
        actor="member:ann@example.org",
        now=NOW + timedelta(hours=1),
    )


def centre_of(issue: Issue) -> list[float]:
    return [round(float(value), 4) for value in IssueCentre.objects.get(issue=issue).total]


def centre_is_exact(issue: Issue) -> bool:
    vectors = ComplaintVector.objects.filter(feedback__placement__issue=issue)
    total = vectors.aggregate(total=Sum("vector"))["total"]
    assert IssueCentre.objects.get(issue=issue).count == vectors.count()
    return centre_of(issue) == [round(float(value), 4) for value in total]

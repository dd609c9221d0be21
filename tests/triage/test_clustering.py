"""A complaint is placed with those like it."""

from feedback.models import Announcement, Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import (
    LEAVE,
    VPN,
    centre_is_exact,
    centre_of,
    complain,
    issue_of,
    place_all,
)
from triage.clustering.queries import backlog_of, has_work
from triage.models import ComplaintVector, Issue, Placement


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
    assert (issue.title, issue.complaints, issue.holds) == ("No text to go by", 3, "wordless")


def test_a_complaint_finds_its_place_when_its_answer_arrives(project: Project) -> None:
    known = complain(project)
    early = say(project, "late-answer", "down")
    place_all(project)
    send_answer(project, "late-answer", question=LEAVE)

    assert has_work(project.pk)
    place_all(project)

    assert issue_of(early) == issue_of(known)
    assert Issue.objects.get(holds="wordless").status == Issue.Status.ARCHIVED
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

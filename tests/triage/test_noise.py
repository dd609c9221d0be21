"""What says nothing, and what says "ignore me", on its way to an issue."""

import pytest

from feedback.capture.messages import FlagMessage, SpanMessage
from feedback.models import Feedback, Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import LEAVE, VPN, complain, issue_of, place_all
from triage.issues.operations import move
from triage.models import Issue, Placement

MISTAKE = "Sorry, wrong button"
SPAM = "https://a.example https://b.example"


def is_aside(word: Feedback) -> bool:
    return issue_of(word).holds == Issue.Holds.NOISE


def bring_back(word: Feedback, *, to: Issue) -> None:
    move(
        issue=issue_of(word),
        feedback_ids=[word.pk],
        to=to,
        version=None,
        actor="member:ann@example.org",
        now=NOW,
    )


@pytest.mark.parametrize("comment", ["n/a", "asdf", "...", "none"])
def test_a_comment_that_says_nothing_leaves_the_question_to_go_by(
    project: Project, comment: str
) -> None:
    asked, empty = complain(project, LEAVE), complain(project, LEAVE, comment=comment)
    complain(project, VPN, comment=comment)

    place_all(project)

    assert issue_of(empty) == issue_of(asked)
    assert Issue.objects.of(project).count() == 2


def test_noise_shares_one_issue_that_nobody_has_to_work(project: Project) -> None:
    words = [complain(project, q, comment=c) for q in (LEAVE, VPN) for c in (MISTAKE, SPAM)]

    place_all(project)

    [issue] = Issue.objects.of(project)
    assert {issue_of(word) for word in words} == {issue}
    assert (issue.title, issue.status) == ("Pressed by mistake, or spam", Issue.Status.ARCHIVED)
    assert issue.complaints == 4


def test_noise_goes_where_noise_is_already(project: Project) -> None:
    first = complain(project, LEAVE, comment=MISTAKE)
    place_all(project)
    real, second = complain(project, LEAVE), complain(project, LEAVE, comment=MISTAKE)

    place_all(project)

    assert issue_of(second) == issue_of(first) != issue_of(real)


@pytest.mark.parametrize(
    "more",
    [
        {"correction": "30 days."},
        {"spans": [SpanMessage(start=0, end=2)]},
        {"flags": [FlagMessage(source="hr/leave", says="out_of_date")]},
    ],
    ids=["correction", "mark", "flag"],
)
def test_a_mistaken_comment_beside_something_pointed_at_is_a_complaint(
    project: Project, more: dict[str, object]
) -> None:
    asked = complain(project, LEAVE)
    answer = send_answer(project, question=LEAVE, text="28 days.", sources=["hr/leave"])
    word = say(project, answer, "down", comment=MISTAKE, **more)

    place_all(project)

    assert issue_of(word) == issue_of(asked)


def test_who_takes_it_back_later_leaves_the_issue(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    stays = complain(project, LEAVE)
    word = say(project, answer, "down", person="ann")
    place_all(project)

    say(project, answer, "down", person="ann", comment=MISTAKE)
    place_all(project)

    assert is_aside(word)
    assert issue_of(stays).complaints == 1


def test_who_says_more_later_is_heard(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    like = complain(project, LEAVE)
    word = say(project, answer, "down", person="ann", comment=MISTAKE)
    place_all(project)

    say(project, answer, "down", person="ann", comment="It is 30 days.")
    place_all(project)

    assert issue_of(word) == issue_of(like)


def test_a_person_can_bring_even_the_last_of_it_back(project: Project) -> None:
    like, word = complain(project, LEAVE), complain(project, LEAVE, comment=MISTAKE)
    place_all(project)
    noise = issue_of(word)

    bring_back(word, to=issue_of(like))
    again = complain(project, LEAVE, comment=MISTAKE)
    place_all(project)

    assert issue_of(word) == issue_of(like)
    assert Placement.objects.get(feedback=word).by == Placement.By.PERSON
    assert issue_of(again) == noise


def test_what_a_person_brought_back_stays(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    like = complain(project, LEAVE)
    word = say(project, answer, "down", person="ann", comment=MISTAKE)
    place_all(project)
    bring_back(word, to=issue_of(like))

    say(project, answer, "down", person="ann", comment="pressed by mistake")
    place_all(project)

    assert issue_of(word) == issue_of(like)


def test_noise_teaches_nothing_about_likeness(project: Project) -> None:
    noise = complain(project, LEAVE, comment=MISTAKE)
    place_all(project)

    assert not hasattr(issue_of(noise), "centre")

"""Issues get names by their complaints' words, after they were placed."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_key, place_all, say, send_answer
from tests.triage.acting import ANN
from tests.triage.finding import YESTERDAY, expired, found, look
from triage.issues.operations import rename
from triage.models import Issue, Kind
from triage.naming.operations import name_due
from triage.naming.queries import projects_to_name

MASKS = [
    "Should I wear a mask at work?",
    "Which mask is best against the virus at work?",
    "Do I have to wear a mask when I am at work alone?",
]
VPN = ["Why does the VPN refuse my password?", "Why is the VPN refusing my new password?"]


def complain(project: Project, question: str, **fields: object) -> None:
    say(project, send_answer(project, question=question), **fields)


def settle(project: Project) -> None:
    """Everything that waits is placed, and everything that is due named."""
    place_all(project)
    while name_due(project=project, limit=2, now=NOW).looked_at:
        pass


@pytest.fixture
def masks(project: Project) -> Issue:
    for question in [*MASKS, *VPN]:
        complain(project, question)
    settle(project)
    return Issue.objects.get(title__contains="mask")


def test_what_the_questions_have_in_common_stands_before_a_typical_one(masks: Issue) -> None:
    assert masks.title in {f"Wear a mask: {question}" for question in MASKS}
    assert masks.phrases[0] == "wear a mask"


def test_where_one_question_is_asked_it_is_the_title(project: Project) -> None:
    for _ in range(3):
        complain(project, MASKS[0])
    settle(project)

    assert Issue.objects.get().title == MASKS[0]


def test_a_young_issue_is_named_anew_when_it_has_doubled(project: Project) -> None:
    complain(project, "leave days annual??")
    settle(project)
    for _ in range(3):
        complain(project, "How many days of annual leave do I have?")

    settle(project)

    assert Issue.objects.get().title == "How many days of annual leave do I have?"


def test_nothing_is_due_until_an_issue_has_doubled(project: Project, masks: Issue) -> None:
    complain(project, MASKS[0])
    place_all(project)

    assert projects_to_name() == []
    assert name_due(project=project, limit=9, now=NOW).looked_at == 0


def test_a_title_that_somebody_gave_stays(project: Project, masks: Issue) -> None:
    rename(issue=masks, title="Face masks", version=None, actor=ANN, now=NOW)
    for _ in range(5):
        complain(project, MASKS[0], comment="Nobody at the office knows.")

    settle(project)

    masks.refresh_from_db()
    assert masks.title == "Face masks"
    assert masks.phrases
    assert masks.named_for == 8


def test_a_finding_keeps_the_title_of_its_kind(project: Project) -> None:
    for number in range(2):
        given = send_answer(project, now=YESTERDAY, citations=[expired()])
        say(project, given, person=f"p{number}")
    settle(project)
    look(project, Kind.EXPIRED_SOURCE)

    settle(project)

    issue = found(project, Kind.EXPIRED_SOURCE)
    assert (issue.complaints, issue.phrases) == (2, [])
    assert issue.title.startswith("Expired, and still cited")


def test_naming_is_in_the_audit_trail(masks: Issue) -> None:
    event = AuditEvent.objects.filter(verb="issue.named", subject=f"issue:{masks.pk}").last()

    assert event.data["to"] == masks.title


def test_the_api_gives_the_phrases(client: Client, project: Project, masks: Issue) -> None:
    key = make_key(project, "secret").secret

    found = client.get(
        f"/api/v1/issues/{masks.short_id}", headers={"Authorization": f"Bearer {key}"}
    )

    assert found.json()["phrases"] == masks.phrases


def test_the_page_shows_the_phrases(member_client: Callable[[str], Client], masks: Issue) -> None:
    page = member_client("viewer").get(f"/p/alpha/issues/{masks.short_id}/")

    assert "Often here, and seldom elsewhere: wear a mask" in page.content.decode()

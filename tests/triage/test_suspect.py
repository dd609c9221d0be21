"""Votes that came in a burst are in no issue, until somebody says that they count."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations import record_feedback
from feedback.capture.operations.suspicion import clear_suspicion, restore_suspicion
from feedback.errors import ConflictError, NotFoundError
from feedback.models import Announcement, AuditEvent, Feedback, Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from triage.clustering.queries import backlog_of
from triage.issues.queries.bursts import bursts_of
from triage.models import Issue, Placement
from triage.notices.queries import fate_of

ACT: dict[str, Any] = {"actor": "member:a@b.example", "now": NOW}


@pytest.fixture
def burst(project: Project) -> list[Feedback]:
    """Three complaints about one answer, all at once."""
    answer = send_answer(project, "a-1", question="How many days of leave do I have?")
    messages = [
        FeedbackMessage(
            answer=answer.external_id, rating="down", visitor=f"v-{n}", comment=f"Bad {n}."
        )
        for n in range(3)
    ]
    record_feedback(project=project, messages=messages, channel="widget", suspect=True, **ACT)
    return list(Feedback.objects.of(project).filter(suspect=True).order_by("id"))


def clear(project: Project, words: list[Feedback]) -> int:
    return clear_suspicion(project=project, ids=[word.pk for word in words], **ACT)


def last_act(project: Project) -> Any:
    return AuditEvent.objects.of(project).filter(verb="suspicion.cleared").latest("id").pk


def test_a_suspect_complaint_gets_no_place(project: Project, burst: list[Feedback]) -> None:
    place_all(project)
    fate = fate_of(project=project, feedback_id=str(burst[0].pk), now=NOW)
    assert (fate.state, fate.issue) == ("received", None)
    assert backlog_of(project) == (0, None)


def test_what_is_counted_after_all_gets_its_place(project: Project, burst: list[Feedback]) -> None:
    assert clear(project, burst) == 3
    assert backlog_of(project)[0] == 3
    place_all(project)
    assert Issue.objects.get().complaints == 3
    assert not Feedback.objects.filter(suspect=True).exists()


def test_clearing_twice_changes_nothing(project: Project, burst: list[Feedback]) -> None:
    clear(project, burst)
    assert clear(project, burst) == 0
    assert AuditEvent.objects.filter(verb="suspicion.cleared").count() == 1
    assert Announcement.objects.filter(feedback__in=burst).count() == 3


def test_undoing_takes_the_places_away(project: Project, burst: list[Feedback]) -> None:
    say(project, "a-1", visitor="calm")
    clear(project, burst)
    place_all(project)
    assert restore_suspicion(project=project, event_id=last_act(project), **ACT) == 3
    place_all(project)
    assert Issue.objects.get().complaints == 1
    assert not Placement.objects.filter(feedback__in=burst).exists()
    with pytest.raises(ConflictError):
        restore_suspicion(project=project, event_id=last_act(project), **ACT)


def test_another_projects_votes_cant_be_counted(
    project: Project, other_project: Project, burst: list[Feedback]
) -> None:
    assert clear(other_project, burst) == 0
    clear(project, burst)
    with pytest.raises(NotFoundError):
        restore_suspicion(project=other_project, event_id=last_act(project), **ACT)


def test_a_vote_that_changes_in_the_meantime_stays_suspect(
    project: Project, burst: list[Feedback]
) -> None:
    say(project, "a-1", "down", visitor="v-0", comment="Really.")
    place_all(project)
    assert not Placement.objects.exists()


def test_the_page_shows_a_burst_and_counts_it(
    member_client: Callable[[str], Client], project: Project, burst: list[Feedback]
) -> None:
    make_issue(project, "Why does the VPN refuse my password?")
    client = member_client("triager")
    assert "3 votes came in a burst" in client.get("/p/alpha/queue/").content.decode()
    [found] = bursts_of(project)
    shown = client.get("/p/alpha/bursts/").content.decode()
    assert "How many days of leave" in shown
    assert "Bad 0." in shown
    assert found.name in shown

    response = client.post("/p/alpha/bursts/count/", {"burst": [found.name]})

    assert response.status_code == 302
    assert "came in a burst" not in client.get("/p/alpha/queue/").content.decode()
    after = client.get("/p/alpha/bursts/").content.decode()
    assert "None" in after
    assert "3 votes, by" in after
    client.post("/p/alpha/bursts/undo/", {"event": str(last_act(project))})
    assert Feedback.objects.filter(suspect=True).count() == 3
    assert "3 votes, by" not in client.get("/p/alpha/bursts/").content.decode()


def test_bursts_are_kept_as_a_table(
    member_client: Callable[[str], Client], project: Project, burst: list[Feedback]
) -> None:
    lines = member_client("viewer").get("/p/alpha/bursts/?format=csv").content.decode()
    assert lines.splitlines()[0].startswith("answer,question,hour,votes")
    assert lines.splitlines()[1].startswith("a-1,How many days of leave do I have?,2026-06-15T12")


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("count", {}, 422),
        ("count", {"burst": "nonsense"}, 422),
        ("count", {"burst": "\0@2026-06-15T12"}, 422),
        ("count", {"burst": "019b0000-0000-7000-8000-000000000000@9999-12-31T23"}, 302),
        ("count", {"burst": "019b0000-0000-7000-8000-000000000000@0001-01-01T00"}, 302),
        ("undo", {"event": "\0"}, 404),
        ("undo", {"event": "019b0000-0000-7000-8000-000000000000"}, 404),
    ],
)
def test_what_cant_be_meant_is_refused(
    member_client: Callable[[str], Client], path: str, form: dict[str, str], status: int
) -> None:
    response = member_client("triager").post(f"/p/alpha/bursts/{path}/", form)
    assert response.status_code == status

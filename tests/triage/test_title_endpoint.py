"""Titles by a chat endpoint: what is sent, what is taken, and what happens when it fails."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.models import AuditEvent, Feedback, Project
from feedback.texts import is_storable
from tests.builders import NOW, make_issue
from tests.triage.acting import ANN
from tests.triage.chatting import Answer, drips, endpoint, hangs_up, says, sends
from triage.issues.operations import rename
from triage.models import Issue
from triage.naming.asking import title_in
from triage.naming.endpoint import LARGEST, Endpoint, EndpointError, ask
from triage.naming.operations import title_by_endpoint
from triage.naming.tasks import write_title

LEAVE = "How many days of leave do I have?"
HELLO = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(project, LEAVE, complaints=2, comment="Ask ann@example.org, it is 30.")


def answer_of(url: str, *, timeout_s: float = 5.0) -> str:
    waits: list[float] = []
    return ask(Endpoint(url, "small", timeout_s=timeout_s), HELLO, pause=waits.append)


def code_of(url: str, *, timeout_s: float = 5.0) -> str:
    with pytest.raises(EndpointError) as caught:
        answer_of(url, timeout_s=timeout_s)
    return caught.value.code


def test_it_is_asked_as_chat_endpoints_are() -> None:
    with endpoint(says("Hi")) as heard:
        text = ask(Endpoint(f"{heard.url}/", "small", key="k-1"), HELLO)

    [(path, headers, message)] = heard.requests
    assert text == "Hi"
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k-1"
    assert message == {"model": "small", "messages": HELLO}


@pytest.mark.parametrize(
    ("answer", "code", "tries"),
    [
        (sends(b"{}", status=500), "busy", 2),
        (sends(b"{}", status=429), "busy", 2),
        (hangs_up, "unreachable", 2),
        (sends(b"{}", status=401), "refused", 1),
        (sends(b"", status=307), "refused", 1),
        (sends(b"<html>"), "unreadable", 1),
        (sends(b"\xff\xfe"), "unreadable", 1),
        (sends(b"[" * 60_000), "unreadable", 1),
        (sends(b'{"choices": []}'), "unreadable", 1),
        (sends(b'{"choices": [{"message": {"content": null}}]}'), "unreadable", 1),
        (sends(b" " * (LARGEST + 1)), "too_large", 1),
    ],
)
def test_a_failure_has_a_name_and_is_tried_again_where_that_may_help(
    answer: Answer, code: str, tries: int
) -> None:
    with endpoint(answer) as heard:
        assert code_of(heard.url) == code

    assert len(heard.requests) == tries


def test_one_failure_is_made_up_for() -> None:
    with endpoint(sends(b"", status=503), says("Hi")) as heard:
        assert answer_of(heard.url) == "Hi"


def test_who_is_not_there_is_unreachable() -> None:
    with endpoint(says("Hi")) as heard:
        pass

    assert code_of(heard.url) == "unreachable"


def test_an_answer_that_comes_in_drops_is_cut_off() -> None:
    began = time.monotonic()
    with endpoint(drips) as heard:
        assert code_of(heard.url, timeout_s=0.4) == "timed_out"

    assert time.monotonic() - began < 5


def test_the_title_is_the_endpoints(leave: Issue) -> None:
    with endpoint(says("Days of leave: 28 said, 30 right")) as heard:
        title_by_endpoint(issue=leave, endpoint=Endpoint(heard.url, "small"), clock=lambda: NOW)

    leave.refresh_from_db()
    event = AuditEvent.objects.get(verb="issue.titled", subject=f"issue:{leave.pk}")
    assert leave.title == "Days of leave: 28 said, 30 right"
    assert event.data == {"from": LEAVE, "to": leave.title, "model": "small"}


def test_personal_data_does_not_go_out(leave: Issue) -> None:
    Feedback.objects.update(comment="Ask bob@example.org.")  # as a project has it that masks none
    with endpoint(says("Leave")) as heard:
        title_by_endpoint(issue=leave, endpoint=Endpoint(heard.url, "small"), clock=lambda: NOW)

    assert LEAVE in heard.text
    assert "example.org" not in heard.text


def test_a_title_that_somebody_gives_meanwhile_stays(leave: Issue) -> None:
    seen = Issue.objects.get()
    rename(issue=leave, title="Leave", version=None, actor=ANN, now=NOW)
    with endpoint(says("Days of leave")) as heard:
        kept = title_by_endpoint(
            issue=seen, endpoint=Endpoint(heard.url, "small"), clock=lambda: NOW
        )

    assert kept is None
    assert Issue.objects.get().title == "Leave"


@pytest.mark.parametrize("answer", [sends(b"", status=400), says(" \n"), says("\u202e...")])
def test_without_an_answer_the_title_that_is_there_stays(
    settings: Any, leave: Issue, answer: Answer
) -> None:
    with endpoint(answer) as heard:
        settings.LLM_URL, settings.LLM_MODEL = heard.url, "small"
        write_title(str(leave.pk))

    assert heard.requests
    assert Issue.objects.get().title == LEAVE


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ('"Leave days are out of date"\n', "Leave days are out of date"),
        ("\n\n**Title: Leave days**\nBecause they ask", "Leave days"),
        ("<think>\nHm, leave?\n</think>\nLeave days", "Leave days"),
        ("Le\x00ave\u202e days\ud800", "Leave days"),
        ("假期天數", "假期天數"),
        ("...", ""),
    ],
)
def test_of_an_answer_the_first_line_with_words_is_the_title(answer: str, title: str) -> None:
    assert title_in(answer) == title


@given(st.text(st.characters(), max_size=300))
def test_whatever_comes_a_title_is_one_short_line_that_can_be_stored(answer: str) -> None:
    title = title_in(answer)

    assert len(title) <= 90
    assert len(title.splitlines()) <= 1
    assert is_storable(title)

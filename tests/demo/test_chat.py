"""The demonstration chat: a host application as a visitor meets it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from demo.chat.matching import closest
from demo.chat.pages import ASKS_AN_HOUR
from feedback.capture.messages import CitationMessage
from feedback.directory.operations import PersonEntry, sync_people
from feedback.models import Answer, Project
from tests.builders import make_project, send_answer

HTMX = {"HX-Request": "true"}


@pytest.fixture
def demonstration(db: None, settings: Any, tmp_path: Path) -> Project:
    """A small one: two people, one answer about leave with its source."""
    settings.VAR = tmp_path
    project = make_project("demo")
    entries = [PersonEntry("u-1", "HR", "Pilot"), PersonEntry("u-2", "Sales", "Pilot")]
    sync_people(project=project, entries=entries, now=datetime(2026, 1, 1, tzinfo=UTC))
    citation = CitationMessage(source="hr/leave", title="Leave policy", passage="28 days.")
    send_answer(project, "a-1", citations=[citation], confidence=0.9, language="en")
    return project


def ask(client: Client, question: str = "How many days of leave have I?") -> Any:
    return client.post("/demo/ask", {"question": question}, headers=HTMX)


def given() -> Answer:
    """The answer that the chat gave."""
    return Answer.objects.get(external_id__startswith="chat-")


@pytest.mark.django_db
def test_without_the_demonstration_the_page_says_how_to_get_it(client: Client) -> None:
    assert "load_demo" in client.get("/demo/").text


def test_an_answer_comes_with_the_widget_which_shows_its_sources(
    demonstration: Project, client: Client
) -> None:
    page = ask(client).text
    assert "You have 28 days of leave." in page
    assert given().citations.get().source.title == "Leave policy"
    assert f'<errata-feedback answer="{given().external_id}"' in page


def test_asking_records_an_answer_for_the_person_played(
    demonstration: Project, client: Client
) -> None:
    client.post("/demo/person", {"person": "u-2"})
    ask(client)
    answer = given()
    assert (answer.person.external_id, answer.team.name) == ("u-2", "Sales")
    assert answer.citations.get().source.external_id == "hr/leave"


def test_a_question_like_no_other_is_not_answered(demonstration: Project, client: Client) -> None:
    ask(client, "Quel temps fera-t-il demain?")
    assert given().abstained


def test_the_conversation_is_there_after_a_reload(demonstration: Project, client: Client) -> None:
    ask(client, "How many days of leave, please?")
    assert "How many days of leave, please?" in client.get("/demo/").text


def test_a_new_conversation_is_empty(demonstration: Project, client: Client) -> None:
    ask(client, "How many days of leave, please?")
    client.post("/demo/afresh")
    assert "How many days of leave, please?" not in client.get("/demo/").text


def test_one_visitor_does_not_see_anothers_conversation(
    demonstration: Project, client: Client
) -> None:
    ask(client, "How many days of leave, please?")
    assert "How many days of leave, please?" not in Client().get("/demo/").text


def test_a_question_works_without_scripts(demonstration: Project, client: Client) -> None:
    response = client.post("/demo/ask", {"question": "How many days of leave?"}, follow=True)
    assert "You have 28 days of leave." in response.text


@pytest.mark.parametrize("question", ["", " ", "x" * 501, "leave\x00"])
def test_a_bad_question_is_refused(question: str, demonstration: Project, client: Client) -> None:
    assert ask(client, question).status_code == 422
    assert Answer.objects.count() == 1


def test_a_visitor_asks_only_so_often(demonstration: Project, client: Client) -> None:
    statuses = [ask(client).status_code for _ in range(ASKS_AN_HOUR + 1)]
    assert statuses == [200] * ASKS_AN_HOUR + [429]


def test_asking_needs_the_forms_own_token(demonstration: Project) -> None:
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403


def test_someone_who_is_not_in_the_project_cannot_be_played(
    demonstration: Project, client: Client
) -> None:
    client.post("/demo/person", {"person": "stranger"})
    assert "errata-person" not in client.get("/demo/").text


def test_the_chat_does_not_learn_from_itself(demonstration: Project, client: Client) -> None:
    ask(client, "Where is the printer?")
    ask(client, "Where is the printer?")
    assert {a.abstained for a in Answer.objects.filter(external_id__startswith="chat-")} == {True}


QUESTIONS = ["How many days of leave do I have?", "Who pays for travel?", "How do I reset it?"]
LIKE = {
    "how much leave have I": 0,
    "Who pays my travelling?": 1,
    "leave": 0,
    "What is the capital of France?": None,
    "How do I": 2,
    "": None,
}


@pytest.mark.parametrize("question", LIKE)
def test_the_closest_question_is_found(question: str) -> None:
    assert closest(question, QUESTIONS) == LIKE[question]


def test_nothing_is_close_to_nothing() -> None:
    assert closest("leave", []) is None

"""Verified answers by what a question means, as the assistant asks for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import Member, Project, Source
from tests.builders import make_member
from tests.triage.reviewing import LEAVE, RIGHT, accept, only_answer, propose
from triage.corrections import operations
from triage.corrections.operations.expiring import read_anew
from triage.models import VerifiedAnswer

WithKey = Callable[[str], APIClient]
ANN = "member:ann@alpha.example"


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "triager", email="ann@alpha.example")


def ask(client: APIClient, q: str, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/verified-answers", {"q": q, **asked})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_question_in_other_words_finds_the_answer_with_all_that_belongs_to_it(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    word = propose(project, sources=["handbook"])
    Source.objects.update(version="2026", title="The handbook", uri="https://example.org/h")
    until = timezone.now().date() + timedelta(days=9)
    accept(word, ann, sources=[Source.objects.get().pk], valid_until=until)
    [found] = ask(key_client("secret"), "how many days of annual leave have I got")
    assert 0.8 < found.pop("likeness") < 1
    assert found == {
        "id": "V-1",
        "version": 1,
        "question": LEAVE,
        "text": RIGHT,
        "valid_until": str(until),
        "sources": [
            {
                "id": "handbook",
                "title": "The handbook",
                "uri": "https://example.org/h",
                "version": "2026",
            }
        ],
    }


def test_the_same_words_are_wholly_alike_and_others_find_nothing(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    accept(propose(project), ann)
    client = key_client("secret")
    assert ask(client, LEAVE.lower()[:-1])[0]["likeness"] == pytest.approx(1, abs=0.002)
    assert ask(client, "Where is the printer?") == []
    assert ask(client, "?!") == []
    assert len(ask(client, "Who pays for my leave?", least=0)) == 1
    assert ask(client, "Who pays for my leave?") == []


def test_the_likest_comes_first_and_as_many_as_are_asked_for(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    for n, what in enumerate(["annual leave", "sick leave", "parental leave"]):
        question = f"How many days of {what} do I have?"
        accept(propose(project, f"{n}.", question=question, person=f"p-{n}"), ann)
    client = key_client("secret")
    asked = "How many days of sick leave do I have?"
    assert [one["text"] for one in ask(client, asked)] == ["1."]
    found = ask(client, asked, limit=3, least=0.3)
    likeness = [one["likeness"] for one in found]
    assert (len(found), likeness) == (3, sorted(likeness, reverse=True))


STALE: list[dict[str, Any]] = [
    {"approved_until": timezone.now().date() - timedelta(days=1)},
    {"status": "withdrawn"},
    {"version": "2027"},
]


@pytest.mark.parametrize("becomes", STALE)
def test_what_rests_on_a_source_that_changed_is_not_served_from_that_moment_on(
    key_client: WithKey, project: Project, ann: Member, becomes: dict[str, Any]
) -> None:
    word = propose(project, sources=["handbook"])
    accept(word, ann, sources=[Source.objects.get().pk])
    client = key_client("secret")
    assert len(ask(client, LEAVE)) == 1
    Source.objects.update(**becomes)
    assert ask(client, LEAVE) == []


def test_neither_what_is_retired_nor_what_is_past_its_day_is_served(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    accept(propose(project), ann)
    client = key_client("secret")
    VerifiedAnswer.objects.update(valid_until=timezone.now().date() - timedelta(days=1))
    assert ask(client, LEAVE) == []
    VerifiedAnswer.objects.update(valid_until=None)
    assert len(ask(client, LEAVE)) == 1
    operations.retire(answer=only_answer(project), why="old", actor=ANN, now=timezone.now())
    assert ask(client, LEAVE) == []


def test_a_revised_question_is_found_by_its_new_words(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    accept(propose(project), ann)
    row = only_answer(project)
    said = operations.Content("Where is the printer?", "Upstairs.", row.owner)
    operations.revise(
        answer=row, content=said, version=1, why="revised", actor=ANN, now=timezone.now()
    )
    client = key_client("secret")
    assert ask(client, LEAVE) == []
    assert ask(client, "where is the printer")[0]["version"] == 2


def test_what_another_model_read_is_not_compared_until_it_is_read_anew(
    key_client: WithKey, project: Project, ann: Member
) -> None:
    accept(propose(project), ann)
    VerifiedAnswer.objects.update(vector_model="older", vector=[0.5] * 256)
    client = key_client("secret")
    assert ask(client, LEAVE, least=0) == []
    assert read_anew() == 1
    assert len(ask(client, LEAVE)) == 1
    assert read_anew() == 0


def test_another_project_s_answers_are_not_found(
    key_client: WithKey, project: Project, other_project: Project
) -> None:
    eve = make_member(other_project, "triager")
    accept(propose(other_project), eve)
    assert ask(key_client("secret"), LEAVE, least=0) == []


@pytest.mark.parametrize(
    "asked", [{}, {"q": "x" * 1001}, {"q": "x", "limit": 21}, {"q": "x", "least": 2}]
)
def test_what_can_t_be_meant_is_refused(
    key_client: WithKey, project: Project, asked: dict[str, Any]
) -> None:
    answer = key_client("secret").get("/api/v1/verified-answers", asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "parameter_refused")


def test_a_public_key_may_not_ask(key_client: WithKey, project: Project) -> None:
    assert key_client("public").get("/api/v1/verified-answers", {"q": "x"}).status_code == 403

"""Words are read back as they were said."""

from typing import Any

import pytest
from django.test import Client

from feedback.capture.messages import FlagMessage, SpanMessage
from feedback.models import Project
from tests.builders import NOW, make_key, make_project, say, send_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


def read(client: Client, project: Project, **asked: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {make_key(project, 'secret').secret}"}
    found = client.get("/api/v1/feedback", asked, headers=headers)
    assert found.status_code == 200, found.content
    results: list[dict[str, Any]] = found.json()["results"]
    return results


def test_a_word_is_read_with_everything_that_belongs_to_it(
    client: Client, project: Project
) -> None:
    answer = send_answer(project, "a-1", release="2026.4", sources=["hr/leave.pdf"])
    said = say(
        project,
        answer,
        person="u-17",
        team="Sales",
        cohort="Pilot",
        reasons=["wrong", "out_of_date"],
        comment="The new agreement says 30.",
        correction="You have 30 days.",
        spans=[SpanMessage(start=9, end=16), SpanMessage(start=0, end=3)],
        flags=[FlagMessage(source="hr/leave.pdf", says="out_of_date")],
    )
    assert read(client, project) == [
        {
            "id": str(said.id),
            "answer": "a-1",
            "person": "u-17",
            "visitor": False,
            "team": "Sales",
            "cohort": "Pilot",
            "release": "2026.4",
            "channel": "api",
            "rating": "down",
            "reasons": ["out_of_date", "wrong"],
            "comment": "The new agreement says 30.",
            "correction": "You have 30 days.",
            "spans": [
                {"start": 0, "end": 3, "quote": "You"},
                {"start": 9, "end": 16, "quote": "28 days"},
            ],
            "flags": [{"source": "hr/leave.pdf", "says": "out_of_date"}],
            "withdrawn": False,
            "complains": True,
            "suspect": False,
            "revision": 1,
            "given_at": NOW.isoformat().replace("+00:00", "Z"),
            "recorded_at": NOW.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_a_visitor_s_word_names_nobody(client: Client, project: Project) -> None:
    say(project, "a-1", visitor="v-1")
    [word] = read(client, project)
    assert (word["visitor"], word["person"], word["team"], word["spans"]) == (True, None, None, [])


def test_the_newest_words_come_first(client: Client, project: Project) -> None:
    said = [str(say(project, f"a-{n}").id) for n in range(3)]
    assert [word["id"] for word in read(client, project)] == said[::-1]


def test_a_page_leaves_off_where_the_next_begins(client: Client, project: Project) -> None:
    said = [str(say(project, f"a-{n}").id) for n in range(3)]
    headers = {"Authorization": f"Bearer {make_key(project, 'secret').secret}"}
    first = client.get("/api/v1/feedback", {"limit": "2"}, headers=headers).json()
    rest = client.get("/api/v1/feedback", {"cursor": first["next"]}, headers=headers).json()
    assert [word["id"] for word in first["results"] + rest["results"]] == said[::-1]
    assert rest["next"] == ""


@pytest.mark.parametrize("asked", [{"team": "sales"}, {"reason": "unclear"}, {"team": "Sales"}])
def test_filters_leave_what_they_say(
    asked: dict[str, str], client: Client, project: Project
) -> None:
    wanted = say(project, "a-1", person="u-1", team="Sales", reasons=["unclear"])
    say(project, "a-1", person="u-2", team="Legal", reasons=["wrong"])
    assert [word["id"] for word in read(client, project, **asked)] == [str(wanted.id)]


def test_nobody_reads_another_project_s_words(client: Client, project: Project) -> None:
    say(make_project("omega"), "a-1")
    assert read(client, project) == []

"""`GET /feedback` and `GET /answers`: in pages, or everything as a stream."""

import csv
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from feedback.capture.messages import CitationMessage, FlagMessage, SpanMessage
from feedback.directory.operations import add_member
from feedback.models import Feedback, Project
from feedback.reading import columns, rows
from tests.builders import NOW, make_key, make_member, make_project, say, send_answer

LISTS = ("feedback", "answers")


def page(client: Client, path: str = "feedback", **asked: Any) -> dict[str, Any]:
    got = client.get(f"/api/v1/{path}", asked)
    assert got.status_code == 200, got.content
    return dict(got.json())


def ids(client: Client, path: str = "feedback", **asked: Any) -> list[str]:
    return [row["id"] for row in page(client, path, **asked)["results"]]


def people(client: Client, **asked: Any) -> set[str]:
    return {row["person"] for row in page(client, **asked)["results"]}


def text_of(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


# --- pages ------------------------------------------------------------------------------------


def test_the_newest_come_first(reader: APIClient, words: list[Feedback]) -> None:
    assert ids(reader) == [str(word.id) for word in reversed(words)]
    assert ids(reader, "answers") == [f"a-{n}" for n in reversed(range(7))]


@pytest.mark.parametrize("path", LISTS)
def test_pages_lead_to_the_end_while_rows_are_added(
    path: str, reader: APIClient, project: Project, words: list[Feedback]
) -> None:
    found, cursor = [], ""
    for n in range(10):
        read = page(reader, path, limit=2, cursor=cursor)
        found += [row["answer" if path == "feedback" else "id"] for row in read["results"]]
        say(project, send_answer(project, f"new-{n}"), person="late")
        if not (cursor := read["next"]):
            break
    assert found == [f"a-{n}" for n in reversed(range(7))]


def test_a_last_page_that_is_full_has_none_after_it(
    reader: APIClient, words: list[Feedback]
) -> None:
    read = page(reader, limit=7)
    assert (len(read["results"]), read["next"]) == (7, "")


def test_a_page_has_fifty_rows_unless_asked(reader: APIClient, project: Project) -> None:
    for n in range(51):
        say(project, "a", person=f"p-{n}")
    assert len(page(reader)["results"]) == 50
    assert len(page(reader, limit=200)["results"]) == 51
    assert len(page(reader, limit=1)["results"]) == 1


# --- rows -------------------------------------------------------------------------------------


def test_a_row_says_all_that_was_said(reader: APIClient, project: Project) -> None:
    send_answer(project, "a", text="You have 28 days.", sources=["leave.pdf"], release="2026.4")
    word = say(
        project,
        "a",
        "down",
        person="ann",
        team="Sales",
        reasons=["wrong"],
        comment="Thirty.",
        correction="You have 30 days.",
        spans=[SpanMessage(start=9, end=16), SpanMessage(start=0, end=3)],
        flags=[FlagMessage(source="leave.pdf", says="out_of_date")],
    )
    [row] = page(reader)["results"]
    assert row == {
        "id": str(word.id),
        "answer": "a",
        "person": "ann",
        "visitor": False,
        "team": "Sales",
        "cohort": None,
        "release": "2026.4",
        "channel": "api",
        "rating": "down",
        "reasons": ["wrong"],
        "comment": "Thirty.",
        "correction": "You have 30 days.",
        "spans": [
            {"start": 0, "end": 3, "quote": "You"},
            {"start": 9, "end": 16, "quote": "28 days"},
        ],
        "flags": [{"source": "leave.pdf", "says": "out_of_date"}],
        "withdrawn": False,
        "complains": True,
        "suspect": False,
        "revision": 1,
        "given_at": "2026-06-15T12:00:00Z",
        "recorded_at": "2026-06-15T12:00:00Z",
    }


def test_an_answers_row_has_its_citations_in_order(reader: APIClient, project: Project) -> None:
    cited = [CitationMessage(source=name, passage=f"of {name}") for name in ("b", "a")]
    send_answer(project, "a-1", citations=cited, confidence=0.8)
    [row] = page(reader, "answers")["results"]
    assert row.keys() == columns.ANSWERS.keys()
    assert [(one["position"], one["source"]) for one in row["citations"]] == [(1, "b"), (2, "a")]
    assert row["confidence"] == 0.8


@pytest.mark.parametrize("asked", ["", "?format=csv", "?format=jsonl"])
def test_who_a_visitor_is_is_not_shown(asked: str, reader: APIClient, project: Project) -> None:
    say(project, "a", visitor="visitor-4711")
    got = reader.get(f"/api/v1/feedback{asked}")
    text = text_of(got) if got.streaming else got.text
    assert "4711" not in text
    [row] = page(reader)["results"]
    assert (row["person"], row["visitor"]) == (None, True)


@pytest.mark.parametrize("path", LISTS)
def test_more_rows_take_no_more_queries(
    path: str, reader: APIClient, project: Project, words: list[Feedback]
) -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(ids(reader, path, limit=limit)) == limit
        return len(seen)

    queries(1)  # the key's use is noted once
    assert queries(1) == queries(7)


# --- streams ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("batch", [1, 3, 7, 1000])
def test_a_stream_has_every_row_once(
    path: str,
    batch: int,
    reader: APIClient,
    words: list[Feedback],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "BATCH", batch)
    lines = text_of(reader.get(f"/api/v1/{path}?format=jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == page(reader, path)["results"]
    table = list(csv.DictReader(text_of(reader.get(f"/api/v1/{path}?format=csv")).splitlines()))
    assert [row["id"] for row in table] == ids(reader, path)


@pytest.mark.parametrize("path", LISTS)
def test_a_file_begins_with_its_columns(path: str, reader: APIClient, project: Project) -> None:
    got = reader.get(f"/api/v1/{path}?format=csv")
    assert got["Content-Type"] == "text/csv; charset=utf-8"
    named = columns.FEEDBACK if path == "feedback" else columns.ANSWERS
    assert text_of(got) == ",".join(named) + "\r\n"
    assert text_of(reader.get(f"/api/v1/{path}?format=jsonl")) == ""


def test_a_stream_is_narrowed_as_a_page_is(reader: APIClient, words: list[Feedback]) -> None:
    lines = text_of(reader.get("/api/v1/feedback?format=jsonl&person=p-3")).splitlines()
    assert [json.loads(line)["person"] for line in lines] == ["p-3"]


@pytest.mark.parametrize("asked", ["limit=1", "cursor=AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_stream_has_no_pages(asked: str, reader: APIClient) -> None:
    got = reader.get(f"/api/v1/feedback?format=csv&{asked}")
    assert (got.status_code, got.json()["path"]) == (422, asked.partition("=")[0])


@pytest.mark.parametrize(
    "formula",
    ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n=1", "\uff1d1"],
)
def test_no_cell_is_a_formula(formula: str, reader: APIClient, project: Project) -> None:
    send_answer(project, "a", text=formula, question=formula, person=formula)
    table = list(
        csv.DictReader(text_of(reader.get("/api/v1/answers?format=csv")).splitlines(keepends=True))
    )
    for name in ("text", "question", "person"):
        assert table[0][name].startswith("'")


def test_a_cell_keeps_its_lines_lists_and_commas(reader: APIClient, project: Project) -> None:
    send_answer(project, "a", text='one,\n"two"', sources=["s"])
    text = text_of(reader.get("/api/v1/answers?format=csv"))
    [row] = csv.DictReader(text.splitlines(keepends=True))
    assert row["text"] == 'one,\n"two"'
    assert json.loads(row["citations"])[0]["source"] == "s"
    assert row["confidence"] == ""


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_another_projects_rows_are_not_there(
    path: str, reader: APIClient, words: list[Feedback]
) -> None:
    other = make_project("omega")
    say(other, send_answer(other, "theirs", team="Theirs"), person="their own")
    assert "theirs" not in str(page(reader, path))
    assert page(reader, path, person="their own")["results"] == []
    assert reader.get(f"/api/v1/{path}", {"team": "Theirs"}).status_code == 422


@pytest.mark.parametrize("path", LISTS)
def test_a_page_may_not_read(path: str, key_client: Callable[[str], APIClient]) -> None:
    got = key_client("public").get(f"/api/v1/{path}")
    assert (got.status_code, got.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize("path", LISTS)
def test_a_key_reads_by_its_scopes(path: str, project: Project) -> None:
    for scopes, status in ((["send feedback", "send answers"], 403), (["read"], 200)):
        client = APIClient()
        key = make_key(project, "secret", scopes=scopes).secret
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        assert client.get(f"/api/v1/{path}").status_code == status


def test_a_member_reads_the_project_they_name(project: Project, words: list[Feedback]) -> None:
    other = make_project("omega")
    browser = Client()
    browser.force_login(make_member(project, "viewer", email="v@example.org").user)
    assert len(ids(browser)) == 7  # their only one needs no name
    add_member(project=other, email="v@example.org", role="viewer", actor="system:test", now=NOW)
    assert len(ids(browser, project="alpha")) == 7
    assert ids(browser, project="omega") == []
    assert browser.get("/api/v1/feedback").status_code == 404


def test_nobody_reads_without_a_key_or_a_session(client: Client, words: list[Feedback]) -> None:
    for path in LISTS:
        assert client.get(f"/api/v1/{path}").status_code == 401

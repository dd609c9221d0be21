"""`POST /batch`: many at once, each with its own result."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from feedback.models import Answer, Feedback, Project
from tests.builders import make_key, make_project, say
from tests.feedback.conftest import Post


@pytest.fixture
def key(project: Project) -> str:
    return make_key(project, "secret").secret


def _word(answer: str = "a", **said: Any) -> dict[str, Any]:
    return {"feedback": {"answer": answer, "rating": "down", "person": "ann", **said}}


def test_answers_and_words_are_taken_together(post: Post, key: str) -> None:
    items = [_word(), {"answer": {"id": "a", "text": "28 days"}}]
    got = post(key, {"items": items}, "batch")
    assert got.status_code == 207
    assert [r["outcome"] for r in got.json()["results"]] == ["created", "created"]
    assert Feedback.objects.get().answer == Answer.objects.get(stub=False)


def test_each_item_has_its_own_result(post: Post, key: str) -> None:
    items = [
        _word(),
        _word(),
        _word(rating="up"),
        _word(reasons=["nonsense"]),
        _word(rating=5),
        {},
        {"answer": {"id": ""}},
        _word("b", withdrawn=True, rating=None),
        7,
    ]
    results = post(key, {"items": items}, "batch").json()["results"]
    outcomes = [result["outcome"] for result in results]
    assert outcomes == ["created", "duplicate", "updated", *["refused"] * 6]
    problems = [(r["problem"]["code"], r["problem"].get("path")) for r in results[3:]]
    assert problems == [
        ("reason_unknown", "$.items[3].feedback.reasons[0]"),
        ("invalid", "$.items[4].feedback.rating"),
        ("invalid", "$.items[5]"),
        ("invalid", "$.items[6].answer.id"),
        ("nothing_to_withdraw", "$.items[7].feedback"),
        ("invalid", "$.items[8]"),
    ]
    assert [(word.rating, word.revision) for word in Feedback.objects.all()] == [(1, 2)]


def test_the_same_batch_again_changes_nothing(post: Post, key: str) -> None:
    items = [_word(), _word("b")]
    first = post(key, {"items": items}, "batch", Idempotency_Key="k").json()["results"]
    again = post(key, {"items": items}, "batch", Idempotency_Key="k").json()["results"]
    assert [r["outcome"] for r in again] == ["duplicate"] * 2
    assert [r["id"] for r in again] == [r["id"] for r in first]


def test_a_page_may_not_send_answers_in_a_batch(post: Post, project: Project) -> None:
    public = make_key(project, "public").secret
    items = [{"answer": {"id": "a"}}, {"feedback": {"answer": "a", "rating": "up", "visitor": "v"}}]
    results = post(public, {"items": items}, "batch").json()["results"]
    assert [(r["outcome"], r["status"]) for r in results] == [("refused", 403), ("created", 201)]


def test_a_thousand_are_taken(post: Post, key: str) -> None:
    got = post(key, {"items": [_word(str(n)) for n in range(1000)]}, "batch")
    assert {result["outcome"] for result in got.json()["results"]} == {"created"}
    assert Feedback.objects.count() == 1000


@pytest.mark.parametrize("path", ["feedback", "batch"])
def test_a_body_may_be_packed(client: Client, key: str, path: str) -> None:
    body = {"answer": "a", "rating": "up", "person": "ann"}
    packed = gzip.compress(
        json.dumps({"items": [{"feedback": body}]} if path == "batch" else body).encode()
    )
    headers = {"Authorization": f"Bearer {key}", "Content-Encoding": "gzip"}
    got = client.post(f"/api/v1/{path}", packed, content_type="application/json", headers=headers)
    assert got.status_code in {201, 207}
    assert Feedback.objects.count() == 1


def test_another_projects_words_stay_untouched(post: Post, key: str) -> None:
    theirs = say(make_project("omega"), "a", "up", person="ann")
    post(key, {"items": [_word()]}, "batch")
    theirs.refresh_from_db()
    assert (theirs.rating, theirs.revision) == (1, 1)

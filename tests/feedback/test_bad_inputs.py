"""Whatever is wrong is refused with what was expected, and leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from feedback.capture.decoding import BATCH_LIMIT, BODY_LIMIT, MOST_ITEMS
from feedback.models import Feedback, Project
from feedback.reading import parameters
from tests.builders import make_key, make_project, send_answer
from tests.feedback.bad_inputs import ALL, MIB, WORD, Bad, spans
from tests.feedback.conftest import Post

PROBLEM = "application/problem+json"


@pytest.fixture
def secret(project: Project) -> str:
    send_answer(project, "a-1", text="You have 28 days.")
    return make_key(project, "secret").secret


def rows() -> dict[str, int]:
    """How many rows each table has, the audit trail with them."""
    tables = [table._meta.db_table for table in apps.get_app_config("feedback").get_models()]
    counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def problem_in(response: Any) -> dict[str, Any]:
    """The problem that the answer is, or that its only item is."""
    if response.status_code == 207:
        [result] = response.json()["results"]
        assert result["outcome"] == "refused"
        assert result["status"] == result["problem"]["status"]
        return dict(result["problem"])
    assert response["Content-Type"] == PROBLEM
    assert response.json()["status"] == response.status_code
    return dict(response.json())


@pytest.mark.parametrize("name", ALL)
def test_what_is_wrong_is_refused_whole(name: str, secret: str, post: Post) -> None:
    bad: Bad = ALL[name]
    before = rows()
    problem = problem_in(post(secret, bad.body, bad.to, **bad.headers))
    assert (problem["status"], problem["code"]) == (bad.status, bad.code), problem
    assert problem.get("path", "") == bad.path or not bad.path, problem
    assert bad.says in problem["detail"]
    assert rows() == before


# --- what looks wrong and is not --------------------------------------------------------------

STRANGE = (
    "\u202e28 days\u202c \u200f\ufeff e" + "\u0301" * 9_000 + " \U0001f468\u200d\U0001f469\x07"
)


def test_strange_letters_are_kept_as_they_are(secret: str, post: Post) -> None:
    assert post(secret, WORD | {"comment": STRANGE}).status_code == 201
    assert Feedback.objects.get().comment == STRANGE.strip()


def test_of_a_field_that_is_said_twice_the_last_counts(secret: str, post: Post) -> None:
    post(secret, '{"answer": "a-1", "rating": "up", "person": "ann", "rating": "down"}')
    assert Feedback.objects.get().rating == -1


def test_marks_may_overlap(secret: str, post: Post) -> None:
    post(secret, WORD | spans((0, 8), (4, 12), (4, 12)))
    spans_kept = Feedback.objects.get().spans.values_list("start", "end")
    assert sorted(spans_kept) == [(0, 8), (4, 12)]


def test_an_answer_of_another_project_is_not_the_one_that_is_meant(secret: str, post: Post) -> None:
    theirs = send_answer(make_project("omega"), "o-1", text="Ask Omega.")
    assert post(secret, WORD | {"answer": "o-1"} | spans((0, 99))).status_code == 201
    assert not theirs.feedback.exists()


def test_one_broken_text_does_not_take_a_batch_with_it(secret: str, post: Post) -> None:
    items = [{"feedback": WORD | {"person": f"p{n}", "comment": "fine"}} for n in range(3)]
    items[1]["feedback"]["comment"] = "cut in an emoji: \ud83d"
    results = post(secret, {"items": items}, "batch").json()["results"]
    assert [one["outcome"] for one in results] == ["created", "refused", "created"]
    assert results[1]["problem"]["path"] == "$.items[1].feedback.comment"
    assert Feedback.objects.count() == 2


def test_hosts_are_told_the_limits_that_hold() -> None:
    told = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    assert f"| {BODY_LIMIT // MIB} MiB; " in told
    assert f" {BATCH_LIMIT // MIB} MiB |" in told
    assert f"| {MOST_ITEMS:,} |" in told
    assert f"| {parameters.MOST} |" in told
    described = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_text()
    assert f"A body has up to {BATCH_LIMIT // MIB} MiB" in described
    assert f"maxItems: {MOST_ITEMS}" in described

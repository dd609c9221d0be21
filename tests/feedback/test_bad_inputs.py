"""Whatever is wrong is refused with what was expected, and leaves nothing behind."""

from typing import Any

import pytest
from django.apps import apps

from feedback.models import Project
from tests.builders import make_key, send_answer
from tests.feedback.bad_inputs import ALL, Bad
from tests.feedback.conftest import Post

PROBLEM = "application/problem+json"


@pytest.fixture
def secret(project: Project) -> str:
    send_answer(project, "a-1", text="You have 28 days.")
    return make_key(project, "secret").secret


def rows() -> dict[str, int]:
    """How many rows each table has, the audit trail with them."""
    tables = apps.get_app_config("feedback").get_models()
    return {table.__name__: table._default_manager.count() for table in tables}


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

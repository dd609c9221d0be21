"""How a program and a page post to the API, and read from it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Feedback, Project
from tests.builders import say, send_answer

Post = Callable[..., Any]


@pytest.fixture
def post(client: Client) -> Post:
    """`post(key, body, path, token=, origin=)`; a body that is no text or bytes goes as JSON."""

    def send(
        key: str,
        body: Any,
        path: str = "feedback",
        *,
        token: str = "",
        origin: str = "",
        **more: str,
    ) -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {key}", "Origin": origin, "Errata-Person": token}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        return client.post(
            f"/api/v1/{path}",
            raw,
            content_type="application/json",
            headers={name: value for name, value in headers.items() if value},
        )

    return send


@pytest.fixture
def reader(key_client: Callable[[str], APIClient]) -> APIClient:
    """A program that may read alpha."""
    return key_client("secret")


@pytest.fixture
def words(project: Project) -> list[Feedback]:
    """Seven people's words on as many answers, oldest first."""
    return [say(project, send_answer(project, f"a-{n}"), person=f"p-{n}") for n in range(7)]

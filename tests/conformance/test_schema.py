"""Schemathesis over the whole description: no failure of ours, and nothing that isn't described.

Its cases are the same in every run. More of them: CONFORMANCE_EXAMPLES=500.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import is_valid_path
from django.utils import timezone
from hypothesis import HealthCheck, assume
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema

from feedback.directory.identity import Identity, sign
from feedback.models import Project
from tests.builders import make_key, make_member
from tests.world import MARK, World, standing_world

pytestmark = pytest.mark.usefixtures("db", "one_connection")

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
Headers = Cookies = dict[str, str]

EXAMPLES = int(os.environ.get("CONFORMANCE_EXAMPLES", "20"))
CHECKS = {
    # 422: a schema can't say which reasons, teams and texts of answers there are.
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "401", "403", "404", "422"],
    },
    # 207: one bad item is refused alone; `_refused_alone` looks at that.
    "negative_data_rejection": {
        "expected-statuses": ["207", "400", "401", "403", "404", "405", "406", "413", "415", "422"],
    },
}

calm = hypothesis_settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Made with the first request: the settings of tests hold by then."""
    return _handler()(environ, start_response)


def described(
    *, examples: int, every_boundary: bool = False, by_session: bool = False
) -> BaseSchema:
    """The description, with so many examples for each operation."""
    # It takes the cookie that we send for one that it made up.
    auth = {"ignored_auth": {"enabled": not by_session}}
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "checks": CHECKS | auth,
            "generation": {
                "max-examples": examples,
                "deterministic": True,
                "with-security-parameters": False,  # callers bring their own
            },
            "phases": {"coverage": {"enabled": every_boundary}},
        }
    )
    schema = schemathesis.openapi.from_path(DESCRIPTION, config=config)
    schema.app = application
    return schema


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A project with something of everything in it, and without limits on callers."""
    with standing_world(django_db_blocker) as world:
        Project.objects.update(key_limit=0, person_limit=0, address_limit=0)
        world.project.refresh_from_db()
        yield world


@pytest.fixture
def server(world: World) -> Headers:
    return {"Authorization": f"Bearer {make_key(world.project, 'secret').secret}"}


@pytest.fixture
def page(world: World) -> Headers:
    """A page whose reader the host has signed for."""
    signing = make_key(world.project, "signing")
    reader = Identity(person=f"person-{MARK}", team=f"team-{MARK}")
    token = sign(
        identity=reader, private_key=signing.secret, key_id=signing.key.prefix, now=timezone.now()
    )
    public = make_key(world.project, "public").secret
    return {"Authorization": f"Bearer {public}", "Errata-Person": token}


@pytest.fixture
def session(world: World) -> Cookies:
    browser = Client()
    browser.force_login(make_member(world.project, "viewer").user)
    return {name: cookie.value for name, cookie in browser.cookies.items()}


def ask(case: Any, headers: Headers | None = None, cookies: Cookies | None = None) -> None:
    """Send the case, with these headers and cookies for its own, and check what comes back."""
    # As in a form, an empty parameter says nothing: it breaks no rule.
    assume("" not in case.query.values())
    for name in ("Errata-Person", "Idempotency-Key"):
        case.headers.pop(name, None)
    response = case.call_and_validate(headers=headers, cookies=cookies, base_url="http://localhost")
    if is_valid_path(unquote(case.formatted_path)):
        assert (response.status_code == 401) == (not headers and not cookies)
    if response.status_code == 207:
        _refused_alone(case, response.json()["results"])


def _refused_alone(case: Any, results: list[dict[str, Any]]) -> None:
    assert all(one["status"] < 500 for one in results)
    body = case.meta.components.get(ParameterLocation.BODY)
    if body and body.mode.is_negative:
        assert any(one["outcome"] == "refused" for one in results)


@described(examples=EXAMPLES, every_boundary=True).parametrize()
@calm
def test_a_server_is_answered_as_described(case: Any, server: Headers) -> None:
    case.query.pop("project", None)  # is for members
    ask(case, server)


@described(examples=EXAMPLES).include(tag="capture").parametrize()
@calm
def test_a_page_is_answered_as_described(case: Any, page: Headers) -> None:
    ask(case, page)


@described(examples=EXAMPLES, by_session=True).include(method="GET").parametrize()
@calm
def test_a_member_is_answered_as_described(case: Any, session: Cookies, world: World) -> None:
    case.query["project"] = "alpha"
    there_is = {"feedback_id": world.names["feedback"], "short_id": world.names["issue"]}
    case.path_parameters |= {n: there_is[n] for n in case.path_parameters.keys() & there_is.keys()}
    ask(case, cookies=session)


@described(examples=3).parametrize()
@calm
def test_a_stranger_is_answered_as_described(case: Any, world: World) -> None:
    ask(case)

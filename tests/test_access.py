"""Every address, asked by every kind of caller, against one table (`access_table.DOORS`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from feedback.directory.access import ROLES, Act, narrowed
from feedback.directory.keys import revoke_key
from tests.access_table import API, DOORS, PAGE, PUBLIC, SIGNED_IN, Door
from tests.builders import NOW, make_key, make_member, make_project
from tests.world import MARK, World, standing_world

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Caller:
    """Who asks: a browser or a program, whether it is one of alpha's, and what it may do there."""

    name: str
    client: Client
    acts: frozenset[Act]
    is_person: bool = False
    is_program: bool = False
    belongs: bool = False


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing_world(django_db_blocker) as world:
        yield world


@pytest.fixture
def callers(world: World, db: None) -> list[Caller]:
    project = world.project
    omega = make_project("omega")
    stranger = Client()
    stranger.force_login(make_member(omega, "admin").user)
    callers = [
        Caller("nobody", Client(), frozenset()),
        Caller("stranger", stranger, frozenset(), is_person=True),
    ]
    for role, acts in ROLES.items():
        client = Client()
        client.force_login(make_member(project, role).user)
        callers.append(Caller(role, client, acts, is_person=True, belongs=True))
    for kind in ("secret", "public"):
        own = _with_key(make_key(project, kind).secret)
        callers.append(Caller(kind, own, narrowed(kind, ()), is_program=True, belongs=True))
        foreign = _with_key(make_key(omega, kind).secret)
        callers.append(Caller(f"foreign {kind}", foreign, narrowed(kind, ()), is_program=True))
    revoked = make_key(project, "secret")
    revoke_key(key=revoked.key, actor="system:test", now=NOW)
    callers.append(Caller("revoked", _with_key(revoked.secret), frozenset()))
    return callers


def _with_key(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _addresses(resolver: URLResolver, outside: bool = False) -> Iterator[tuple[str, URLPattern]]:
    """Every address of ours, by name. Of allauth's second factors only that they need a login."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, outside or "mfa" in str(entry.urlconf_name))
        elif not outside:
            yield str(entry.name), entry


def test_every_address_is_in_the_table() -> None:
    assert {name for name, _ in _addresses(get_resolver())} == DOORS.keys()


@pytest.mark.parametrize("name", sorted(DOORS))
def test_who_may_do_what(name: str, callers: list[Caller], world: World) -> None:
    door = DOORS[name]
    kwargs = {key: value.format(**world.names) for key, value in door.kwargs.items()}
    if door.kind == PAGE:
        kwargs["project"] = world.project.slug
    path = reverse(name, kwargs=kwargs)
    for caller in callers:
        for method in METHODS:
            query = "?project=alpha" if door.kind == API and caller.is_person else ""
            answer = getattr(caller.client, method)(
                path + query,
                **({} if method == "get" else _body(door)),
            )
            said = f"{caller.name} {method.upper()} {path} → {answer.status_code}"
            assert answer.status_code < 500, said
            if method in door.methods:
                _judge(door, method, caller, answer, said)
            else:
                assert answer.status_code >= 300, said
            if not caller.belongs:
                assert MARK not in _text(answer), said


def _body(door: Door) -> dict[str, Any]:
    if door.kind == API:
        return {"data": door.body, "content_type": "application/json"}
    return {}


def _text(answer: HttpResponseBase) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return answer.content.decode()  # type: ignore[attr-defined]


def _judge(door: Door, method: str, caller: Caller, answer: HttpResponseBase, said: str) -> None:
    """The status must be what the table implies for this caller."""
    status = answer.status_code
    if door.kind == PUBLIC:
        assert status not in {401, 403, 404}, said
    elif door.kind == SIGNED_IN:
        assert caller.is_person or status == 302, said
    elif door.kind == PAGE:
        _judge_page(door, method, caller, answer, said)
    else:
        _judge_api(door, method, caller, status, said)


def _judge_page(
    door: Door, method: str, caller: Caller, answer: HttpResponseBase, said: str
) -> None:
    if not caller.is_person:
        assert answer.status_code == 302, said
        assert answer["Location"].startswith("/accounts/login/"), said
    elif not caller.belongs:
        assert answer.status_code == 404, said
    elif door.methods[method] not in caller.acts:
        assert answer.status_code == 403, said
    else:
        assert answer.status_code not in {401, 403}, said
        assert method == "post" or answer.status_code in {200, 302}, said


def _judge_api(door: Door, method: str, caller: Caller, status: int, said: str) -> None:
    if not (caller.is_person or caller.is_program):
        assert status == 401, said
    elif caller.is_person and not caller.belongs:
        assert status == 404, said
    elif door.methods[method] not in caller.acts:
        assert status == 403, said
    elif not caller.belongs and door.names_a_thing:
        assert status == 404, said
    else:
        assert status not in {401, 403, 404}, said

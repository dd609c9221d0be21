"""A small cast: two projects that are strangers to each other, and whoever calls."""

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from feedback.models import Project
from tests.builders import make_key, make_member, make_project

# A busy machine is no failure: nothing here asserts a time.
hypothesis_settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes early, so that no worker is left alone with it in the end; but one
    whole stack after another, as each takes a machine to start."""
    _each_named_once(items)
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    stacks = [path for path, found in files.items() if _starts_a_stack(found[0])]
    others = sorted(
        (path for path in files if path not in stacks), key=lambda path: "browser" not in path.parts
    )
    for place, path in enumerate(stacks):
        others.insert(place * len(others) // (2 * len(stacks)), path)
    items[:] = [item for path in others for item in files[path]]


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end. To walk them for garbage again and again takes a sixth
    of the time."""
    gc.collect()
    gc.freeze()


def _each_named_once(items: list[pytest.Item]) -> None:
    """Of tests with one name xdist runs the first alone, and says nothing of the others."""
    names = Counter(item.nodeid for item in items)
    if twice := [name for name, times in names.items() if times > 1]:
        raise pytest.UsageError(f"named more than once: {', '.join(twice)}")


def _starts_a_stack(item: pytest.Item) -> bool:
    return not {"running_stack", "prepared_stack"}.isdisjoint(vars(getattr(item, "module", item)))


@pytest.fixture(autouse=True)
def plain_storage(settings: Any) -> None:
    """Static files from where they are written, and passwords that are quick to hash."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def project(db: None) -> Project:
    return make_project("alpha")


@pytest.fixture
def other_project(db: None) -> Project:
    return make_project("omega")


@pytest.fixture
def member_client(project: Project) -> Callable[[str], Client]:
    """`member_client("viewer")`: a browser signed in as a member of alpha with that role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(make_member(project, role).user)
        return client

    return sign_in


@pytest.fixture
def key_client(project: Project) -> Callable[[str], APIClient]:
    """`key_client("secret")`: a program with a key of alpha of that kind."""

    def with_key(kind: str) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(project, kind).secret}")
        return client

    return with_key

"""The app as other people's clients reach it, in the test's own transaction."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.pytest.plugin import SchemathesisFunction


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each operation's test has a name of its own: of several with one name xdist runs the first
    alone, and says nothing of the others."""
    for item in items:
        if isinstance(item, SchemathesisFunction) and item.parent:
            item._id = item.parent.id.child(item.name)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as they do with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)

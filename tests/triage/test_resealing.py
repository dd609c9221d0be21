"""Changing SECRET_KEY: what others gave us stays readable, and needs the former key no more."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from feedback.models import AuditEvent, Project
from tests.builders import NOW
from tests.triage.acting import ANN
from tests.triage.hooks import add
from triage.integrations.operations import rotate_secret
from triage.integrations.sealing import UnreadableError, unseal
from triage.integrations.trackers.operations import connect_tracker
from triage.models import Endpoint, Tracker


@pytest.fixture
def sealed(project: Project) -> tuple[Endpoint, Tracker]:
    """An endpoint with two secrets, and a tracker."""
    endpoint = add(project, "https://receiver.example/hook").endpoint
    rotate_secret(endpoint=endpoint, actor=ANN, now=NOW)
    tracker = connect_tracker(
        project=project,
        kind="github",
        name="Handbook",
        url="https://api.github.com",
        place="acme/handbook",
        login="",
        token="token-1",
        actor=ANN,
        now=NOW,
    )
    return endpoint, tracker


def said() -> str:
    out = StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue().strip()


def test_after_resealing_the_former_key_is_needed_no_more(
    sealed: tuple[Endpoint, Tracker], settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one"
    assert said() == "4 sealed anew, 0 can't be read"
    settings.SECRET_KEY_FALLBACKS = []

    for row in sealed:
        row.refresh_from_db()
    endpoint, tracker = sealed
    assert unseal(endpoint.sealed_url) == "https://receiver.example/hook"
    assert unseal(endpoint.former_secret).startswith("whsec_")
    assert unseal(tracker.sealed_token) == "token-1"
    assert AuditEvent.objects.get(verb="secrets.resealed").data == {"secrets": 4}


def test_what_nobody_can_read_is_counted_and_left(
    sealed: tuple[Endpoint, Tracker], settings: Any
) -> None:
    settings.SECRET_KEY, former = "another one", settings.SECRET_KEY
    assert said() == "0 sealed anew, 4 can't be read"
    _, tracker = sealed
    tracker.refresh_from_db()
    with pytest.raises(UnreadableError):
        unseal(tracker.sealed_token)

    settings.SECRET_KEY = former
    assert unseal(tracker.sealed_token) == "token-1"

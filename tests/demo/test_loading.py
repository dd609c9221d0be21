"""The story goes through the same operations as real input."""

import stat
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from demo import private_files
from demo.operations import (
    SLUG,
    is_loaded,
    load_demo,
    public_key,
    signing_key,
)
from feedback.directory.identity import Identity, sign
from feedback.directory.keys import revoke_key
from feedback.directory.queries import identity_in, project_by_slug, signers_of
from feedback.models import Answer, ApiKey, AuditEvent, Feedback, FeedbackRevision, Member, Person
from tests.builders import make_project
from triage.models import Owner
from triage.routing.queries import rules_of

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 6, 30, 9, tzinfo=UTC)


def nothing(_done: int, _of: int) -> None:
    """A progress that nobody watches."""


class KilledError(Exception):
    """The machine went off."""


def die(_done: int, _of: int) -> None:
    raise KilledError


load_a_little = partial(load_demo, now=NOW, progress=nothing, scale=1 / 300)


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def counts() -> list[int]:
    tables = (Answer, Feedback, FeedbackRevision, Person, AuditEvent, ApiKey, Owner)
    return [table.objects.count() for table in tables]


def test_a_twentieth_of_the_story_is_stored_whole() -> None:
    steps: list[tuple[int, int]] = []
    load_demo(now=NOW, progress=lambda *step: steps.append(step), scale=1 / 20)
    assert Answer.objects.filter(stub=False).count() == steps[-1][0] == steps[-1][1]
    assert Feedback.objects.filter(complains=True).count() > 20
    assert Person.objects.count() == 212
    assert is_loaded()


def test_what_happened_keeps_the_times_of_the_story() -> None:
    load_a_little()
    newest = Answer.objects.latest("asked_at")
    assert NOW - timedelta(days=8) < newest.asked_at < NOW
    assert newest.recorded_at == NOW


def test_loading_again_changes_nothing() -> None:
    first = load_a_little()
    before = counts()
    assert load_a_little(now=NOW + timedelta(days=3)) == first
    assert counts() == before


def test_a_load_that_was_killed_is_finished_with_the_same_story() -> None:
    with pytest.raises(KilledError):
        load_demo(now=NOW, progress=die, scale=1 / 50)
    assert not is_loaded()
    load_demo(now=NOW + timedelta(days=2), progress=nothing)
    stored = set(Answer.objects.values_list("external_id", "asked_at"))
    assert is_loaded()
    assert len(stored) == AuditEvent.objects.get(verb="demo.loaded").data["answers"]
    assert max(asked for _, asked in stored) < NOW


def test_somebody_elses_project_of_that_name_is_left_alone() -> None:
    make_project(SLUG)
    with pytest.raises(CommandError, match="not the demonstration"):
        call_command("load_demo", stdout=StringIO())
    assert not Answer.objects.exists()


def test_every_role_has_a_member_and_one_has_left() -> None:
    load_a_little()
    roles = set(Member.objects.filter(left_at=None).values_list("role", flat=True))
    assert roles == set(Member.Role.values)
    assert Member.objects.exclude(left_at=None).get().left_at < NOW


def test_an_owner_team_is_left_with_nobody() -> None:
    load_a_little()
    team = Owner.objects.get(slug="field-service")
    assert team.members.exists()
    assert not team.members.filter(left_at=None).exists()


def test_the_rules_are_in_force() -> None:
    load_a_little()
    assert "-> field-service" in rules_of(project_by_slug(SLUG)).text


def test_the_printed_password_opens_the_door() -> None:
    sign_in = load_a_little()
    assert Client().login(email=sign_in.email, password=sign_in.password)


def test_secrets_are_kept_for_the_owner_of_the_folder_alone() -> None:
    load_a_little()
    for name in ("sign-in", "signing-key", "public-key"):
        assert stat.S_IMODE(private_files.place_of(name).stat().st_mode) == 0o600


def test_the_host_signs_what_the_project_believes() -> None:
    load_a_little()
    project = project_by_slug(SLUG)
    key_id, private_key = signing_key(project=project, now=NOW)
    token = sign(identity=Identity("u08001"), private_key=private_key, key_id=key_id, now=NOW)
    assert identity_in(signers=signers_of(project), token=token, now=NOW) == Identity("u08001")


def test_a_key_that_was_revoked_is_replaced() -> None:
    load_a_little()
    project = project_by_slug(SLUG)
    old = public_key(project=project, now=NOW)
    revoke_key(key=ApiKey.objects.get(prefix=old.prefix), actor="system:test", now=NOW)
    new = public_key(project=project, now=NOW)
    assert new != old
    assert new == public_key(project=project, now=NOW)


def test_the_command_does_nothing_where_it_is_loaded() -> None:
    load_a_little()
    before = counts()
    call_command("load_demo")
    assert counts() == before


def test_the_command_offers_nothing_beside_another_project() -> None:
    make_project("alpha")
    call_command("load_demo", "--if-empty")
    assert not Answer.objects.exists()


def test_at_the_start_a_load_cut_short_is_finished_whatever_else_has_come() -> None:
    with pytest.raises(KilledError):
        load_demo(now=NOW, progress=die, scale=1 / 50)
    make_project("alpha")
    call_command("load_demo", "--if-empty")
    assert is_loaded()

"""What a key opens, from where, and until when."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedback.directory.keys import rotate_key
from feedback.models import ApiKey, AuditEvent, Feedback, Project
from tests.builders import make_key
from tests.feedback.conftest import Post

SignIn = Callable[[str], Client]
WORD = {"answer": "a", "rating": "up", "person": "ann"}


def test_a_key_opens_only_its_scopes(post: Post, project: Project) -> None:
    key = make_key(project, "secret", scopes=["send answers"]).secret
    assert post(key, {"id": "a"}, "answers").status_code == 201
    refused = post(key, WORD)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")


def test_an_expired_key_says_so(post: Post, project: Project) -> None:
    key = make_key(project, "secret", expires_at=timezone.now() - timedelta(seconds=1)).secret
    refused = post(key, WORD)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_expired")


def test_a_rotated_key_goes_on_for_its_grace(post: Post, project: Project) -> None:
    old = make_key(project, "secret", scopes=["send feedback"])
    new = rotate_key(key=old.key, actor="system:test", now=timezone.now())
    assert post(old.secret, WORD).status_code == 201
    assert post(new.secret, WORD).status_code == 200
    assert new.key.scopes == ["send feedback"]
    ApiKey.objects.filter(pk=old.key.pk).update(expires_at=timezone.now())
    assert post(old.secret, WORD).status_code == 401
    assert AuditEvent.objects.filter(verb="key.rotated").count() == 1


@pytest.mark.parametrize(
    "change",
    [{"revoked_at": timezone.now()}, {"scopes": ["read"]}, {"expires_at": timezone.now()}],
    ids=["revoked", "narrowed", "expired"],
)
def test_what_is_changed_holds_for_the_next_call(
    post: Post, project: Project, change: dict[str, object]
) -> None:
    new = make_key(project, "secret")
    assert post(new.secret, WORD).status_code == 201
    ApiKey.objects.filter(pk=new.key.pk).update(**change)
    assert post(new.secret, {**WORD, "answer": "b"}).status_code in {401, 403}
    assert Feedback.objects.count() == 1


def test_a_project_that_closes_to_the_anonymous_does_so_at_once(
    post: Post, project: Project
) -> None:
    key = make_key(project, "public").secret
    assert post(key, {"answer": "a", "rating": "up", "visitor": "v"}).status_code == 201
    Project.objects.filter(pk=project.pk).update(takes_anonymous=False)
    refused = post(key, {"answer": "b", "rating": "up", "visitor": "v"})
    assert (refused.status_code, refused.json()["code"]) == (403, "anonymous_refused")


def test_an_origin_that_is_added_opens_at_once(post: Post, project: Project) -> None:
    new = make_key(project, "public", origins=["https://a.example"])
    word = {"answer": "a", "rating": "up", "visitor": "v"}
    assert post(new.secret, word, origin="https://b.example").status_code == 403
    ApiKey.objects.filter(pk=new.key.pk).update(origins=["https://b.example"])
    assert post(new.secret, word, origin="https://b.example").status_code == 201


def test_an_admin_rotates_a_key_and_sees_the_new_one_once(
    project: Project, member_client: SignIn
) -> None:
    old = make_key(project, "secret")
    admin = member_client("admin")
    shown = admin.post("/p/alpha/access/keys/rotate", {"key": str(old.key.id), "days": "7"})
    new = ApiKey.objects.get(replaces=old.key)
    assert new.prefix in shown.text
    old.key.refresh_from_db()
    assert old.key.expires_at > timezone.now() + timedelta(days=6)


def test_an_admin_makes_a_key_for_one_thing_until_a_day(
    project: Project, member_client: SignIn
) -> None:
    admin = member_client("admin")
    fields = {"kind": "secret", "name": "sync", "scopes": ["sync people"]}
    admin.post("/p/alpha/access/keys/new", {**fields, "expires_on": "2099-01-31"})
    key = ApiKey.objects.get()
    assert (key.scopes, key.expires_at.date().isoformat()) == (["sync people"], "2099-01-31")
    wrong = admin.post("/p/alpha/access/keys/new", {**fields, "kind": "public"})
    assert wrong.status_code == 422
    assert "open all of that" in wrong.text
    assert (
        admin.post("/p/alpha/access/keys/new", {**fields, "expires_on": "2001-01-31"}).status_code
        == 422
    )


def test_an_admin_chooses_who_may_vote(project: Project, member_client: SignIn) -> None:
    fields = {"key_limit": "10", "person_limit": "0", "address_limit": "5"}
    member_client("admin").post("/p/alpha/access/capture", fields)
    project.refresh_from_db()
    assert (project.takes_anonymous, project.key_limit) == (False, 10)
    assert AuditEvent.objects.filter(verb="capture.changed").exists()


def test_keys_and_members_come_as_files(project: Project, member_client: SignIn) -> None:
    key = make_key(project, "secret").key
    admin = member_client("admin")
    keys = admin.get("/p/alpha/access/?format=csv&table=keys").text
    assert key.prefix in keys
    assert "admin@alpha.example" in admin.get("/p/alpha/access/?format=csv&table=members").text


def test_the_choice_of_masking_is_made_and_tried_on_a_page(
    project: Project, member_client: SignIn
) -> None:
    admin = member_client("admin")
    assert "Nothing yet" in admin.get("/p/alpha/privacy/").text
    tried = admin.post("/p/alpha/privacy/", {"text": "Write to jane@example.org"})
    assert "[email" in tried.text
    admin.post("/p/alpha/privacy/choose", {"masking": "refuse"})
    project.refresh_from_db()
    assert project.masking == "refuse"
    assert AuditEvent.objects.filter(verb="masking.changed").exists()
    assert admin.get("/p/alpha/privacy/?format=csv").text.startswith("kind,masked,refused")

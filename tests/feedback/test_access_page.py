"""Admins give and take access."""

from collections.abc import Callable

from django.test import Client

from feedback.models import ApiKey, AuditEvent, Member, Project
from tests.builders import make_key, make_member

SignIn = Callable[[str], Client]


def test_a_new_key_is_shown_once_and_stored_as_a_hash(
    project: Project, member_client: SignIn
) -> None:
    admin = member_client("admin")
    shown = admin.post("/p/alpha/access/keys/new", {"kind": "secret", "name": "server"})
    key = ApiKey.objects.get(project=project)
    assert key.prefix in shown.text
    assert key.prefix + "…" in admin.get("/p/alpha/access/").text
    assert key.secret_hash not in shown.text


def test_a_public_key_comes_with_what_to_put_on_a_page(
    project: Project, member_client: SignIn
) -> None:
    form = {"kind": "public", "name": "pages", "origins": "https://intranet.example"}
    shown = member_client("admin").post("/p/alpha/access/keys/new", form).text
    assert "http://testserver/widget/errata.js" in shown
    assert "&lt;errata-feedback" in shown


def test_a_revoked_key_opens_nothing(project: Project, member_client: SignIn) -> None:
    new = make_key(project, "secret")
    member_client("admin").post("/p/alpha/access/keys/revoke", {"key": str(new.key.id)})
    headers = {"Authorization": f"Bearer {new.secret}"}
    assert Client().post("/api/v1/answers", headers=headers).status_code == 401


def test_nonsense_for_an_id_is_not_found(project: Project, member_client: SignIn) -> None:
    answer = member_client("admin").post("/p/alpha/access/keys/revoke", {"key": "\x00nonsense"})
    assert answer.status_code == 404


def test_an_admin_cannot_remove_themselves(project: Project, member_client: SignIn) -> None:
    admin = member_client("admin")
    seat = Member.objects.get(project=project, role="admin")
    admin.post("/p/alpha/access/members/end", {"member": str(seat.id)})
    seat.refresh_from_db()
    assert seat.left_at is None


def test_a_removed_member_is_a_stranger(project: Project, member_client: SignIn) -> None:
    viewer = make_member(project, "viewer")
    member_client("admin").post("/p/alpha/access/members/end", {"member": str(viewer.id)})
    client = Client()
    client.force_login(viewer.user)
    assert client.get("/p/alpha/access/").status_code == 404


def test_giving_access_leaves_an_event(project: Project, member_client: SignIn) -> None:
    member_client("admin").post(
        "/p/alpha/access/members/add", {"email": "new@alpha.example", "role": "triager"}
    )
    assert AuditEvent.objects.filter(
        verb="member.added", actor="member:admin@alpha.example", data={"role": "triager"}
    ).exists()


def test_a_bad_origin_is_told(project: Project, member_client: SignIn) -> None:
    answer = member_client("admin").post(
        "/p/alpha/access/keys/new", {"kind": "public", "name": "page", "origins": "nonsense"}
    )
    assert answer.status_code == 422
    assert "nonsense is not an origin" in answer.text

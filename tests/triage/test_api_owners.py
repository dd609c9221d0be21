"""Owner teams by API: read by any secret key, changed by one that is made for it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from feedback.models import AuditEvent, Project
from tests.builders import make_key, make_member
from tests.triage.teaming import make_team, named, open_some
from triage.models import Absence, Owner


@pytest.fixture
def api(project: Project) -> APIClient:
    """A program that may read and change owner teams."""
    client = APIClient()
    key = make_key(project, "secret", scopes=["configure", "read"])
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key.secret}")
    return client


def test_teams_are_read_with_what_they_have_to_do(api: APIClient, project: Project) -> None:
    make_team(project, "ana", assigns="load", capacity=1)
    open_some(project, 2)

    ops, desk = api.get("/api/v1/owners").json()["results"]

    assert (ops["slug"], ops["assigns"], ops["gap"]) == ("ops", "load", "is full")
    assert (ops["open_issues"], ops["load"], ops["capacity"], ops["waiting"]) == (2, 1, 1, 1)
    assert ops["members"] == [
        {"member": "ana@alpha.example", "capacity": 1, "load": 1, "back_on": None}
    ]
    assert desk["catches_all"]


def test_a_team_is_made_filled_and_changed(api: APIClient, project: Project) -> None:
    make_member(project, "triager", email="ana@alpha.example")

    made = api.post("/api/v1/owners", {"name": "People Ops"}, format="json")
    place = "/api/v1/owners/people-ops/members/Ana@alpha.example"
    for _ in range(2):
        put = api.put(place, {"capacity": 4}, format="json")
    changed = api.patch("/api/v1/owners/people-ops", {"assigns": "rotation"}, format="json")

    assert (made.status_code, made.json()["slug"]) == (201, "people-ops")
    assert put.json()["members"][0]["capacity"] == 4
    assert (changed.json()["name"], changed.json()["assigns"]) == ("People Ops", "rotation")
    assert api.delete(place).json()["members"] == []
    verbs = AuditEvent.objects.filter(subject="owner:people-ops").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("owner.added", "owner.joined", "owner.capacity_set"),
        *("owner.assigning_chosen", "owner.left"),
    ]


def test_somebody_is_set_away_and_back(api: APIClient, project: Project) -> None:
    make_team(project, "ana")
    address = "/api/v1/absences/ana@alpha.example"

    away = api.put(address, {"back_on": "2999-01-02"}, format="json")
    assert away.json() == {"member": "ana@alpha.example", "back_on": "2999-01-02"}
    assert Absence.objects.get().member == named(project, "ana")

    api.put(address, {"back_on": None}, format="json")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("asked", "body", "refusal"),
    [
        ("post owners", {"name": "Ops"}, (409, "owner_exists")),
        ("post owners", {"name": " "}, (422, "team_refused")),
        ("patch owners/ops", {"assigns": "dice"}, (422, "team_refused")),
        ("get owners/none", None, (404, "owner_unknown")),
        ("put owners/ops/members/no@alpha.example", {}, (404, "member_unknown")),
        ("put owners/ops/members/a%00b", {}, (404, "member_unknown")),
        ("put absences/ana@alpha.example", {"back_on": "2020-01-01"}, (422, "team_refused")),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    api: APIClient, project: Project, asked: str, body: Any, refusal: tuple[int, str]
) -> None:
    make_team(project, "ana")
    method, path = asked.split()

    answer = getattr(api, method)(f"/api/v1/{path}", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == refusal


@pytest.mark.parametrize("scopes", [[], ["read", "triage"]])
def test_a_key_changes_teams_only_where_it_was_made_for_that(
    project: Project, scopes: list[str]
) -> None:
    make_team(project)
    client = APIClient()
    key = make_key(project, "secret", scopes=scopes)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key.secret}")

    answer = client.patch("/api/v1/owners/ops", {"name": "Other"}, format="json")

    assert answer.status_code == 403
    assert Owner.objects.get(slug="ops").name == "Ops"
    assert client.get("/api/v1/owners/ops").status_code == 200

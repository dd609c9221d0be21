"""The ledger of the business case: by operation, API and form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.errors import NotFoundError
from feedback.models import AuditEvent, Cohort, Project
from reporting.models import Promise
from reporting.trajectory.operations import PromiseRefusedError, Terms, promise, withdraw
from reporting.trajectory.queries import ledger, standing
from tests.builders import NOW, make_key

TERMS = Terms(
    claimed=0.92,
    claimed_on=date(2026, 3, 1),
    claimed_of="Pilot, 12 people",
    expected_low=0.75,
    expected_high=0.85,
    target=0.8,
    target_on=date(2027, 3, 31),
)
API = "/api/v1/business-case"
PAGE = "/p/alpha/business-case/"


def write(project: Project, measure: str = "satisfaction", **changed: Any) -> Promise:
    now = changed.pop("now", NOW)
    terms = replace(TERMS, **changed)
    return promise(project=project, measure=measure, terms=terms, actor="member:m@x", now=now)


def test_the_newest_line_stands_and_those_before_stay(project: Project) -> None:
    first = write(project)
    other = write(project, "active_share", target=0.5)
    second = write(project, target=0.7, now=NOW + timedelta(days=1))
    assert standing(project) == {"satisfaction": second, "active_share": other}
    assert first in ledger(project)
    assert list(AuditEvent.objects.filter(verb="promise.written").values_list("subject")) == [
        (f"promise:{line.pk}",) for line in (first, other, second)
    ]


def test_saying_the_same_again_writes_nothing(project: Project) -> None:
    assert write(project) == write(project, now=NOW + timedelta(days=1))
    assert len(ledger(project)) == 1


def test_what_is_withdrawn_stands_no_more_and_can_be_promised_again(project: Project) -> None:
    write(project)
    withdraw(project=project, measure="satisfaction", actor="member:m@x", now=NOW)
    assert standing(project) == {}
    with pytest.raises(NotFoundError):
        withdraw(project=project, measure="satisfaction", actor="member:m@x", now=NOW)
    again = write(project, now=NOW + timedelta(days=1))
    assert standing(project) == {"satisfaction": again}
    assert [line.withdrawn for line in ledger(project)] == [False, True, False]


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("target_on", {"target_on": NOW.date()}),
        ("target_on", {"target_on": date(2126, 1, 1)}),
        ("expected_low", {"expected_low": 0.9}),
        ("expected_high", {"expected_high": None}),
        ("expected_low", {"expected_low": None}),
        ("target", {"target": 1.01}),
        ("target", {"target": float("nan")}),
        ("claimed", {"claimed": -0.1}),
        ("claimed_on", {"claimed_on": NOW.date() + timedelta(1)}),
        ("claimed_of", {"claimed_of": "a\x00b"}),
        ("claimed_of", {"claimed_of": "\ud800"}),
        ("claimed_of", {"claimed_of": "x" * 10_000}),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    project: Project, path: str, changed: dict[str, Any]
) -> None:
    with pytest.raises(PromiseRefusedError) as refusal:
        write(project, **changed)
    assert refusal.value.path == path
    assert not Promise.objects.exists()


def test_a_cohort_of_another_project_is_no_pilot(project: Project, other_project: Project) -> None:
    cohort = Cohort.objects.create(project=other_project, slug="pilot", name="Pilot")
    with pytest.raises(PromiseRefusedError, match="no such cohort"):
        write(project, pilot=cohort)


def test_the_database_lets_nobody_change_a_line(project: Project) -> None:
    write(project)
    with pytest.raises(DatabaseError, match="append only"):
        Promise.objects.update(target=0.1)


@pytest.mark.parametrize("measure", Promise.Measure.values)
def test_the_api_writes_reads_and_withdraws(project: Project, measure: str) -> None:
    Cohort.objects.create(project=project, slug="pilot", name="Pilot")
    client = APIClient()
    key = make_key(project, "secret", scopes=["read", "configure"]).secret
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    soon = (timezone.now().date() + timedelta(days=90)).isoformat()
    said = {"measure": measure, "target": 0.03, "target_on": soon, "pilot": "pilot"}
    answer = client.post(API, said, format="json")
    assert (answer.status_code, answer.json()["stands"]) == (201, True)
    answer = client.post(f"{API}/withdraw", {"measure": measure}, format="json")
    assert (answer.status_code, answer.json()["stands"]) == (201, False)
    lines = client.get(API).json()["results"]
    assert [(line["withdrawn"], line["pilot"]) for line in lines] == [
        (True, "pilot"),
        (False, "pilot"),
    ]
    for wrong, code in (({"pilot": "x"}, "promise_refused"), ({"measure": "joy"}, "invalid")):
        refused = client.post(API, said | wrong, format="json")
        assert (refused.status_code, refused.json()["code"]) == (422, code)


@pytest.mark.parametrize("measure", ["satisfaction", "audited_quality"])
def test_a_manager_fills_in_the_form_in_percent(
    project: Project, member_client: Callable[[str], Client], measure: str
) -> None:
    manager = member_client("manager")
    soon = (timezone.now().date() + timedelta(days=90)).isoformat()
    said = {"measure": measure, "claimed": "92", "target": "80.5", "target_on": soon}
    assert manager.post(PAGE, said).status_code == 302
    [line] = ledger(project)
    assert (line.claimed, line.target) == (0.92, 0.805)
    filled = manager.get(f"{PAGE}?measure={measure}").content.decode()
    assert 'value="80.5"' in filled
    assert "80% by" in filled
    assert b"0.805" in manager.get(f"{PAGE}?format=csv").content
    assert manager.post(f"{PAGE}withdraw/", {"measure": measure}).status_code == 302
    assert standing(project) == {}


def test_a_form_that_is_refused_says_why_beside_the_field(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    manager = member_client("manager")
    said = {"measure": "satisfaction", "target": "80", "target_on": "2020-01-01"}
    refused = manager.post(PAGE, said)
    assert refused.status_code == 422
    assert "lies ahead" in refused.content.decode()
    for target in ("101", "nan", ""):
        assert manager.post(PAGE, said | {"target": target}).status_code == 422
    text = {"claimed_of": "a\x00b", "target_on": "2099-01-01"}
    assert manager.post(PAGE, said | text).status_code == 422
    assert not Promise.objects.exists()


def test_a_viewer_reads_what_stands_and_is_offered_no_form(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    viewer = member_client("viewer")
    assert "Managers and admins can do that" in viewer.get(PAGE).content.decode()
    write(project)
    shown = viewer.get(PAGE).content.decode()
    assert "75% to 85%" in shown
    assert '<button class="primary">Write it down' not in shown

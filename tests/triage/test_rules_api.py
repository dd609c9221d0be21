"""The ownership rules by the API."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_issue, make_key
from triage.routing.operations import add_owner, save_rules
from triage.routing.queries import rules_of


@pytest.fixture
def api(project: Project) -> Client:
    add_owner(project=project, slug="hr", name="HR", actor="system:test", now=NOW)
    return with_key(project, scopes=["read", "configure"])


def with_key(project: Project, **fields: Any) -> Client:
    secret = make_key(project, "secret", **fields).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def put(client: Client, **body: object) -> Any:
    return client.put("/api/v1/rules", body, content_type="application/json")


def test_rules_are_read_saved_and_listed(project: Project, api: Client) -> None:
    saved = put(api, text="team:a -> hr", version=1)

    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert api.get("/api/v1/rules").json()["text"] == "team:a -> hr"
    versions = api.get("/api/v1/rules/versions").json()["versions"]
    assert [version["version"] for version in versions] == [2, 1]
    assert AuditEvent.objects.get(subject="rules:2").actor.startswith("key:")


def test_open_issues_follow_unless_it_is_said_that_they_shall_not(
    project: Project, api: Client
) -> None:
    issue = make_issue(project, "How many days of leave do I have?")

    assert put(api, text="* -> hr", reroutes=False).json()["rerouting"] is None
    assert put(api, text="").json()["rerouting"]["moved"] == 0
    assert put(api, text="* -> hr priority:high").json()["rerouting"]["moved"] == 1
    followed = api.get("/api/v1/rules").json()["rerouting"]
    assert (followed["issues"], followed["seen"], followed["moved"]) == (1, 1, 1)
    assert followed["ended_at"]
    issue.refresh_from_db()
    assert issue.owner.slug == "hr"


def test_a_slip_names_its_line_and_column(api: Client) -> None:
    refused = put(api, text="* -> hr\nteam:a or -> hr")

    assert (refused.status_code, refused.json()["code"]) == (422, "rules_refused")
    assert refused.json()["path"] == "$.text:2:11"


def test_rules_that_changed_meanwhile_are_left_alone(project: Project, api: Client) -> None:
    save_rules(project=project, text="team:a -> hr", actor="member:ann@a.example", now=NOW)

    overtaken = put(api, text="team:b -> hr", version=1)

    assert (overtaken.status_code, overtaken.json()["code"]) == (409, "rules_changed")
    assert "saved by ann@a.example" in overtaken.json()["detail"]
    assert rules_of(project).text == "team:a -> hr"


def test_a_trial_says_what_would_move_and_changes_nothing(project: Project, api: Client) -> None:
    make_issue(project, "How many days of leave?", complaints=2, now=timezone.now())

    tried = api.post("/api/v1/rules/trial", {"text": "* -> hr"}, "application/json").json()

    assert (tried["moved"], tried["complaints"], tried["rerouted"]) == (2, 2, 1)
    assert tried["owners"] == [{"from": "triage", "to": "hr", "count": 2}]
    assert rules_of(project).version == 1


def test_a_key_changes_rules_only_if_it_was_made_for_that(project: Project) -> None:
    client = with_key(project)

    assert client.get("/api/v1/rules").status_code == 200
    assert put(client, text="").status_code == 403
    assert client.post("/api/v1/rules/trial", {}, "application/json").status_code == 403

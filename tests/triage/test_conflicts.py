"""Two at one issue: the second sees what the first did, and loses nothing that was typed."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Member, Project
from tests.builders import NOW, make_member
from tests.triage.acting import MENDED
from triage.issues.operations import assign, rename, resolve, set_priority
from triage.issues.presence import be_at
from triage.models import Issue, Owner

BEN = "member:ben@alpha.example"
HTMX = {"HX-Request": "true", "HX-Target": "work"}


@pytest.fixture
def client(triager: Member) -> Client:
    client = Client()
    client.force_login(triager.user)
    return client


def post(client: Client, issue: Issue, name: str, *, version: int = 1, **form: str) -> Any:
    fields = {"version": version, "place": "queue", "back": "", **form}
    return client.post(f"/p/alpha/issues/{issue.short_id}/{name}/", fields, headers=HTMX)


def test_what_the_other_did_is_shown_before_and_after(
    client: Client, leave: Issue, people_team: Owner
) -> None:
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    assign(issue=leave, owner=people_team, assignee=None, version=None, actor=BEN, now=NOW)
    response = post(client, leave, "resolve", fix="source", resolution="Mended")
    html = response.content.decode()
    assert response.status_code == 409
    assert "<del>medium</del> <ins>urgent</ins>" in html
    assert f"<ins>{people_team.name}</ins>" in html
    assert "ben@alpha.example</b> made the priority urgent" in html


def test_what_was_typed_is_kept_and_one_press_does_it_on_the_new_state(
    client: Client, leave: Issue
) -> None:
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    response = post(client, leave, "resolve", fix="source", resolution="Policy 7 says <30> days")
    stood = response.context["outcome"].against
    assert stood.typed == [
        ("resolution", "What changed, or why nothing does", "Policy 7 says <30> days")
    ]
    again = dict(stood.kept) | {name: value for name, _, value in stood.typed}
    assert client.post(stood.url, again, headers=HTMX).status_code == 200
    leave.refresh_from_db()
    assert (leave.status, leave.resolution) == ("resolved", "Policy 7 says <30> days")
    assert leave.priority == 4


def test_a_third_who_comes_in_between_is_not_run_over(client: Client, leave: Issue) -> None:
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    stood = post(client, leave, "rename", title="Leave days").context["outcome"].against
    rename(issue=leave, title="Annual leave", version=None, actor=BEN, now=NOW)
    again = dict(stood.kept) | {"title": "Leave days", "anyway": "yes"}
    response = client.post(stood.url, again, headers=HTMX)
    assert response.status_code == 409
    assert "<ins>Annual leave</ins>" in response.content.decode()


def test_who_holds_it_does_not_hide_what_they_did(
    client: Client, leave: Issue, project: Project
) -> None:
    ben = make_member(project, "triager", email="ben@alpha.example")
    be_at(member=ben, number=leave.number, works=True, now=timezone.now())
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    html = post(client, leave, "resolve", fix="source", resolution="Mended").content.decode()
    assert f"{ben} works on it" in html
    assert "<ins>urgent</ins>" in html


def test_a_refused_form_gives_back_what_was_typed(client: Client, leave: Issue) -> None:
    html = post(client, leave, "merge", to="AL-99").content.decode()
    assert 'value="AL-99"' in html
    assert "Try again" in html


def test_picked_issues_that_changed_can_be_acted_on_anyway(
    client: Client, leave: Issue, printer: Issue
) -> None:
    resolve(issue=printer, fix=MENDED, resolution="Moved", version=None, actor=BEN, now=NOW)
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    picks = [f"{leave.short_id}@1", f"{printer.short_id}@1"]
    form = {"act": "assign", "assignee": "me", "pick": picks}
    response = client.post("/p/alpha/queue/acts/", form, headers=HTMX)
    stood = response.context["outcome"].against
    again: dict[str, Any] = {}
    for name, value in stood.kept:
        again.setdefault(name, []).append(value)
    assert client.post(stood.url, {**again, "anyway": "yes"}, headers=HTMX).status_code == 200
    assert Issue.objects.filter(assignee__isnull=False).count() == 2


def test_a_stale_merge_of_picked_issues_can_be_done_anyway(
    client: Client, leave: Issue, printer: Issue
) -> None:
    set_priority(issue=leave, priority=4, version=None, actor=BEN, now=NOW)
    picks = [f"{leave.short_id}@1", f"{printer.short_id}@1"]
    response = client.post("/p/alpha/queue/acts/", {"act": "merge", "pick": picks}, headers=HTMX)
    assert response.status_code == 409
    stood = response.context["outcome"].against
    fresh = [value for name, value in stood.kept if name == "pick"]
    form = {"act": "merge", "pick": fresh, "anyway": "yes"}
    assert client.post(stood.url, form, headers=HTMX).status_code == 200
    assert Issue.objects.filter(status="merged").count() == 1

"""Named views of the queue: kept, shared, opened with, and brought back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.errors import RefusedError
from feedback.models import Member, Project
from tests.builders import NOW, make_member
from triage.issues.filters import QueueFilters
from triage.issues.saved.operations import save_view
from triage.issues.saved.queries import views_of
from triage.models import Issue, SavedView

MINE = "status=unresolved&assignee=me&sort=complaints"


@pytest.fixture
def client(triager: Member) -> Client:
    client = Client()
    client.force_login(triager.user)
    return client


@pytest.fixture
def viewer(project: Project) -> Member:
    return make_member(project, "viewer", email="viewer@alpha.example")


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def save(client: Client, name: str, back: str = MINE, **form: str) -> Any:
    return client.post("/p/alpha/queue/views/", {"name": name, "back": back, **form})


def act(client: Client, what: str, **form: str) -> Any:
    view = SavedView.objects.get()
    return client.post(f"/p/alpha/queue/views/{view.pk}/{what}/", form)


def names(member: Member) -> list[str]:
    return [one.row.name for one in views_of(member)]


def test_a_view_is_saved_and_opens_the_queue_as_it_was(
    client: Client, triager: Member, leave: Issue
) -> None:
    response = save(client, "My work")
    assert "assignee=me&sort=complaints" in response["Location"]
    html = client.get(response["Location"]).content.decode()
    assert 'aria-current="page">My work' in html
    assert names(triager) == ["My work"]


def test_a_view_is_its_makers_own_unless_it_is_shared(
    client: Client, triager: Member, viewer: Member
) -> None:
    save(client, "My work")
    assert names(viewer) == []
    act(client, "change", name="Our work", shared="yes")
    assert names(viewer) == ["Our work"]
    assert (
        as_(viewer).post(f"/p/alpha/queue/views/{SavedView.objects.get().pk}/delete/").status_code
        == 403
    )


def test_a_viewer_saves_their_own_and_shares_none(viewer: Member) -> None:
    assert save(as_(viewer), "Mine").status_code == 302
    assert save(as_(viewer), "Ours", shared="yes").status_code == 403
    assert names(viewer) == ["Mine"]


def test_a_name_is_given_once(client: Client) -> None:
    save(client, "My work")
    assert save(client, "my  WORK").status_code == 409
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_name_that_can_not_be_is_refused(client: Client, name: str) -> None:
    assert save(client, name).status_code == 422


def test_a_deleted_view_comes_back_by_undo(client: Client, triager: Member) -> None:
    save(client, "My work")
    html = client.get(act(client, "delete")["Location"]).content.decode()
    assert names(triager) == []
    assert "Deleted the view My work" in html
    assert 'id="undo"' in html
    act(client, "restore")
    assert names(triager) == ["My work"]


def test_the_queue_opens_with_the_default_view_until_that_is_deleted(
    client: Client, leave: Issue
) -> None:
    save(client, "My work")
    act(client, "default")
    assert "assignee=me" in client.get("/p/alpha/queue/")["Location"]
    tab = client.get("/p/alpha/queue/?status=unresolved")
    assert tab.context["tabs"][0].url.endswith("?status=unresolved")
    act(client, "delete")
    assert client.get("/p/alpha/queue/").status_code == 200
    act(client, "restore")
    act(client, "plain")
    assert client.get("/p/alpha/queue/").status_code == 200


def test_a_view_takes_on_other_filters(client: Client, triager: Member) -> None:
    save(client, "My work")
    act(client, "refill", back="status=new")
    [view] = views_of(triager)
    assert view.filters == QueueFilters(status="new")


def test_filters_that_are_no_more_are_left_out(client: Client, triager: Member) -> None:
    save(client, "Old")
    SavedView.objects.update(query="kind=astrology&mood=bad&q=leave&sort=luck&owner=gone")
    [view] = views_of(triager)
    assert view.filters == QueueFilters(q="leave", owner="gone")
    assert client.get(f"/p/alpha/queue/?{view.filters.query()}").status_code == 200


def test_another_projects_view_is_not_there(
    client: Client, other_project: Project, member_client: Callable[[str], Client]
) -> None:
    other = make_member(other_project, "triager")
    save_view(member=other, name="Theirs", filters=QueueFilters(), shared=True, now=NOW)
    assert act(client, "default").status_code == 404


def test_there_is_an_end_to_how_many(triager: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.issues.saved.operations.MOST_OWN", 1)
    save_view(member=triager, name="One", filters=QueueFilters(), shared=False, now=NOW)
    with pytest.raises(RefusedError):
        save_view(member=triager, name="Two", filters=QueueFilters(), shared=False, now=NOW)

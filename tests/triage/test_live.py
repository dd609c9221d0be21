"""What an open page of the queue hears: what changed, and nothing where nothing did."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from tests.builders import make_issue, make_member
from triage.issues.operations import archive
from triage.issues.presence import be_at
from triage.models import Issue

SignIn = Callable[[str], Client]
ANN = "member:ann@alpha.example"


@pytest.fixture
def client(member_client: SignIn) -> Client:
    return member_client("triager")


@pytest.fixture
def counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts that are shared for some seconds would hide what a test has just done."""
    monkeypatch.setattr("triage.issues.queries.news._key", lambda _: f"counts:{uuid4()}")


def url_of(client: Client, query: str = "") -> str:
    url: str = client.get(f"/p/alpha/queue/{query}").context["news"].url
    return url


def test_where_nothing_changed_nothing_is_said(client: Client, leave: Issue) -> None:
    response = client.get(f"{url_of(client)}&issue={leave.short_id}")
    assert (response.status_code, response.content) == (204, b"")


def test_a_new_issue_is_announced_and_the_counts_follow(
    client: Client, project: Project, leave: Issue, counted_each_time: None
) -> None:
    url = f"{url_of(client)}&issue={leave.short_id}"
    make_issue(project, "Where is the printer on the second floor?")
    html = client.get(url).content.decode()
    assert "1 new issue since you looked" in html
    assert 'id="tabs"' in html
    assert 'id="present"' not in html
    assert 'class="issues"' not in html


def test_only_new_issues_that_the_filters_let_through_are_announced(
    client: Client, project: Project, leave: Issue
) -> None:
    url = f"{url_of(client, '?q=leave')}&issue={leave.short_id}"
    make_issue(project, "Where is the printer on the second floor?")
    assert "since you looked" not in client.get(url).content.decode()


def test_counts_follow_what_others_do(
    client: Client, leave: Issue, printer: Issue, counted_each_time: None
) -> None:
    url = f"{url_of(client)}&issue={leave.short_id}"
    archive(issue=printer, version=None, actor=ANN, now=timezone.now())
    html = client.get(url).content.decode()
    assert 'Archived <span class="count">1</span>' in html
    assert "since you looked" not in html


def test_who_comes_to_an_issue_is_said(client: Client, project: Project, leave: Issue) -> None:
    url = f"{url_of(client)}&issue={leave.short_id}"
    ben = make_member(project, "triager", email="ben@alpha.example")
    be_at(member=ben, number=leave.number, works=True, now=timezone.now())
    html = client.get(url).content.decode()
    assert f'<li data-who="{leave.short_id}">{ben} works on it</li>' in html
    assert 'id="here"' in html
    assert 'id="tabs"' not in html


@pytest.mark.parametrize("query", ["since=many", "since=1&issue=AL-x", "since=1&status=sideways"])
def test_a_bad_question_is_refused(client: Client, leave: Issue, query: str) -> None:
    assert client.get(f"/p/alpha/queue/live/?{query}").status_code == 422


def test_pages_that_ask_within_seconds_share_one_count(
    member_client: SignIn, project: Project, leave: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.issues.queries.news import recent_counts

    member = make_member(project, "viewer", email="v@alpha.example")
    first = recent_counts(member)

    def count(**_: object) -> dict[str, int]:
        pytest.fail("counted again")

    monkeypatch.setattr("triage.issues.queries.news.tab_counts", count)
    assert recent_counts(member) == first

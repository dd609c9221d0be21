"""The queue and the page of an issue, as members and strangers see them."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import NOW, make_issue, make_member
from triage.issues.operations import rename
from triage.models import Issue

SignIn = Callable[[str], Client]
DETAIL = {"HX-Request": "true", "HX-Target": "detail"}


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(
        project,
        "How many days of leave do I have?",
        complaints=2,
        comment="It is 30 since January",
        correction="You have 30 days of leave.",
        reasons=["out_of_date"],
        team="Sales",
    )


@pytest.fixture
def printer(project: Project) -> Issue:
    return make_issue(project, "Where is the printer on the second floor?")


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/p/alpha/queue/{query}")
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def detail(client: Client, issue: Issue) -> str:
    """What the page asks for when it is there, or a row is opened."""
    response = client.get(f"/p/alpha/queue/?issue={issue.short_id}", headers=DETAIL)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_project_says_how_votes_come_in(member_client: SignIn) -> None:
    assert "demonstration chat" in page(member_client("viewer"))


def test_the_queue_lists_the_biggest_issue_first(
    member_client: SignIn, printer: Issue, leave: Issue
) -> None:
    html = page(member_client("triager"))
    assert html.index(f'id="row-{leave.short_id}"') < html.index(f'id="row-{printer.short_id}"')


def test_the_detail_shows_what_a_correction_changes(member_client: SignIn, leave: Issue) -> None:
    assert "<del>28</del><ins>30</ins>" in detail(member_client("viewer"), leave)


def test_a_row_that_is_opened_by_htmx_brings_the_detail_only(
    member_client: SignIn, leave: Issue
) -> None:
    html = detail(member_client("viewer"), leave)
    assert 'class="issues"' not in html
    assert "What was said" in html


def test_the_page_leaves_the_detail_to_a_request_of_its_own(
    member_client: SignIn, leave: Issue, printer: Issue
) -> None:
    client = member_client("viewer")
    html = page(client, f"?sort=newest&team=sales&issue={leave.short_id}&history=comments")
    assert "What was said" not in html
    assert f'href="/p/alpha/issues/{leave.short_id}/"' in html
    place = f"team=sales&amp;sort=newest&amp;issue={leave.short_id}&amp;history=comments"
    assert f'hx-get="/p/alpha/queue/?{place}" hx-trigger="load" hx-target="#detail"' in html


@pytest.mark.parametrize(
    "query",
    [
        "team=sales",
        "reason=out_of_date",
        "q=since+January",
        "owner=triage&team=sales",
        "assignee=none&reason=out_of_date",
    ],
)
def test_a_filter_leaves_out_what_does_not_match(
    member_client: SignIn, leave: Issue, printer: Issue, query: str
) -> None:
    html = page(member_client("viewer"), f"?{query}")
    assert f"row-{leave.short_id}" in html
    assert f"row-{printer.short_id}" not in html


def test_a_viewer_sees_no_buttons_to_act_with(member_client: SignIn, leave: Issue) -> None:
    client = member_client("viewer")
    assert "queue/acts/" not in page(client, f"?issue={leave.short_id}")
    assert 'popovertarget="resolve"' not in detail(client, leave)


def test_a_stranger_finds_nothing(other_project: Project, leave: Issue) -> None:
    client = Client()
    client.force_login(make_member(other_project, "admin").user)
    for path in ("queue/", f"issues/{leave.short_id}/", "rules/"):
        assert client.get(f"/p/alpha/{path}").status_code == 404


def test_another_projects_issue_is_not_shown(member_client: SignIn, other_project: Project) -> None:
    other = make_issue(other_project, "Who approves expenses?")
    assert member_client("admin").get(f"/p/alpha/issues/{other.short_id}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%00", 422),
        ("status=sideways", 422),
        ("sort=luck", 422),
        ("cursor=nonsense", 422),
        ("cursor=" + "9" * 400, 422),
        ("q=" + "x" * 600, 422),
        ("page=99999999999999999999", 200),
        ("issue=AL-99999999999999", 404),
        ("issue=%00", 404),
        ("owner=nobody&team=nothing&source=none&release=none", 200),
        ("q=%ff%fe", 200),
        ("done=x,y,z", 200),
    ],
)
def test_a_bad_address_is_never_our_error(
    member_client: SignIn, leave: Issue, query: str, status: int
) -> None:
    assert member_client("viewer").get(f"/p/alpha/queue/?{query}").status_code == status


def test_a_cursor_goes_on_where_the_page_ended(
    member_client: SignIn,
    project: Project,
    leave: Issue,
    printer: Issue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("triage.issues.queries.queue.PAGE", 1)
    client = member_client("viewer")
    response = client.get("/p/alpha/queue/")
    following = client.get(response.context["next_url"])
    assert [row for row, _ in following.context["rows"]] == [printer]


def test_the_sheet_has_no_formulas(member_client: SignIn, project: Project, leave: Issue) -> None:
    rename(issue=leave, title="=1+1", version=None, actor="member:a@b.example", now=NOW)
    response = member_client("viewer").get("/p/alpha/queue/?format=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert ",'=1+1," in text
    assert text.splitlines()[1].startswith(leave.short_id)


def test_a_title_of_markup_stays_text(member_client: SignIn, leave: Issue) -> None:
    title = "<script>alert(1)</script>"
    rename(issue=leave, title=title, version=None, actor="member:a@b.example", now=NOW)
    client = member_client("triager")
    assert title not in page(client) + detail(client, leave)


def test_a_search_for_a_short_id_finds_it(
    member_client: SignIn, leave: Issue, printer: Issue
) -> None:
    html = page(member_client("viewer"), f"?q={quote(printer.short_id.lower())}")
    assert f"row-{printer.short_id}" in html
    assert f"row-{leave.short_id}" not in html

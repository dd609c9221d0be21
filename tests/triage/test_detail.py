"""What stands beside what was said: sources, where it comes from, weeks, like issues."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from feedback.capture.messages import CitationMessage, FlagMessage
from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import LEAVE, resolve, split
from triage.issues.queries import alike, detail_of
from triage.models import Issue

SignIn = Callable[[str], Client]


def html_of(client: Client, issue: Issue) -> str:
    response = client.get(f"/p/alpha/issues/{issue.short_id}/")
    assert response.status_code == 200
    return response.content.decode()


def citing(project: Project, uri: str, **said: object) -> Issue:
    source = CitationMessage(source="hr/leave", title="Leave policy", uri=uri)
    answer = send_answer(project, question=LEAVE, citations=[source])
    say(project, answer, **said)  # type: ignore[arg-type]
    place_all(project)
    return Issue.objects.get(project=project)


def test_a_source_on_the_web_is_linked_to(member_client: SignIn, project: Project) -> None:
    html = html_of(member_client("viewer"), citing(project, "https://hr.example/leave?a=1"))
    assert '<a href="https://hr.example/leave?a=1" rel="noopener noreferrer external">' in html


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", ""]
)
def test_no_other_address_is_linked_to(member_client: SignIn, project: Project, uri: str) -> None:
    issue = citing(project, uri)
    [cited] = detail_of(issue=issue, now=NOW).sources
    assert cited.link == ""
    assert f'href="{uri or "x"}' not in html_of(member_client("viewer"), issue)


def test_a_source_says_who_flagged_it_as_what(member_client: SignIn, project: Project) -> None:
    flags = [FlagMessage(source="hr/leave", says="out_of_date")]
    issue = citing(project, "", flags=flags)
    assert "<b>1 says out of date</b>" in html_of(member_client("viewer"), issue)


def test_releases_are_marked_in_the_trend(member_client: SignIn, project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=2, now=NOW)
    send_answer(project, release="2.3", now=NOW - timedelta(days=20))
    trend = detail_of(issue=issue, now=NOW).trend
    assert [tick.name for tick in trend.ticks] == ["2.3"]
    assert (trend.bars[-1].count, trend.bars[-1].rate) == (2, "100 per 100 of 2 answers")


@pytest.fixture
def like(project: Project) -> tuple[Issue, Issue]:
    """An issue, and what was split off it."""
    old = make_issue(project, LEAVE, complaints=2)
    number = split(old).data["short_id"].partition("-")[2]
    return old, Issue.objects.get(number=number, project=project)


def alike_page(client: Client, issue: Issue, query: str = "") -> str:
    """The page; with a query the part of it that htmx asks for."""
    headers = {"HX-Request": "true"} if query else {}
    response = client.get(f"/p/alpha/issues/{issue.short_id}/alike/{query}", headers=headers)
    return response.content.decode()


def test_what_was_done_about_a_like_issue_is_said(
    member_client: SignIn, like: tuple[Issue, Issue]
) -> None:
    old, new = like
    resolve(old)
    [near] = alike(new)
    assert near.issue == old
    html = alike_page(member_client("triager"), new)
    assert "Resolved: Handbook mended" in html
    assert f'aria-label="Merge with {old.short_id}"' in html


def test_the_issues_page_leads_to_those_like_it(
    member_client: SignIn, like: tuple[Issue, Issue]
) -> None:
    _, new = like
    client = member_client("viewer")
    assert f'<a href="/p/alpha/issues/{new.short_id}/alike/">' in html_of(client, new)
    assert f'href="/p/alpha/issues/{new.short_id}/"' in alike_page(client, new)


def test_beside_the_queue_like_issues_come_as_a_part_with_its_forms(
    member_client: SignIn, like: tuple[Issue, Issue]
) -> None:
    old, new = like
    query = f"?version={new.version}&back=status%3Dall"
    part = alike_page(member_client("triager"), new, query)
    assert "<html" not in part
    assert 'name="back" value="status=all"' in part
    assert f'hx-post="/p/alpha/issues/{new.short_id}/merge/"' in part
    assert f'<option value="{old.short_id}">' in part


def test_like_issues_are_merged_by_what_their_reader_saw(
    member_client: SignIn, like: tuple[Issue, Issue]
) -> None:
    _, new = like
    client = member_client("triager")
    part = alike_page(client, new, f"?version={new.version - 1}")
    assert f'name="version" value="{new.version - 1}"' in part
    assert client.get(f"/p/alpha/issues/{new.short_id}/alike/?version=x").status_code == 422


def test_where_no_issue_is_like_it_the_page_says_so(
    member_client: SignIn, project: Project
) -> None:
    issue = make_issue(project, LEAVE)
    assert "No other issue is like this one." in alike_page(member_client("viewer"), issue)

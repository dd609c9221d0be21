"""Issues are found by the tags of the answers complained of, and say the commonest."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from triage.issues.filters import QueueFilters
from triage.issues.queries.narrowing import queue_rows
from triage.issues.queries.tags import TagCount, tags_of
from triage.models import Issue, tag_facet

ODD = 'a&b="c" <d> \N{MAN}'
LEAVE, PRINTER = "How many days of leave do I have?", "Where is the printer on the second floor?"


def issue_about(project: Project, question: str, *tags: list[str], team: str = "") -> Issue:
    """An issue of a complaint about an answer with each of these lists of tags."""
    for listed in tags:
        answer = send_answer(project, question=question, tags=listed)
        word = say(project, answer, "down", team=team)
    place_all(project, now=NOW)
    return Issue.objects.get(placements__feedback=word)


def found(project: Project, **asked: str) -> list[Issue]:
    return list(queue_rows(project=project, filters=QueueFilters(**asked), member=None))


def test_an_issue_is_found_by_a_tag_of_any_answer(project: Project) -> None:
    leave = issue_about(project, LEAVE, ["beta"], ["vip", "beta"])
    printer = issue_about(project, PRINTER, ["beta"])

    assert found(project, tag="vip") == [leave]
    assert set(found(project, tag="beta")) == {leave, printer}
    assert found(project, tag="VIP") == found(project, tag="vi") == []


def test_with_another_filter_one_complaint_has_both(project: Project) -> None:
    issue_about(project, LEAVE, ["vip"], team="Sales")
    leave = issue_about(project, LEAVE, ["beta"], team="Legal")

    assert found(project, tag="vip", team="sales") == [leave]
    assert found(project, tag="vip", team="legal") == []


def test_a_tag_of_another_project_finds_nothing_here(
    project: Project, other_project: Project
) -> None:
    issue_about(other_project, LEAVE, ["vip"])

    assert found(project, tag="vip") == []


def test_the_page_says_the_commonest_tags_and_each_leads_to_its_issues(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    leave = issue_about(project, LEAVE, [ODD], [ODD, "beta"], [])
    issue_about(project, PRINTER, ["beta"])
    browser = member_client("viewer")

    assert tags_of(leave) == [TagCount(ODD, 2), TagCount("beta", 1)]
    shown = browser.get(f"/p/alpha/issues/{leave.short_id}/").content.decode()
    link = "?tag=a%26b%3D%22c%22%20%3Cd%3E%20%F0%9F%91%A8"
    assert link in shown
    listed = browser.get(f"/p/alpha/queue/{link}").content.decode()
    assert f"row-{leave.short_id}" in listed
    assert listed.count('id="row-') == 1


def test_an_issue_without_tags_says_nothing_of_them(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    leave = make_issue(project, LEAVE)

    assert tags_of(leave) == []
    shown = member_client("viewer").get(f"/p/alpha/issues/{leave.short_id}/").content.decode()
    assert "Tags" not in shown


def test_what_all_complaints_share_and_no_others_is_no_source(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    for n in range(30):
        of_leave = n < 10
        answer = send_answer(
            project, question=LEAVE if of_leave else PRINTER, tags=["vip"] if of_leave else []
        )
        say(project, answer, person=f"p{n}", now=NOW)
    place_all(project, now=NOW)
    leave = Issue.objects.get(title=LEAVE)

    page = member_client("viewer").get(f"/p/alpha/issues/{leave.short_id}/origins/")
    assert page.status_code == 200
    assert "Nothing stands out" in page.content.decode()


def test_the_api_narrows_by_a_tag(project: Project, key_client: Callable[[str], APIClient]) -> None:
    leave = issue_about(project, LEAVE, ["vip"])
    issue_about(project, PRINTER, ["beta"])

    [row] = key_client("secret").get("/api/v1/issues?tag=vip").json()["results"]

    assert row["id"] == leave.short_id


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=64)


@pytest.mark.django_db
@given(st.uuids(), st.lists(TEXTS, max_size=20))
def test_the_database_makes_the_same_ids_of_tags(project: UUID, tags: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT triage_tag(%s, tag) FROM unnest(%s::text[]) AS tag", [project, tags])
        assert [pk for (pk,) in cursor] == [tag_facet(project, tag) for tag in tags]

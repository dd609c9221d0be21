"""What people said of an issue, as its page shows it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.capture.messages import SpanMessage
from feedback.models import Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import LEAVE
from triage.issues.queries import ComplaintPage, complaints_of
from triage.models import Issue

SignIn = Callable[[str], Client]


def said_of(project: Project, *words: dict[str, object], text: str = "You have 28 days.") -> Issue:
    """An issue of what several people said of one answer, each an answer of their own."""
    for place, word in enumerate(words):
        answer = send_answer(project, question=LEAVE, text=text)
        say(project, answer, person=f"person-{place}", **word)  # type: ignore[arg-type]
    place_all(project)
    return Issue.objects.get(project=project)


def page_of(issue: Issue, cursor: str = "") -> ComplaintPage:
    return complaints_of(issue=issue, today=NOW.date(), cursor=cursor)


def html_of(client: Client, issue: Issue) -> str:
    response = client.get(f"/p/alpha/issues/{issue.short_id}/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_answer_stands_once_with_everybodys_marks(
    member_client: SignIn, project: Project
) -> None:
    marks = [SpanMessage(start=9, end=16)]
    issue = said_of(project, {"spans": marks}, {"spans": marks}, {"comment": "It is 30."})
    html = html_of(member_client("viewer"), issue)
    assert html.count('class="reply') == 1
    assert 'title="2 of 3 people marked this">28 days</mark>' in html


def test_comments_that_say_nearly_the_same_are_counted(
    member_client: SignIn, project: Project
) -> None:
    same = {"comment": "That was changed last year."}
    issue = said_of(project, same, same, {"comment": "Ask HR, they know better."})
    html = html_of(member_client("triager"), issue)
    assert "2 say nearly this" in html
    assert 'aria-label="Tick these 2 complaints"' in html


def test_corrections_that_differ_stand_beside_each_other(
    member_client: SignIn, project: Project
) -> None:
    thirty, other = "You have 30 days.", "You have 25 days."
    issue = said_of(
        project,
        *({"correction": text, "team": "Sales"} for text in (thirty, thirty, other)),
    )
    html = html_of(member_client("viewer"), issue)
    assert "<b>They disagree</b>" in html
    assert "2 people say" in html
    assert "1 person says" in html
    assert "<del>28</del><ins>25</ins>" in html


def test_corrections_that_agree_are_no_disagreement(
    member_client: SignIn, project: Project
) -> None:
    issue = said_of(project, {"correction": "You have 30 days."}, {"correction": "30 days"})
    html = html_of(member_client("viewer"), issue)
    assert "What people say is right" in html
    assert "<b>They disagree</b>" not in html


def test_all_about_one_answer_are_split_off_by_one_tick(
    member_client: SignIn, project: Project
) -> None:
    issue = said_of(project, {"comment": "Old"}, {"comment": "Wrong"})
    answer = send_answer(project, question=LEAVE, text="Ask HR.")
    say(project, answer, comment="No.", person="somebody")
    place_all(project)
    ids = max((group.ids for group in page_of(issue).groups), key=len)
    member_client("triager").post(
        f"/p/alpha/issues/{issue.short_id}/split/",
        {"complaint": ids, "version": Issue.objects.get(pk=issue.pk).version, "place": "issue"},
    )
    issue.refresh_from_db()
    assert issue.complaints == 1


def test_the_pages_of_an_issue_show_each_complaint_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.issues.queries.window.WINDOW", 4)
    monkeypatch.setattr("triage.issues.queries.window.GROUPS", 1)
    for place in range(9):
        answer = send_answer(project, question=LEAVE, text=f"You have {place % 3} days.")
        say(project, answer, person=f"person-{place}")
    place_all(project)
    issue = Issue.objects.get(project=project)
    shown: list[str] = []
    page = page_of(issue)
    while page.next:
        shown += [pk for group in page.groups for pk in group.ids.split(",")]
        page = page_of(issue, page.next)
    shown += [pk for group in page.groups for pk in group.ids.split(",")]
    assert len(shown) == len(set(shown)) == 9


def test_of_an_answer_with_many_voices_some_are_shown_and_a_link_leads_to_the_others(
    member_client: SignIn, project: Project
) -> None:
    words = ("Ask HR.", "Who wrote this?", "It is older than me.", "Mine says 30.", "No.", "Sigh.")
    issue = said_of(project, *({"comment": text} for text in words))
    [group] = page_of(issue).groups
    assert (len(group.voices), group.left, group.count) == (4, 2, 6)
    html = html_of(member_client("viewer"), issue)
    assert "2 more voices about this answer" in html

    page = page_of(issue, group.more)

    [rest] = page.groups
    assert (len(rest.voices), rest.left, page.next) == (2, 0, "")
    shown = [voice.newest.comment for voice in (*group.voices, *rest.voices)]
    assert sorted(shown) == sorted(words)


def test_who_reads_one_answer_alone_finds_back(member_client: SignIn, project: Project) -> None:
    issue = said_of(project, *({"comment": text} for text in "abcdef"))
    more = page_of(issue).groups[0].more
    address = f"/p/alpha/issues/{issue.short_id}/"
    html = member_client("viewer").get(address, {"at": more}).content.decode()
    assert f'<a class="button" href="{address}#complaints-title">All that was said</a>' in html


def test_what_is_said_meanwhile_does_not_shift_the_pages(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.issues.queries.window.GROUPS", 1)
    for place in range(3):
        answer = send_answer(project, question=LEAVE, text=f"You have {place} days.")
        say(project, answer, person=f"person-{place}", now=NOW)
    place_all(project)
    issue = Issue.objects.get(project=project)
    first = page_of(issue)
    late = send_answer(project, question=LEAVE, text="You have 9 days.")
    say(project, late, person="late", now=NOW + timedelta(hours=1))
    place_all(project)

    second = page_of(issue, first.next)

    assert (first.read, second.read) == (3, 3)
    assert second.groups[0].ids != first.groups[0].ids


def test_a_page_asks_no_more_of_more_complaints(project: Project, member_client: SignIn) -> None:
    issue = make_issue(project, LEAVE, complaints=6, comment="Old", correction="30 days")
    client = member_client("triager")
    html_of(client, issue)
    with CaptureQueriesContext(
        connection,
    ) as few:
        html_of(client, issue)
    make_issue(project, LEAVE, complaints=20, comment="Old", correction="30 days")
    with CaptureQueriesContext(connection) as many:
        html_of(client, issue)
    assert len(many) <= len(few)


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4Il0:1:x", "%00"])
def test_a_bad_cursor_is_refused(member_client: SignIn, project: Project, cursor: str) -> None:
    issue = make_issue(project, LEAVE)
    path = f"/p/alpha/issues/{issue.short_id}/?at={cursor}"
    assert member_client("viewer").get(path).status_code == 422

"""Acting from the queue's pages: who may, what follows, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import NOW, make_issue, make_member
from triage.issues.operations import set_priority
from triage.models import Issue, IssueActivity

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "work"}


@pytest.fixture
def issues(project: Project) -> list[Issue]:
    """Three issues, in the queue's order."""
    questions = ("How many days of leave do I have?", "Where is the printer?", "Who pays my taxi?")
    return [
        make_issue(project, question, complaints=3 - place)
        for place, question in enumerate(questions)
    ]


def act(client: Client, issue: Issue, name: str, *, htmx: bool = True, **form: Any) -> Any:
    issue.refresh_from_db()
    return client.post(
        f"/p/alpha/issues/{issue.short_id}/{name}/",
        {"version": issue.version, "place": "queue", "back": "", **form},
        headers=HTMX if htmx else {},
    )


def bulk(client: Client, name: str, issues: list[Issue], **form: Any) -> Any:
    picks = [f"{issue.short_id}@{issue.version}" for issue in issues]
    return client.post("/p/alpha/queue/acts/", {"act": name, "pick": picks, **form}, headers=HTMX)


@pytest.mark.parametrize("name", ["archive", "comment", "merge", "split"])
def test_a_viewer_may_not_act(member_client: SignIn, issues: list[Issue], name: str) -> None:
    client = member_client("viewer")
    assert act(client, issues[0], name).status_code == 403
    assert bulk(client, name, issues).status_code == 403
    assert client.post("/p/alpha/queue/undo/").status_code == 403


def test_a_stranger_finds_nothing_to_act_on(other_project: Project, issues: list[Issue]) -> None:
    client = Client()
    client.force_login(make_member(other_project, "admin").user)
    assert act(client, issues[0], "archive").status_code == 404


def test_nobody_is_sent_to_sign_in(issues: list[Issue]) -> None:
    assert "/accounts/login/" in act(Client(), issues[0], "archive")["Location"]


def test_after_an_act_the_next_issue_follows(member_client: SignIn, issues: list[Issue]) -> None:
    response = act(
        member_client("triager"), issues[0], "resolve", fix="source", resolution="Mended"
    )
    assert response.context["issue"] == issues[1]
    assert response["HX-Push-Url"].endswith(f"issue={issues[1].short_id}")


def test_after_the_last_issue_the_first_follows(member_client: SignIn, issues: list[Issue]) -> None:
    response = act(member_client("triager"), issues[2], "archive")
    assert response.context["issue"] == issues[0]


def test_an_act_that_leaves_the_issue_in_the_queue_stays_on_it(
    member_client: SignIn, issues: list[Issue]
) -> None:
    response = act(member_client("triager"), issues[1], "assign", assignee="me")
    assert response.context["issue"] == issues[1]


def test_the_filters_stay_after_an_act(member_client: SignIn, issues: list[Issue]) -> None:
    response = act(member_client("triager"), issues[0], "archive", back="assignee=none")
    assert "assignee=none" in response["HX-Push-Url"]


def test_without_script_an_act_redirects_and_offers_undo(
    member_client: SignIn, issues: list[Issue]
) -> None:
    client = member_client("triager")
    response = act(client, issues[0], "archive", htmx=False)
    assert response.status_code == 302
    html = client.get(response["Location"]).content.decode()
    assert f"Archived {issues[0].short_id}" in html
    assert 'id="undo"' in html


def test_undo_brings_back_what_was_archived(member_client: SignIn, issues: list[Issue]) -> None:
    client = member_client("triager")
    act(client, issues[0], "archive")
    activity = IssueActivity.objects.get(verb="archived")
    response = client.post("/p/alpha/queue/undo/", {"activity": activity.pk}, headers=HTMX)
    issues[0].refresh_from_db()
    assert issues[0].status == "unresolved"
    assert response.context["issue"] == issues[0]
    assert response.context["issue"].version == issues[0].version


def test_another_projects_act_can_not_be_undone(
    member_client: SignIn, other_project: Project
) -> None:
    other = make_issue(other_project, "Who approves expenses?")
    activity = set_priority(issue=other, priority=4, version=None, actor="member:x@y.z", now=NOW)
    client = member_client("admin")
    assert client.post("/p/alpha/queue/undo/", {"activity": activity.pk}).status_code == 409


def test_a_stale_version_is_refused_and_the_page_says_what_changed(
    member_client: SignIn, issues: list[Issue]
) -> None:
    set_priority(issue=issues[0], priority=4, version=None, actor="member:bob@x.example", now=NOW)
    response = act(member_client("triager"), issues[0], "archive", version=1)
    assert response.status_code == 409
    assert b"bob@x.example made the priority urgent" in response.content


def test_several_are_resolved_at_once(member_client: SignIn, issues: list[Issue]) -> None:
    response = bulk(
        member_client("triager"), "resolve", issues[:2], fix="source", resolution="Mended"
    )
    assert Issue.objects.filter(status="resolved").count() == 2
    assert response.context["issue"] == issues[2]


def test_several_wait_at_once_and_go_on_together(
    member_client: SignIn, issues: list[Issue]
) -> None:
    client = member_client("triager")
    response = bulk(client, "wait", issues[:2], on="Payroll", wait_until="2126-01-31", until="7")
    waiting = Issue.objects.filter(waiting_on="Payroll", waiting_until__year=2126)
    assert set(waiting) == set(issues[:2])

    undo = {"activity": response.context["outcome"].undo}
    client.post("/p/alpha/queue/undo/", undo)
    assert not waiting.all().exists()


def test_of_several_the_stale_one_alone_is_refused(
    member_client: SignIn, issues: list[Issue]
) -> None:
    set_priority(issue=issues[0], priority=4, version=None, actor="member:bob@x.example", now=NOW)
    response = bulk(member_client("triager"), "archive", issues)
    assert Issue.objects.filter(status="archived").count() == 2
    assert f"{issues[0].short_id} changed meanwhile".encode() in response.content


def test_several_are_merged_into_the_biggest(member_client: SignIn, issues: list[Issue]) -> None:
    response = bulk(member_client("triager"), "merge", issues)
    assert response.context["issue"] == issues[0]
    assert Issue.objects.get(pk=issues[0].pk).complaints == 6


def test_a_merged_issue_redirects(member_client: SignIn, issues: list[Issue]) -> None:
    client = member_client("triager")
    bulk(client, "merge", issues[:2])
    response = client.get(f"/p/alpha/issues/{issues[1].short_id}/")
    assert response["Location"] == f"/p/alpha/issues/{issues[0].short_id}/"


def test_ticked_complaints_are_split_off(member_client: SignIn, issues: list[Issue]) -> None:
    word = issues[0].placements.first()
    assert word
    act(member_client("triager"), issues[0], "split", complaint=[word.feedback_id])
    word.refresh_from_db()
    assert word.issue_id not in {issue.pk for issue in issues}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("archive", {"version": "many"}),
        ("archive", {"version": "9" * 30}),
        ("archive", {"back": "status=sideways"}),
        ("assign", {"owner": "no\x00body"}),
        ("assign", {"assignee": "nobody@nowhere.example"}),
        ("prioritise", {"priority": "9"}),
        ("prioritise", {"priority": "²"}),
        ("rename", {"title": "a\x00b"}),
        ("rename", {"title": "x" * 201}),
        ("comment", {"text": "\x00"}),
        ("resolve", {"resolution": "", "fix": "source"}),
        ("resolve", {"resolution": "Mended"}),
        ("resolve", {"resolution": "Mended", "fix": "source", "source": "no/where"}),
        ("resolve", {"resolution": "Mended", "fix": "release", "release": "9.9"}),
        ("resolve", {"resolution": "Mended", "fix": "source", "since": "tomorrow"}),
        ("resolve", {"resolution": "Mended", "fix": "source", "link": "javascript:alert(1)"}),
        ("merge", {"to": "AL-99"}),
        ("merge", {"to": "\x00"}),
        ("split", {"complaint": "x"}),
        ("split", {}),
        ("move", {"to": "AL-2", "complaint": "00000000-0000-0000-0000-000000000000"}),
        ("explode", {}),
    ],
)
def test_a_bad_form_is_refused_and_changes_nothing(
    member_client: SignIn, issues: list[Issue], name: str, form: dict[str, str]
) -> None:
    before = IssueActivity.objects.count()
    status = act(member_client("triager"), issues[0], name, **form).status_code
    assert 400 <= status < 500
    assert IssueActivity.objects.count() == before


def test_a_manager_saves_rules(member_client: SignIn, project: Project) -> None:
    client = member_client("manager")
    response = client.post("/p/alpha/rules/", {"text": "# all to one\r\n* -> triage"})
    assert b"Version 2 is in force" in client.get(response["Location"]).content


def test_a_wrong_rule_is_shown_with_line_and_column(
    member_client: SignIn, project: Project
) -> None:
    response = member_client("manager").post(
        "/p/alpha/rules/", {"text": "* -> triage\n* -> nobody"}
    )
    assert response.status_code == 422
    assert b"line 2, column 6" in response.content


def test_a_triager_reads_rules_and_may_not_save_them(member_client: SignIn) -> None:
    client = member_client("triager")
    assert client.get("/p/alpha/rules/").status_code == 200
    assert client.post("/p/alpha/rules/", {"text": ""}).status_code == 403

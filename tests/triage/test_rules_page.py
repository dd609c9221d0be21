"""The page on which rules are written, tried, saved and taken back."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from feedback.capture.messages import ReleaseMessage
from feedback.capture.operations import record_releases
from feedback.models import Project
from tests.builders import NOW, make_issue
from triage.routing.operations import add_owner, save_rules
from triage.routing.queries import rules_of

SignIn = Callable[[str], Client]


@pytest.fixture
def manager(project: Project, member_client: SignIn) -> Client:
    add_owner(project=project, slug="hr", name="HR", actor="system:test", now=NOW)
    return member_client("manager")


def send(client: Client, where: str = "", **fields: object) -> HttpResponse:
    return client.post(f"/p/alpha/rules/{where}", fields)


def shown(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_a_slip_is_shown_with_its_line_and_what_was_written(manager: Client) -> None:
    text = "# leave\nteam:sales -> hr\nteam:legal or -> hr\n"

    response = send(manager, text=text, version=1)

    html = shown(response)
    assert response.status_code == 422
    assert 'data-line="3" data-column="15"' in html
    assert "team:legal or <mark>-&gt;</mark> hr" in html
    assert "team:sales -&gt; hr team:legal or -&gt; hr </textarea>" in html


def test_a_trial_stands_beside_the_editor(project: Project, manager: Client) -> None:
    from django.utils import timezone

    make_issue(project, "How many days of leave do I have?", complaints=2, now=timezone.now())

    part = manager.post(
        "/p/alpha/rules/trial/", {"text": "* -> hr"}, headers={"HX-Request": "true"}
    )
    page = send(manager, "trial/", text="* -> hr")
    file = send(manager, "trial/", text="* -> hr", format="csv")

    assert "this moves 2 of 2 complaints" in shown(part)
    assert "Saving it gives 1 open issue to others" in shown(part)
    assert "<html" not in part.content.decode()
    assert "this moves 2 of 2 complaints" in shown(page)
    assert "complaints by owner,triage,hr,2" in file.content.decode()
    assert rules_of(project).version == 1


def test_a_slip_in_a_trial_is_told_in_its_place(manager: Client) -> None:
    response = manager.post(
        "/p/alpha/rules/trial/", {"text": "nonsense"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert 'data-line="1"' in shown(response)


def test_saving_says_how_many_issues_went(project: Project, manager: Client) -> None:
    make_issue(project, "How many days of leave do I have?")

    response = send(manager, text="* -> hr", version=1, reroutes="on")

    assert response.headers["Location"].endswith("?saved=2")
    assert "1 open issue has gone to others" in shown(manager.get(response.headers["Location"]))


def test_whoever_was_overtaken_sees_what_came_and_keeps_their_text(
    project: Project, manager: Client
) -> None:
    save_rules(project=project, text="team:a -> hr", actor="member:ann@a.example", now=NOW)

    response = send(manager, text="team:b -> hr", version=1)

    html = shown(response)
    assert response.status_code == 409
    assert "<ins>+ team:a -&gt; hr</ins>" in html
    assert "team:b -&gt; hr</textarea>" in html
    assert 'name="version" value="2"' in html


def test_a_version_says_what_going_back_changes_and_goes_back(
    project: Project, manager: Client
) -> None:
    save_rules(project=project, text="team:a -> hr", actor="member:ann@a.example", now=NOW)

    assert "<del>- team:a -&gt; hr</del>" in shown(manager.get("/p/alpha/rules/"))

    send(manager, "revert/", to=1, version=2)
    assert (rules_of(project).version, rules_of(project).text) == (3, "")
    assert send(manager, "revert/", to=9, version=3).status_code == 404


def test_the_page_says_who_answers_for_releases(project: Project, manager: Client) -> None:
    message = ReleaseMessage(id="2.0", owner="Assistant")
    record_releases(project=project, messages=[message], actor="system:test", now=NOW)

    html = shown(manager.get("/p/alpha/rules/"))

    assert "<span>2.0</span> <span>Assistant</span>" in html


def test_versions_come_as_a_file(project: Project, manager: Client) -> None:
    save_rules(project=project, text="team:a -> hr", actor="member:ann@a.example", now=NOW)

    lines = manager.get("/p/alpha/rules/?format=csv").content.decode().splitlines()

    assert lines[1].startswith("2,member:ann@a.example,")


def test_a_triager_reads_the_rules_and_changes_nothing(member_client: SignIn) -> None:
    client = member_client("triager")

    assert "Managers and admins can change the rules" in shown(client.get("/p/alpha/rules/"))
    assert send(client, "trial/", text="").status_code == 403
    assert send(client, "revert/", to=1).status_code == 403

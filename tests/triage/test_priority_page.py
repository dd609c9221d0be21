"""The page on which managers say what counts how much."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.models import AuditEvent, Project, Team
from tests.builders import NOW, make_issue, make_project, place_all, say, send_answer
from tests.triage.acting import PRINTER
from triage.models import Issue
from triage.priority.operations import score_due
from triage.priority.policies import draft_policy
from triage.priority.queries import policy_of
from triage.priority.ranking import try_out

SignIn = Callable[[str], Client]
PAGE = "/p/alpha/priority/"


@pytest.fixture
def manager(member_client: SignIn) -> Client:
    return member_client("manager")


@pytest.fixture
def sales(project: Project) -> Team:
    """A team that complained of an issue of its own."""
    say(project, send_answer(project, question=PRINTER, team="Sales", person="sam"), person="sam")
    place_all(project)
    return Team.objects.get(project=project)


def typed(project: Project, **changed: object) -> dict[str, object]:
    """The form as it is shown, with some of it typed otherwise."""
    policy = policy_of(project)
    names = ("medium_from", "high_from", "urgent_from")
    importance = {f"team-{team.pk}": 2 for team in Team.objects.of(project)}
    shown = {**policy.weights, **{name: getattr(policy, name) for name in names}, **importance}
    return {"do": "save", **shown, **changed}


def save(client: Client, project: Project, **changed: object) -> Any:
    return client.post(PAGE, typed(project, **changed), follow=True)


def test_a_manager_saves_other_weights_and_the_queue_follows(
    project: Project, manager: Client, leave: Issue
) -> None:
    shown = save(manager, project, severity=0, urgent_from=41)
    assert "Version 1 is in force" in shown.text
    assert policy_of(project).weights["severity"] == 0
    score_due(project=project, limit=10, now=policy_of(project).saved_at)
    leave.refresh_from_db()
    assert leave.score_parts["weights"]["severity"] == 0
    event = AuditEvent.objects.get(verb="priority.policy_saved")
    assert event.actor == "member:manager@alpha.example"
    assert event.data["before"]["weights"]["severity"] == 2


def test_what_is_saved_can_be_taken_back(project: Project, manager: Client) -> None:
    save(manager, project, age=9)
    save(manager, project, age=0)
    shown = manager.post(PAGE, {"do": "again", "version": "1"}, follow=True)
    assert "Version 3 is in force" in shown.text
    assert policy_of(project).weights["age"] == 9
    manager.post(PAGE, {"do": "again", "version": "0"})
    assert policy_of(project).weights["age"] == 1


@pytest.mark.parametrize("version", ["7", "", "x", "-1", "99999999999"])
def test_a_version_that_is_not_there_can_not_be_used_again(
    project: Project, manager: Client, version: str
) -> None:
    shown = manager.post(PAGE, {"do": "again", "version": version}, follow=True)
    assert "There is no such version." in shown.text
    assert policy_of(project).version == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reach": "11"}, "less than or equal to 10"),
        ({"reach": "-1"}, "greater than or equal to 0"),
        ({"reach": "much"}, "Enter a whole number"),
        ({"reach": ""}, "This field is required"),
        ({"medium_from": "80"}, "They rise from 1 to 100"),
        (
            dict.fromkeys(("reach", "rate", "severity", "confident_wrong", "teams", "age"), "0"),
            "Something has to count",
        ),
    ],
)
def test_what_can_not_be_meant_is_told_beside_what_was_typed(
    project: Project, manager: Client, wrong: dict[str, str], said: str
) -> None:
    shown = save(manager, project, **wrong)
    assert shown.status_code == 422
    assert said in shown.text
    assert policy_of(project).version == 0


def test_trying_shows_what_would_change_and_changes_nothing(
    project: Project, manager: Client, leave: Issue, sales: Team
) -> None:
    tried = {"severity": 0, "teams": 10, f"team-{sales.pk}": 3, "do": "try"}
    shown = manager.post(PAGE, typed(project, **tried))
    assert "What would change" in shown.text
    assert "up 1, from 2" in shown.text
    assert "down from 1" in shown.text
    assert policy_of(project).version == 0
    assert not AuditEvent.objects.filter(verb="priority.policy_saved").exists()


def test_a_mistake_in_what_is_tried_is_shown_to_htmx_too(project: Project, manager: Client) -> None:
    form = typed(project, do="try", reach="11")
    shown = manager.post(PAGE, form, headers={"HX-Request": "true"})
    assert (shown.status_code, "less than or equal to 10" in shown.text) == (200, True)


def test_the_order_that_is_tried_is_the_queues(project: Project, leave: Issue, sales: Team) -> None:
    present = policy_of(project)
    trial = try_out(present=present, policy=present, now=NOW)
    by_queue = Issue.objects.of(project).order_by("-priority", "-score", "id")
    assert [one.issue for one in trial.ranked] == list(by_queue)
    assert [one.score for one in trial.ranked] == [issue.score for issue in by_queue]
    assert [(one.place, one.was, one.rises) for one in trial.ranked] == [(1, 1, 0), (2, 2, 0)]
    assert sum(now for _, now, _ in trial.levels) == 2


def test_an_important_team_lifts_what_it_complains_of(
    project: Project, manager: Client, sales: Team
) -> None:
    issue = Issue.objects.get(project=project)
    save(manager, project, **{f"team-{sales.pk}": 3})
    score_due(project=project, limit=10, now=policy_of(project).saved_at)
    issue.refresh_from_db()
    assert issue.score_parts["parts"]["teams"] == 1
    again = manager.get(PAGE).text
    assert "1 complaint from teams of high importance" in again


def test_a_viewer_reads_and_can_not_change(
    project: Project, member_client: SignIn, leave: Issue
) -> None:
    viewer = member_client("viewer")
    shown = viewer.get(PAGE).text
    assert "What counts how much" in shown
    assert ">Save<" not in shown
    assert viewer.post(PAGE, typed(project, age=9)).status_code == 403


def test_without_issues_or_teams_the_page_says_what_comes(manager: Client) -> None:
    shown = manager.get(PAGE).text
    assert "No issue is open" in shown
    assert "No team is known yet" in shown
    assert "Nobody has changed anything" in shown


def test_another_projects_issues_and_teams_are_not_there(
    project: Project, manager: Client, leave: Issue
) -> None:
    other = make_project("omega")
    make_issue(other, PRINTER)
    Team.objects.create(project=other, slug="legal", name="Legal of Omega")
    shown = manager.get(PAGE).text
    assert leave.short_id in shown
    assert "OM-1" not in shown
    assert "Legal of Omega" not in shown


def test_the_teams_come_as_a_file(project: Project, manager: Client, sales: Team) -> None:
    save(manager, project, **{f"team-{sales.pk}": 1})
    [row] = csv.DictReader(manager.get(f"{PAGE}?format=csv").text.splitlines())
    assert row == {"team": "sales", "name": "Sales", "importance": "low", "people": "1"}


def test_other_weights_say_how_many_would_have_which_priority(
    project: Project, leave: Issue, sales: Team
) -> None:
    present = policy_of(project)
    policy = draft_policy(
        project=project, weights=present.weights, thresholds=(1, 2, 3), importance={}
    )

    trial = try_out(present=present, policy=policy, now=NOW)

    assert trial.levels[0] == ("Urgent", 0, 2)
    assert sum(now for _, now, _ in trial.levels) == sum(then for _, _, then in trial.levels) == 2
    assert [one.was for one in trial.ranked] == [1, 2]

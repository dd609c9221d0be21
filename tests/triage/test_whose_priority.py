"""Whose word an issue's priority is, and what a project may say counts how much."""

from typing import Any

import pytest

from feedback.models import Project, Team
from tests.builders import NOW, make_issue
from tests.triage.acting import ANN, PRINTER, refusal, undo
from triage.issues import operations
from triage.models import Issue
from triage.priority.operations import score_issues
from triage.priority.policies import save_policy
from triage.priority.queries import policy_of
from triage.priority.scoring import PARTS
from triage.routing.operations import save_rules

BY: dict[str, Any] = {"actor": ANN, "now": NOW}
EQUAL = dict.fromkeys(PARTS, 1)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.select_related("project").get(pk=issue.pk)


def change_policy(project: Project, **changed: Any) -> None:
    policy = policy_of(project)
    kept = {"weights": policy.weights, "thresholds": policy.thresholds, "importance": {}}
    save_policy(project=project, **(kept | changed), **BY)


def test_a_persons_word_stands_until_it_is_left_to_the_score(leave: Issue) -> None:
    operations.set_priority(issue=leave, priority=1, version=None, **BY)
    score_issues(project=leave.project, ids=[leave.pk], now=NOW)
    assert (fresh(leave).priority, fresh(leave).priority_by) == (1, "person")
    left = operations.leave_priority(issue=leave, version=None, **BY)
    assert (fresh(leave).priority, fresh(leave).priority_by) == (2, "score")
    undo(left)
    assert (fresh(leave).priority, fresh(leave).priority_by) == (1, "person")


def test_a_person_may_say_what_the_score_says_too(leave: Issue) -> None:
    operations.set_priority(issue=leave, priority=2, version=None, **BY)
    assert fresh(leave).priority_by == "person"
    again = refusal(lambda: operations.set_priority(issue=leave, priority=2, version=None, **BY))
    assert again.code == "issue_state"


def test_nothing_can_be_left_to_the_score_that_is_left_to_it_already(leave: Issue) -> None:
    refused = refusal(lambda: operations.leave_priority(issue=leave, version=None, **BY))
    assert refused.code == "issue_state"


def test_undo_of_a_persons_word_gives_what_the_score_says_by_now(leave: Issue) -> None:
    said = operations.set_priority(issue=leave, priority=1, version=None, **BY)
    change_policy(leave.project, thresholds=(1, 2, 3))
    undo(said)
    assert (fresh(leave).priority, fresh(leave).priority_by) == (4, "score")


def test_undo_of_a_persons_word_is_refused_once_another_said_otherwise(leave: Issue) -> None:
    said = operations.set_priority(issue=leave, priority=1, version=None, **BY)
    operations.set_priority(issue=leave, priority=3, version=None, **BY)
    assert refusal(undo, said).code == "undo_overtaken"


def test_a_rules_word_goes_before_the_score_and_after_a_persons(project: Project) -> None:
    save_rules(project=project, text="* -> triage priority:urgent\n", **BY)
    issue = make_issue(project, PRINTER)
    assert (fresh(issue).priority, fresh(issue).priority_by) == (4, "rule")
    operations.set_priority(issue=issue, priority=1, version=None, **BY)
    operations.leave_priority(issue=issue, version=None, **BY)
    assert (fresh(issue).priority, fresh(issue).priority_by) == (4, "rule")


# --- the policy -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": dict.fromkeys(PARTS, 0)},
        {"weights": EQUAL | {"age": 11}},
        {"weights": EQUAL | {"age": -1}},
        {"thresholds": (30, 30, 60)},
        {"thresholds": (0, 30, 60)},
        {"thresholds": (10, 30, 101)},
        {"importance": {"0198a0a0-0000-7000-8000-000000000000": 3}},
    ],
)
def test_what_can_not_be_meant_is_refused(project: Project, wrong: dict[str, Any]) -> None:
    assert refusal(lambda: change_policy(project, **wrong)).code == "policy_refused"
    assert policy_of(project).version == 0


def test_saving_makes_a_version_and_the_same_again_none(project: Project) -> None:
    for _ in range(2):
        change_policy(project, weights=EQUAL)
    assert (policy_of(project).version, policy_of(project).weights) == (1, EQUAL)


def test_another_projects_team_is_none_of_ours(project: Project, other_project: Project) -> None:
    team = Team.objects.create(project=other_project, slug="sales", name="Sales")
    refused = refusal(lambda: change_policy(project, importance={str(team.pk): 3}))
    assert refused.code == "policy_refused"

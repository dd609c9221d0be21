"""Scores of issues: worked out as complaints come and as time goes by; whose word is heard."""

from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from feedback.capture.messages import FlagMessage
from feedback.directory.reason_operations import change_reason
from feedback.models import Feedback, Project, Reason, Team
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, PRINTER, merge, refusal, split, undo
from tests.triage.finding import corrected, found, look
from triage.issues import operations
from triage.models import Issue, Kind
from triage.priority.operations import score_due, score_issues
from triage.priority.policies import save_policy
from triage.priority.queries import FRESH_FOR, known_of, levels_of, policy_of, severity_in
from triage.priority.scoring import DEFAULT_WEIGHTS, PARTS, Facts, parts_of, score_of
from triage.routing.operations import save_rules

BY: dict[str, Any] = {"actor": ANN, "now": NOW}
EQUAL = dict.fromkeys(PARTS, 1)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.select_related("project").get(pk=issue.pk)


def facts(issue: Issue) -> Facts:
    return Facts(**fresh(issue).score_parts["facts"])


def sweep(project: Project, now: Any = NOW) -> int:
    return score_due(project=project, limit=100, now=now)


def change_policy(project: Project, **changed: Any) -> None:
    policy = policy_of(project)
    kept = {"weights": policy.weights, "thresholds": policy.thresholds, "importance": {}}
    save_policy(project=project, **(kept | changed), **BY)


# --- what goes into it ----------------------------------------------------------------------


def test_an_issue_has_its_score_as_soon_as_it_is_there(project: Project) -> None:
    issue = fresh(make_issue(project, LEAVE, complaints=3))
    known = Facts(people=3, recent=3, medium=3, usual=3)
    assert facts(issue) == known
    assert issue.score == score_of(parts_of(known), DEFAULT_WEIGHTS) > 0
    assert (issue.priority, issue.priority_by) == (Issue.Priority.MEDIUM, "score")


def test_severity_in_the_table_is_the_severity_of_each_complaint(project: Project) -> None:
    answer_fields = {"question": LEAVE, "sources": ["hr/leave"]}
    said = product(
        ("down", "up", None),
        ([], ["too_long"], ["wrong"], ["couldnt_verify", "formatting"]),
        ("", "It is 30."),
        ([], ["doesnt_say"], ["unreachable"], ["out_of_date", "unreachable"]),
    )
    for rating, reasons, correction, flags in said:
        if rating or reasons or correction or flags:
            flagged = [FlagMessage(source="hr/leave", says=says) for says in flags]
            answer = send_answer(project, **answer_fields)
            more = {"correction": correction} if correction else {}
            say(project, answer, rating, reasons=reasons, flags=flagged, **more)
    change_reason(
        reason=Reason.objects.get(project=project, code="formatting"),
        label="Broken",
        cause="presentation",
        severity=3,
        **BY,
    )
    place_all(project)
    ids = list(Issue.objects.of(project).values_list("pk", flat=True))
    counted: Counter[str] = Counter()
    for known in known_of(ids, importance={}, now=NOW):
        counted += Counter(low=known.facts.low, medium=known.facts.medium, high=known.facts.high)
    words = Feedback.objects.of(project).filter(placement__isnull=False)
    levels = levels_of(project)
    each = words.select_related("correction").prefetch_related("flags")
    assert counted == Counter(severity_in(word, levels).word for word in each)
    assert len(counted) == 3


def test_teams_count_by_their_importance(project: Project) -> None:
    for team in ("Sales", "Sales", "Legal", ""):
        answer = send_answer(project, question=LEAVE)
        say(project, answer, person=f"{team}-person", **({"team": team} if team else {}))
    teams = {team.name: str(team.pk) for team in Team.objects.of(project)}
    change_policy(project, importance={teams["Sales"]: 3, teams["Legal"]: 1})
    place_all(project)
    found = facts(Issue.objects.get(project=project))
    assert (found.people, found.teams) == (3, 2)
    assert (found.minor, found.usual, found.important) == (1, 1, 2)


def test_a_correction_of_an_answer_that_was_sure_counts_as_such(project: Project) -> None:
    for confidence, abstained in ((0.95, False), (0.95, True), (0.5, False)):
        answer = send_answer(project, question=LEAVE, confidence=confidence, abstained=abstained)
        say(project, answer, correction="You have 30 days of leave.")
    place_all(project)
    assert facts(Issue.objects.get(project=project)).sure == 1


def test_what_was_found_is_scored_by_the_complaints_that_it_rests_on(project: Project) -> None:
    corrected(project, "ann")
    look(project, Kind.CONFIDENT_WRONG)
    issue = found(project, Kind.CONFIDENT_WRONG)
    assert facts(issue).sure == facts(issue).high == 1
    assert (issue.priority, issue.priority_by) == (Issue.Priority.HIGH, "finding")


# --- as things change -----------------------------------------------------------------------


def test_a_merge_and_a_split_and_their_undo_score_both_sides_at_once(
    project: Project, leave: Issue, printer: Issue
) -> None:
    merged = merge(leave, printer)
    assert facts(leave).medium == 5
    undo(merged)
    assert (facts(leave).medium, facts(printer).medium) == (3, 2)
    new = Issue.objects.get(pk=split(fresh(leave)).data["issue"])
    assert (facts(leave).medium, facts(new).medium) == (2, 1)


def test_a_complaint_more_waits_for_the_sweep_unless_the_issue_doubled(project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=2)
    say(project, send_answer(project, question=LEAVE))
    place_all(project)
    assert (facts(issue).medium, fresh(issue).scored_at) == (2, None)
    assert sweep(project) == 1
    assert facts(issue).medium == 3
    assert sweep(project) == 0
    say(project, send_answer(project, question=LEAVE))
    place_all(project)
    assert (facts(issue).medium, fresh(issue).scored_at) == (4, NOW)


def test_a_word_that_says_otherwise_changes_the_score(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    say(project, answer, person="ann", reasons=["too_long"])
    place_all(project)
    say(project, answer, person="ann", reasons=["unsafe"], now=NOW + timedelta(minutes=1))
    place_all(project)
    sweep(project)
    assert facts(Issue.objects.get(project=project)).high == 1


def test_rates_fall_and_ages_rise_as_time_goes_by(project: Project, leave: Issue) -> None:
    assert sweep(project, NOW + FRESH_FOR) == 0
    assert sweep(project, NOW + timedelta(days=8)) == 1
    assert (facts(leave).recent, facts(leave).before, facts(leave).days) == (0, 3, 8)
    assert sweep(project, NOW + timedelta(days=40)) == 1
    assert (facts(leave).recent, facts(leave).before) == (0, 0)


def test_only_open_issues_are_swept(project: Project, leave: Issue, printer: Issue) -> None:
    operations.archive(issue=leave, version=None, **BY)
    assert sweep(project, NOW + timedelta(days=1)) == 1
    assert facts(printer).days == 1


def test_other_weights_are_heard_by_every_open_issue(
    project: Project, leave: Issue, printer: Issue
) -> None:
    later = NOW + timedelta(minutes=1)
    alone = dict.fromkeys(PARTS, 0) | {"severity": 1}
    kept = {"thresholds": (1, 2, 3), "importance": {}}
    save_policy(project=project, weights=alone, **kept, actor=ANN, now=later)  # type: ignore[arg-type]
    assert sweep(project, later) == 2
    assert {fresh(leave).score, fresh(printer).score} == {50.0}
    assert fresh(leave).priority == Issue.Priority.URGENT


# --- whose word -----------------------------------------------------------------------------


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

"""Scores of issues: worked out as complaints come and as time goes by; whose word is heard."""

from collections import Counter
from datetime import timedelta
from itertools import product
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from feedback.capture.messages import FlagMessage
from feedback.directory.reason_operations import change_reason
from feedback.models import Feedback, Project, Reason, Team
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, merge, split, undo
from tests.triage.finding import corrected, found, look
from triage.issues import operations
from triage.models import Issue, Kind
from triage.priority import queries
from triage.priority.operations import score_due
from triage.priority.policies import save_policy
from triage.priority.queries import (
    FRESH_FOR,
    known_of,
    levels_of,
    policy_of,
    projects_to_score,
    severity_in,
)
from triage.priority.scoring import DEFAULT_WEIGHTS, PARTS, Facts, parts_of, score_of
from triage.priority.tasks import score_project

BY: dict[str, Any] = {"actor": ANN, "now": NOW}


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


def test_the_task_scores_all_that_is_due_and_the_sweep_finds_what_is(
    project: Project, leave: Issue, printer: Issue
) -> None:
    assert projects_to_score(NOW) == []
    assert projects_to_score(NOW + timedelta(days=1)) == [project.pk]
    score_project(str(project.pk))
    assert fresh(leave).scored_at == fresh(printer).scored_at > NOW  # type: ignore[operator]
    score_project("01900000-0000-7000-8000-000000000000")  # one that is gone


@pytest.mark.django_db(transaction=True)
def test_the_sweep_passes_over_an_issue_that_somebody_acts_on(
    project: Project, leave: Issue, printer: Issue
) -> None:
    held, done = Event(), Event()

    def act() -> None:
        with transaction.atomic():
            Issue.objects.select_for_update().get(pk=leave.pk)
            held.set()
            done.wait(30)
        connection.close()

    acting = Thread(target=act)
    acting.start()
    assert held.wait(30)
    later = NOW + timedelta(days=1)
    try:
        assert sweep(project, later) == 1
    finally:
        done.set()
        acting.join()
    assert (fresh(printer).scored_at, fresh(leave).scored_at) == (later, NOW)
    assert sweep(project, later) == 1


def test_of_very_many_complaints_the_newest_are_judged(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_JUDGED", 2)
    issue = make_issue(project, LEAVE, reasons=["wrong"], complaints=3)
    later = NOW + timedelta(hours=2)
    for _ in range(2):
        say(project, send_answer(project, question=LEAVE), reasons=[], now=later)
    place_all(project, now=later)

    sweep(project, later)

    assert (facts(issue).complaints, facts(issue).high, facts(issue).medium) == (2, 0, 2)
    assert fresh(issue).complaints == 5

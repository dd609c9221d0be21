"""Scores kept fresh, and what goes into them changed. Every write."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Project, Team
from triage.models import Issue, PriorityPolicy
from triage.priority.queries import Known, issues_to_score, known_of, policy_of
from triage.priority.scoring import HEAVIEST, PARTS, level_of, parts_of, score_of
from triage.priority.showing import to_store

By = Issue.PriorityBy

_WRITE = """
UPDATE triage_issue AS issue
SET score = new.score, score_parts = new.parts, priority = new.priority,
    priority_by = new.priority_by, scored_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(scores)s::float8[], %(parts)s::jsonb[], %(levels)s::int[],
    %(bys)s::text[]) AS new (id, score, parts, priority, priority_by)
WHERE issue.id = new.id
"""


class PolicyRefusedError(RefusedError):
    """Weights, thresholds or an importance that can't be meant; `path` names it."""

    code = "policy_refused"


def score_issues(*, project: Project, ids: Collection[UUID], now: datetime) -> None:
    """Work out the scores of these issues, and the priorities that follow from them, in the
    caller's transaction. The rows are locked by the caller; objects in hand don't follow."""
    if ids:
        _score(policy_of(project), ids, now)


@transaction.atomic
def score_due(*, project: Project, limit: int, now: datetime) -> int:
    """Score up to `limit` of a project's issues that are due; how many. What somebody else has
    locked is passed over: it is due the next time."""
    policy = policy_of(project)
    due = issues_to_score(policy, now).select_for_update(skip_locked=True, no_key=True)
    ids = list(due.values_list("id", flat=True)[:limit])
    if ids:
        changed = _score(policy, ids, now)
        record(
            project=project,
            actor="system:priority",
            verb="issues.scored",
            subject="issues",
            now=now,
            data={"scored": len(ids), "other_priority": changed, "policy": policy.version},
        )
    return len(ids)


def _score(policy: PriorityPolicy, ids: Collection[UUID], now: datetime) -> int:
    """How many have another priority by it."""
    known = known_of(ids, importance=policy.importance, now=now)
    parts = [parts_of(one.facts) for one in known]
    scores = [score_of(each, policy.weights) for each in parts]
    levels = [
        settled(one, level_of(score, policy.thresholds))
        for one, score in zip(known, scores, strict=True)
    ]
    values: dict[str, Any] = {
        "now": now,
        "ids": [one.id for one in known],
        "scores": scores,
        "parts": [
            Jsonb(to_store(each, policy.weights, one.facts))
            for one, each in zip(known, parts, strict=True)
        ],
        "levels": [level for level, _ in levels],
        "bys": [str(by) for _, by in levels],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
    return sum(one.priority != level for one, (level, _) in zip(known, levels, strict=True))


def settled(issue: Known | Issue, by_score: int) -> tuple[int, str]:
    """The priority and whose word it is: a person's, else the rule's, else that of the search
    that found the issue, else the score's."""
    if issue.priority_by == By.PERSON:
        return issue.priority, By.PERSON
    if issue.rule_priority:
        return issue.rule_priority, By.RULE
    if issue.priority_by == By.FINDING:
        return issue.priority, By.FINDING
    return by_score, By.SCORE


def without_person(issue: Issue) -> tuple[int, str]:
    """The same, as if no person had said anything of the issue."""
    if issue.rule_priority:
        return issue.rule_priority, By.RULE
    return level_of(issue.score, policy_of(issue.project).thresholds), By.SCORE


@transaction.atomic
def save_policy(
    *,
    project: Project,
    weights: Mapping[str, int],
    thresholds: tuple[int, int, int],
    importance: Mapping[str, int],
    actor: str,
    now: datetime,
) -> PriorityPolicy:
    """Make this the policy in force, as a new version; the same again makes none. Open issues
    are scored by it from then on, within minutes.

    `weights`: 0 to 10 for each of PARTS, not all 0. `thresholds` rise, from 1 to 100.
    `importance`: 1 or 3 by the ids of teams; all others are as important as any (2).
    PolicyRefusedError.
    """
    _check(weights, thresholds)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # versions one at a time
    last = policy_of(project)
    new = PriorityPolicy(
        project=project,
        version=last.version + 1,
        weights={name: weights[name] for name in PARTS},
        importance=_known_teams(project, importance),
        saved_by=actor,
        saved_at=now,
    )
    new.medium_from, new.high_from, new.urgent_from = thresholds
    before, after = _told(last), _told(new)
    if before == after:
        return last
    new.save()
    record(
        project=project,
        actor=actor,
        verb="priority.policy_saved",
        subject=f"priority_policy:{new.version}",
        now=now,
        data={"before": before, "after": after},
    )
    return new


def _told(policy: PriorityPolicy) -> dict[str, object]:
    return {
        "weights": dict(policy.weights),
        "thresholds": list(policy.thresholds),
        "importance": policy.importance,
    }


def _check(weights: Mapping[str, int], thresholds: tuple[int, int, int]) -> None:
    for name in PARTS:
        if not 0 <= weights[name] <= HEAVIEST:
            raise PolicyRefusedError(f"A weight is 0 to {HEAVIEST}.", path=name)
    if not any(weights[name] for name in PARTS):
        raise PolicyRefusedError("Something has to count: give a weight above 0.", path="reach")
    medium, high, urgent = thresholds
    if not 1 <= medium < high < urgent <= 100:
        raise PolicyRefusedError(
            "They rise from 1 to 100: medium below high, high below urgent.", path="high_from"
        )


def _known_teams(project: Project, importance: Mapping[str, int]) -> dict[str, int]:
    """What says something, of teams that are there."""
    teams = {str(pk) for pk in Team.objects.of(project).values_list("pk", flat=True)}
    if not importance.keys() <= teams:
        raise PolicyRefusedError("There is no such team here.", path="importance")
    if not set(importance.values()) <= {1, 2, 3}:
        raise PolicyRefusedError("A team's importance is low, normal or high.", path="importance")
    return {pk: grade for pk, grade in sorted(importance.items()) if grade != 2}

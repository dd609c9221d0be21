"""Scores kept fresh, and the priorities that follow from them. Every write of both."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from feedback.audit.operations import record
from feedback.models import Project
from triage.models import Issue, PriorityPolicy
from triage.priority.queries import Known, issues_to_score, known_of, policy_of
from triage.priority.scoring import level_of, parts_of, score_of
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
    """The priority and whose word it is: a person's or a step of escalation's, else the rule's,
    else that of the search that found the issue, else the score's."""
    if issue.priority_by in {By.PERSON, By.STEP}:
        return issue.priority, issue.priority_by
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

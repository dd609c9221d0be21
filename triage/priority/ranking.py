"""Which open issues would come first by other weights: what the page of priorities tries out."""

# ruff: noqa: S608 - put together from what stands here

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from feedback.models import Project
from triage.models import Issue, PriorityPolicy
from triage.priority.operations import settled
from triage.priority.queries import known_of
from triage.priority.scoring import PARTS, Facts, level_of, parts_of, score_of
from triage.priority.showing import Part, parts_shown, to_store

SHOWN, EXPLAINED = 20, 5
# What other weights bring to the top is looked for among so many; a team's importance is one part
# of six, and lifts nothing from far below.
CANDIDATES = 200

# By the parts as they were last worked out.
_LEVELLED = """
WITH scored AS (
    SELECT id, priority, priority_by, coalesce(100 * (
        SELECT sum(weight * (score_parts->'parts'->>part)::float8)
        FROM unnest(%(parts)s::text[], %(weights)s::int[]) AS weighed (part, weight)
    ) / %(whole)s, 0) AS score
    FROM triage_issue WHERE project_id = %(project)s AND status = 'unresolved'
), levelled AS (
    SELECT id, score, CASE WHEN priority_by = 'score' THEN 1 + (score >= %(medium)s)::int
        + (score >= %(high)s)::int + (score >= %(urgent)s)::int ELSE priority END AS level
    FROM scored
)
"""
_FIRST = _LEVELLED + "SELECT id FROM levelled ORDER BY level DESC, score DESC, id LIMIT %(limit)s"
_COUNT = _LEVELLED + "SELECT level, count(*) FROM levelled GROUP BY level"


@dataclass(frozen=True)
class Ranked:
    """An open issue where a policy would put it. `place` counts from 1; `was` is its place by the
    policy in force, None below CANDIDATES."""

    issue: Issue
    place: int
    was: int | None
    score: float
    level: str
    parts: Sequence[Part]

    @property
    def rises(self) -> int:
        """By how many places; less than 0 if it falls."""
        return (self.was or CANDIDATES + 1) - self.place


@dataclass(frozen=True)
class Trial:
    """What a policy would do: its first SHOWN, and how many open issues have which priority, as
    (word, now, then)."""

    ranked: list[Ranked]
    levels: list[tuple[str, int, int]]
    other_importance: bool


def try_out(*, present: PriorityPolicy, policy: PriorityPolicy, now: datetime) -> Trial:
    """The policy held against the one in force. Reads, and changes nothing."""
    project = policy.project
    before = {pk: place for place, pk in enumerate(_first(project, present), start=1)}
    other = policy.importance != present.importance
    ranked = _ranked(policy, recounted_at=now if other else None)[:SHOWN]
    counts = _counts(project, present), _counts(project, policy)
    return Trial(
        ranked=[
            Ranked(
                issue=issue,
                place=place,
                was=before.get(issue.pk),
                score=score,
                level=Issue.Priority(level).label,
                parts=parts if place <= EXPLAINED else (),
            )
            for place, (issue, level, score, parts) in enumerate(ranked, start=1)
        ],
        levels=[
            (level.label, counts[0].get(level, 0), counts[1].get(level, 0))
            for level in reversed(Issue.Priority)
        ],
        other_importance=other,
    )


def _ranked(
    policy: PriorityPolicy, *, recounted_at: datetime | None
) -> list[tuple[Issue, int, float, list[Part]]]:
    """The candidates with level, score and parts by the policy, in its order. Their facts are
    those of their latest score, unless they are counted anew."""
    issues = Issue.objects.select_related("project", "owner").in_bulk(
        _first(policy.project, policy)
    )
    facts = {pk: Facts(**i.score_parts["facts"]) for pk, i in issues.items() if i.score_parts}
    if recounted_at:
        known = known_of(issues.keys(), importance=policy.importance, now=recounted_at)
        facts = {one.id: one.facts for one in known}
    found = []
    for pk, one in facts.items():
        parts = parts_of(one)
        score = score_of(parts, policy.weights)
        level, _ = settled(issues[pk], level_of(score, policy.thresholds))
        shown = parts_shown(to_store(parts, policy.weights, one))
        found.append((issues[pk], level, score, shown))
    return sorted(found, key=lambda one: (-one[1], -one[2], one[0].pk))


def _first(project: Project, policy: PriorityPolicy) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, _values(project, policy))
        return [pk for (pk,) in cursor.fetchall()]


def _counts(project: Project, policy: PriorityPolicy) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _values(project, policy))
        return dict(cursor.fetchall())


def _values(project: Project, policy: PriorityPolicy) -> dict[str, Any]:
    return {
        "project": project.pk,
        "parts": list(PARTS),
        "weights": [policy.weights[name] for name in PARTS],
        "whole": sum(policy.weights.values()),
        "medium": policy.medium_from,
        "high": policy.high_from,
        "urgent": policy.urgent_from,
        "limit": CANDIDATES,
    }

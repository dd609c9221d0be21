"""Which open issues would come first by other weights: what the page of priorities tries out."""

# ruff: noqa: S608 - put together from what stands here

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

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

# By the parts as they were last worked out; each issue is read once.
_WEIGHED = " + ".join(
    f"%({part})s * coalesce((score_parts->'parts'->>'{part}')::float8, 0)" for part in PARTS
)
_LEVELLED = f"""
WITH scored AS MATERIALIZED (
    SELECT id, priority, priority_by, coalesce(100 * ({_WEIGHED}) / %(whole)s, 0) AS score
    FROM triage_issue WHERE project_id = %(project)s AND status = 'unresolved'
), levelled AS MATERIALIZED (
    SELECT id, score, CASE WHEN priority_by = 'score' THEN 1 + (score >= %(medium)s)::int
        + (score >= %(high)s)::int + (score >= %(urgent)s)::int ELSE priority END AS level
    FROM scored
)
SELECT (
    SELECT array_agg(id ORDER BY level DESC, score DESC, id)
    FROM (SELECT * FROM levelled ORDER BY level DESC, score DESC, id LIMIT %(limit)s) AS first
), (
    SELECT array_agg(ARRAY[level::bigint, issues])
    FROM (SELECT level, count(*) AS issues FROM levelled GROUP BY level) AS counted
)
"""


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
    """The policy held against the one in force, which has led to what is in the queue. Reads, and
    changes nothing."""
    first, in_force = _in_queue(policy.project)
    before = {pk: place for place, pk in enumerate(first, start=1)}
    other = policy.importance != present.importance
    changes = other or (policy.weights, policy.thresholds) != (present.weights, present.thresholds)
    first, by_policy = _levelled(policy) if changes else (first, in_force)
    candidates = first if other else first[:SHOWN]
    ranked = _ranked(policy, candidates, recounted_at=now if other else None)[:SHOWN]
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
            (level.label, in_force.get(level, 0), by_policy.get(level, 0))
            for level in reversed(Issue.Priority)
        ],
        other_importance=other,
    )


def _ranked(
    policy: PriorityPolicy, candidates: Sequence[UUID], *, recounted_at: datetime | None
) -> list[tuple[Issue, int, float, list[Part]]]:
    """The candidates with level, score and parts by the policy, in its order. Their facts are
    those of their latest score, unless they are counted anew."""
    issues = Issue.objects.select_related("project", "owner").in_bulk(candidates)
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


def _in_queue(project: Project) -> tuple[list[UUID], dict[int, int]]:
    """The first CANDIDATES open issues, and how many have which priority."""
    rows = Issue.objects.of(project).filter(status=Issue.Status.UNRESOLVED)
    first = rows.order_by("-priority", "-score", "id").values_list("id", flat=True)[:CANDIDATES]
    levels = rows.values_list("priority").annotate(issues=Count("id")).order_by()
    return list(first), dict(levels)


def _levelled(policy: PriorityPolicy) -> tuple[list[UUID], dict[int, int]]:
    """The same, by a policy."""
    values: dict[str, Any] = {
        "project": policy.project.pk,
        **{part: policy.weights[part] for part in PARTS},
        "whole": sum(policy.weights.values()) or 1,
        "medium": policy.medium_from,
        "high": policy.high_from,
        "urgent": policy.urgent_from,
        "limit": CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEVELLED, values)
        [(first, levels)] = cursor.fetchall()
    return first or [], dict(levels or [])

"""What the priority of issues is worked out from: every read."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from feedback.models import Feedback, Project, Reason
from triage.models import Issue, PriorityPolicy
from triage.priority.scoring import (
    BEFORE_WEEKS,
    DEFAULT_THRESHOLDS,
    DEFAULT_WEIGHTS,
    RECENT_DAYS,
    Facts,
)
from triage.priority.severity import FLAGS, Severity, severity_of

# Rates and ages change by themselves, but slowly.
FRESH_FOR = timedelta(hours=1)
RECENT = timedelta(days=RECENT_DAYS)
VERSIONS_SHOWN = 20
BEFORE = timedelta(weeks=BEFORE_WEEKS)
# The newest so many complaints of an issue: shares are the same among more, and a rate is as good
# as full from 500 a week on.
MOST_JUDGED = 5_000
# An answer that says so errs in one of ten cases by its own word.
SURE_FROM = 0.9

# Severity is `severity_of`, for a million complaints at once; a test holds the two together.
_FACTS = """
WITH heard AS (
    SELECT asked.issue_id, newest.feedback_id
    FROM unnest(%(ids)s::uuid[]) AS asked (issue_id)
    CROSS JOIN LATERAL (
        SELECT feedback_id FROM triage_placement
        WHERE issue_id = asked.issue_id ORDER BY given_at DESC LIMIT %(most)s
    ) AS newest
    UNION ALL
    SELECT finding.issue_id, linked.feedback_id
    FROM triage_finding AS finding
    JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind = finding.kind
    JOIN triage_finding_feedback AS linked ON linked.finding_id = finding.id
    JOIN triage_placement AS placement ON placement.feedback_id = linked.feedback_id
    WHERE finding.issue_id = ANY(%(ids)s)
), judged AS (
    SELECT heard.issue_id, word.given_at, word.team_id,
        coalesce(team.importance, 2) AS importance,
        correction.id IS NOT NULL AND answer.confidence >= %(sure_from)s
            AND NOT answer.abstained AS sure,
        least(3, greatest(1, (correction.id IS NOT NULL)::int - (word.rating >= 0)::int + coalesce(
            greatest(
                (SELECT max(severity) FROM feedback_reason AS reason
                    WHERE reason.project_id = word.project_id AND reason.code = ANY(word.reasons)),
                (SELECT max(grade) FROM feedback_sourceflag AS flag
                    JOIN unnest(%(says)s::text[], %(grades)s::int[]) AS known (says, grade)
                        ON known.says = flag.says
                    WHERE flag.feedback_id = word.id)
            ), 2
        ))) AS severity
    FROM heard
    JOIN feedback_feedback AS word ON word.id = heard.feedback_id
    JOIN feedback_answer AS answer ON answer.id = word.answer_id
    LEFT JOIN feedback_correction AS correction ON correction.feedback_id = word.id
    LEFT JOIN unnest(%(teams)s::uuid[], %(importance)s::int[]) AS team (id, importance)
        ON team.id = word.team_id
), counted AS (
    SELECT issue_id, count(DISTINCT team_id) AS teams,
        count(*) FILTER (WHERE given_at > %(recent)s) AS recent,
        count(*) FILTER (WHERE given_at > %(before)s AND given_at <= %(recent)s) AS before,
        count(*) FILTER (WHERE severity = 1) AS low,
        count(*) FILTER (WHERE severity = 2) AS medium,
        count(*) FILTER (WHERE severity = 3) AS high,
        count(*) FILTER (WHERE sure) AS sure,
        count(*) FILTER (WHERE importance = 1) AS minor,
        count(*) FILTER (WHERE importance = 2) AS usual,
        count(*) FILTER (WHERE importance = 3) AS important
    FROM judged GROUP BY issue_id
)
SELECT issue.id, issue.priority, issue.priority_by, issue.rule_priority,
    issue.people, issue.first_seen,
    teams, recent, before, low, medium, high, sure, minor, usual, important
FROM triage_issue AS issue LEFT JOIN counted ON counted.issue_id = issue.id
WHERE issue.id = ANY(%(ids)s)
"""
_COUNTED = (
    *("teams", "recent", "before", "low", "medium", "high"),
    *("sure", "minor", "usual", "important"),
)


class Known(NamedTuple):
    """An issue's priority as it stands, and what its score is worked out from."""

    id: UUID
    priority: int
    priority_by: str
    rule_priority: int | None
    facts: Facts


def policy_of(project: Project) -> PriorityPolicy:
    """The version in force; version 0 with the defaults where a project has none."""
    newest = PriorityPolicy.objects.of(project).order_by("-version").first()
    return newest or policy_as_begun(project)


def policies_of(project: Project) -> list[PriorityPolicy]:
    """The latest VERSIONS_SHOWN versions, newest first."""
    return list(PriorityPolicy.objects.of(project).order_by("-version")[:VERSIONS_SHOWN])


def policy_as_begun(project: Project) -> PriorityPolicy:
    """What a project goes by until somebody changes it; not stored."""
    medium, high, urgent = DEFAULT_THRESHOLDS
    return PriorityPolicy(
        project=project,
        version=0,
        weights=dict(DEFAULT_WEIGHTS),
        medium_from=medium,
        high_from=high,
        urgent_from=urgent,
    )


def known_of(ids: Collection[UUID], *, importance: Mapping[str, int], now: datetime) -> list[Known]:
    """Of these issues of one project, by its importance of teams."""
    values: dict[str, Any] = {
        "ids": sorted(ids),
        "teams": list(importance),
        "importance": list(importance.values()),
        "says": list(FLAGS),
        "grades": [int(grade) for grade in FLAGS.values()],
        "sure_from": SURE_FROM,
        "most": MOST_JUDGED,
        "recent": now - RECENT,
        "before": now - RECENT - BEFORE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        rows = cursor.fetchall()
    return [_known(row, now) for row in rows]


def _known(row: tuple[Any, ...], now: datetime) -> Known:
    pk, priority, by, rule, people, first_seen, *counts = row
    days = max(0.0, (now - first_seen).total_seconds() / 86400)
    counted = {name: count or 0 for name, count in zip(_COUNTED, counts, strict=True)}
    return Known(pk, priority, by, rule, Facts(people=people, days=round(days, 1), **counted))


def issues_to_score(policy: PriorityPolicy, now: datetime) -> QuerySet[Issue]:
    """The open issues whose score doesn't know all, is old, or is by other weights; those that
    have waited longest first."""
    since = max(filter(None, (now - FRESH_FOR, policy.saved_at)))
    due = Q(scored_at=None) | Q(scored_at__lt=since)
    rows = Issue.objects.of(policy.project).filter(due, status=Issue.Status.UNRESOLVED)
    return rows.order_by(F("scored_at").asc(nulls_first=True))


def projects_to_score(now: datetime) -> list[UUID]:
    """The projects that have such an issue."""
    projects = Project.objects.order_by("pk")
    return [p.pk for p in projects if issues_to_score(policy_of(p), now).exists()]


def levels_of(project: Project) -> dict[str, int]:
    """How severe the project's reasons are, 1 to 3, by code; retired ones too."""
    return dict(Reason.objects.of(project).values_list("code", "severity"))


def severity_in(complaint: Feedback, levels: dict[str, int]) -> Severity:
    """How severe a complaint is, by its project's `levels_of`. Fetch correction and flags with
    many of them."""
    return severity_of(
        rating=complaint.rating,
        reasons=complaint.reasons,
        corrected=hasattr(complaint, "correction"),
        flags={flag.says for flag in complaint.flags.all()},
        levels=levels,
    )

"""What an issue adds up to. Called under the project's placing lock.

Placing adds what came and takes off what went, which costs the same whatever the issue's size;
where complaints are regrouped, all is counted anew from the placements. Both come to the same.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min
from pgvector import Vector as Text

from feedback.models import Project
from triage.clustering.reckoning import Sum
from triage.models import Issue, Placement

# An issue that is heard of over so long a time is new no more, though nobody has acted on it.
NEW_FOR = timedelta(days=7)

_FIELDS = ("complaints", "people", "first_seen", "last_seen", "substatus", "scored_at")

# A centre that nothing is left of stays as a row, so that those who remember it learn of that.
_FORGET = """
UPDATE triage_issuecentre SET total = total - total, count = 0, turn = %(turn)s
WHERE issue_id = ANY(%(ids)s)
"""
# Each wording counts once, so that copies weigh nothing.
_SUM = """
INSERT INTO triage_issuecentre (issue_id, project_id, model, total, count, turn)
SELECT issue_id, project_id, model, sum(vector), count(*), %(turn)s
FROM (
    SELECT DISTINCT ON (placement.issue_id, placement.wording)
           placement.issue_id, issue.project_id, vector.model, vector.vector
    FROM triage_placement AS placement
    JOIN triage_grouping AS grouping ON grouping.project_id = placement.project_id
    JOIN triage_complaintvector AS vector
      ON vector.feedback_id = placement.feedback_id AND vector.model = grouping.model
    JOIN triage_issue AS issue ON issue.id = placement.issue_id AND issue.holds = 'alike'
    WHERE placement.issue_id = ANY(%(ids)s)
) AS worded
GROUP BY issue_id, project_id, model
ON CONFLICT (issue_id) DO UPDATE
SET model = excluded.model, total = excluded.total, count = excluded.count, turn = excluded.turn
"""
_OPEN = """
INSERT INTO triage_issuecentre (issue_id, project_id, model, total, count, turn)
SELECT issue_id, %(project)s, %(model)s, total::vector, count, %(turn)s
FROM unnest(%(ids)s::uuid[], %(totals)s::text[], %(counts)s::int[]) AS sum (issue_id, total, count)
"""
_ADD = """
UPDATE triage_issuecentre AS centre
SET total = centre.total + sum.total::vector, count = centre.count + sum.count, turn = %(turn)s
FROM unnest(%(ids)s::uuid[], %(totals)s::text[], %(counts)s::int[]) AS sum (issue_id, total, count)
WHERE centre.issue_id = sum.issue_id
"""
_VOTERS = """
SELECT issue_id, voter FROM unnest(%s::uuid[], %s::text[]) AS pair (issue_id, voter)
WHERE EXISTS (
    SELECT FROM triage_placement AS placement
    WHERE placement.issue_id = pair.issue_id AND placement.voter = pair.voter
)
"""

_TURN = "UPDATE triage_issuecounter SET turn = turn + 1 WHERE project_id = %s RETURNING turn"

Voters = set[tuple[UUID, str]]


def lock_issues(ids: Collection[UUID]) -> dict[UUID, Issue]:
    """The issues by id, locked in one order."""
    rows = Issue.objects.filter(pk__in=ids).order_by("id").select_for_update(of=("self",))
    return {issue.pk: issue for issue in rows.select_related("project", "owner")}


def count_again(issues: Collection[Issue]) -> None:
    """Set locked issues' counts, times and centres from their placements, and save them.

    An issue without complaints keeps its times. `people` counts voters: a visitor is one too.
    """
    counts = _counts([issue.pk for issue in issues])
    for issue in issues:
        found = counts.get(issue.pk)
        issue.complaints, issue.people = (found["n"], found["people"]) if found else (0, 0)
        if found:
            issue.first_seen, issue.last_seen = found["first"], found["last"]
    _save(issues)
    for project in {issue.project for issue in issues}:
        sum_again(project, {issue.pk for issue in issues if issue.project == project})


def sum_again(project: Project, ids: Collection[UUID]) -> None:
    """Make the centres of some of a project's issues anew from their complaints' vectors."""
    values: dict[str, Any] = {"ids": sorted(ids), "turn": next_turn(project)}
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, values)
        cursor.execute(_SUM, values)


def voters_among(placements: Iterable[Placement]) -> Voters:
    """Those pairs of a placement's issue and voter that are there, whichever complaint it is."""
    pairs = sorted({(placement.issue_id, placement.voter) for placement in placements})
    with connection.cursor() as cursor:
        cursor.execute(_VOTERS, [[pk for pk, _ in pairs], [voter for _, voter in pairs]])
        return set(cursor.fetchall())


def count_on(
    issues: Mapping[UUID, Issue],
    *,
    came: Collection[Placement],
    went: Collection[Placement],
    had: Voters,
) -> None:
    """Bring locked issues' counts and times up to date with what was just written, and save them.

    `had`: the `voters_among` them all, before that.
    """
    have = voters_among([*came, *went])
    for issue_id, _ in had - have:
        issues[issue_id].people -= 1
    for issue_id, _ in have - had:
        issues[issue_id].people += 1
    _lessen(issues, went)
    for placement in came:
        issue, at = issues[placement.issue_id], placement.feedback.given_at
        known = [issue.first_seen, issue.last_seen] if issue.complaints else []
        issue.first_seen, issue.last_seen = min([at, *known]), max([at, *known])
        issue.complaints += 1
    _save(issues.values())


def sum_on(
    project: Project, sums: Mapping[UUID, Sum], *, opened: Collection[UUID], model: str
) -> None:
    """Add to the centres of issues that have one of this model, and give one to those opened."""
    shared = {"project": project.pk, "model": model, "turn": next_turn(project)}
    for statement, ids in ((_OPEN, sums.keys() & opened), (_ADD, sums.keys() - opened)):
        chosen = sorted(ids)
        values: dict[str, Any] = {
            "ids": chosen,
            "totals": [Text(sums[pk].total).to_text() for pk in chosen],
            "counts": [sums[pk].count for pk in chosen],
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values | shared)


def next_turn(project: Project) -> int:
    """The number of this change to the project's centres, for each row that it writes."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [project.pk])
        [turn] = cursor.fetchone()
    return int(turn)


def _lessen(issues: Mapping[UUID, Issue], went: Collection[Placement]) -> None:
    """Complaints less those that went; times anew where one of them was the first or the last."""
    edges = set()
    for placement in went:
        issue = issues[placement.issue_id]
        issue.complaints -= 1
        if placement.feedback.given_at in {issue.first_seen, issue.last_seen}:
            edges.add(issue.pk)
    for issue_id, found in _counts(edges).items():
        issues[issue_id].first_seen, issues[issue_id].last_seen = found["first"], found["last"]


def _save(issues: Collection[Issue]) -> None:
    for issue in issues:
        if issue.substatus == Issue.Substatus.NEW and issue.last_seen - issue.first_seen > NEW_FOR:
            issue.substatus = Issue.Substatus.ONGOING
        issue.scored_at = None
    Issue.objects.bulk_update(issues, _FIELDS)


def _counts(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = Placement.objects.filter(issue_id__in=ids).values("issue_id")
    counted = rows.annotate(
        n=Count("id"),
        people=Count("voter", distinct=True),
        first=Min("feedback__given_at"),
        last=Max("feedback__given_at"),
    )
    return {row["issue_id"]: dict(row) for row in counted}

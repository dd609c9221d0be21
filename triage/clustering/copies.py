"""What is known of wordings that were placed before: read under the project's placing lock."""

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from feedback.models import Project
from triage.clustering.queries import decoded
from triage.clustering.reckoning import Known
from triage.models import Issue, Placement

# Where the last complaint with a wording was put, by clustering or by a person; and the vector
# that one of them has. Not all of them are looked at: a flood may have left thousands.
_KNOWN = """
SELECT asked.wording, home.issue_id, read.vector
FROM unnest(%(wordings)s::bigint[]) AS asked (wording)
LEFT JOIN LATERAL (
    SELECT placement.issue_id
    FROM triage_placement AS placement
    JOIN triage_issue AS issue ON issue.id = placement.issue_id AND issue.holds = 'alike'
    WHERE placement.project_id = %(project)s AND placement.wording = asked.wording
    ORDER BY placement.placed_at DESC LIMIT 1
) AS home ON true
LEFT JOIN LATERAL (
    SELECT vector_send(vector.vector) AS vector
    FROM triage_placement AS placement
    JOIN triage_complaintvector AS vector
        ON vector.feedback_id = placement.feedback_id AND vector.model = %(model)s
    WHERE placement.project_id = %(project)s AND placement.wording = asked.wording
    ORDER BY placement.placed_at DESC LIMIT 1
) AS read ON true
"""


def known_of(project: Project, wordings: Collection[int], *, model: str) -> Known:
    """Homes, and the vectors that this model made."""
    known = Known()
    values: dict[str, Any] = {"wordings": sorted(wordings), "project": project.pk, "model": model}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, values)
        for wording, home, raw in cursor.fetchall():
            if home:
                known.homes[wording] = home
            if raw:
                known.vectors[wording] = decoded(raw)
    return known


def copies_of(
    project: Project, issues: Collection[UUID], wordings: Collection[int]
) -> Counter[tuple[UUID, int]]:
    """How many complaints in each of these issues have each of these wordings."""
    rows = Placement.objects.of(project).filter(wording__in=wordings, issue__in=issues)
    counted = rows.values_list("issue_id", "wording").annotate(number=Count("id")).order_by()
    return Counter({(issue, wording): number for issue, wording, number in counted if wording})


def copied(issue: Issue, feedback_ids: Collection[UUID]) -> set[UUID]:
    """Which of these complaints of an issue have the words of another one there."""
    rows = issue.placements.filter(feedback__in=feedback_ids)
    wordings = {
        pk: wording for pk, wording in rows.values_list("feedback_id", "wording") if wording
    }
    copies = copies_of(issue.project, [issue.pk], set(wordings.values()))
    return {pk for pk, wording in wordings.items() if copies[issue.pk, wording] > 1}

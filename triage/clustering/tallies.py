"""What an issue adds up to, made anew from its placements: exact whatever happened to them.

Called under the project's placing lock. Counting again costs a few milliseconds where embedding
costs a second, and nothing can drift.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min

from triage.models import Issue, Placement

# An issue that is heard of over so long a time is new no more, though nobody has acted on it.
NEW_FOR = timedelta(days=7)

_FIELDS = ("complaints", "people", "first_seen", "last_seen", "substatus")

_FORGET = "DELETE FROM triage_issuecentre WHERE issue_id = ANY(%s)"
# Of vectors by different models, those of the more frequent one make the centre.
_SUM = """
INSERT INTO triage_issuecentre (issue_id, model, total, count)
SELECT DISTINCT ON (placement.issue_id)
       placement.issue_id, vector.model, sum(vector.vector), count(*)
FROM triage_placement AS placement
JOIN triage_complaintvector AS vector ON vector.feedback_id = placement.feedback_id
JOIN triage_issue AS issue ON issue.id = placement.issue_id AND issue.holds = 'alike'
WHERE placement.issue_id = ANY(%s)
GROUP BY placement.issue_id, vector.model
ORDER BY placement.issue_id, count(*) DESC, vector.model
"""


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
        if issue.substatus == Issue.Substatus.NEW and issue.last_seen - issue.first_seen > NEW_FOR:
            issue.substatus = Issue.Substatus.ONGOING
    Issue.objects.bulk_update(issues, _FIELDS)
    with connection.cursor() as cursor:
        ids = [issue.pk for issue in issues]
        cursor.execute(_FORGET, [ids])
        cursor.execute(_SUM, [ids])


def _counts(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = (
        Placement.objects.filter(issue_id__in=ids)
        .values("issue_id")
        .annotate(
            n=Count("id"),
            people=Count("feedback__voter", distinct=True),
            first=Min("feedback__given_at"),
            last=Max("feedback__given_at"),
        )
    )
    return {row["issue_id"]: dict(row) for row in rows}

"""What hosts call the answers that an issue is about."""

from typing import NamedTuple

from django.db import connection

from triage.issues.queries.within import places_within
from triage.models import Issue

MOST = 5
# Tags are looked for on so many of the newest complaints' answers; those found are counted on all.
NEWEST = 200

_TAGS = """
WITH newest AS MATERIALIZED ({newest}), seen AS (
    SELECT DISTINCT unnest(answer.tags) AS tag
    FROM newest
    JOIN feedback_feedback AS word ON word.id = newest.feedback_id
    JOIN feedback_answer AS answer ON answer.id = word.answer_id
)
SELECT tag, complaints
FROM seen
JOIN triage_issuefacet ON issue_id = %s AND facet = triage_tag(%s, tag)
ORDER BY complaints DESC, tag LIMIT %s
"""


class TagCount(NamedTuple):
    """How many complaints are about answers with the tag."""

    tag: str
    complaints: int


def tags_of(issue: Issue) -> list[TagCount]:
    """The commonest tags, up to MOST."""
    newest = places_within(issue).order_by("-given_at").values("feedback_id")[:NEWEST]
    found, values = newest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TAGS.format(newest=found), [*values, issue.pk, issue.project_id, MOST])
        return [TagCount(*row) for row in cursor.fetchall()]

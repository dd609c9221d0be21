"""What hosts call the answers that people complain of."""

from typing import NamedTuple

from django.db import connection

from feedback.models import Project
from triage.issues.queries.within import places_within
from triage.models import Issue, Placement

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


# To choose from, so many of the commonest in so many of a project's newest complaints.
MOST_OFFERED, NEWEST_OFFERED = 50, 2_000

_OFFERED = """
WITH newest AS MATERIALIZED ({newest})
SELECT tag
FROM newest
JOIN feedback_feedback AS word ON word.id = newest.feedback_id
JOIN feedback_answer AS answer ON answer.id = word.answer_id, unnest(answer.tags) AS tag
GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %s
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


def tags_offered(project: Project) -> list[str]:
    """The commonest tags of late, the commonest first."""
    places = Placement.objects.of(project).order_by("-given_at").values("feedback_id")
    found, values = places[:NEWEST_OFFERED].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED.format(newest=found), [*values, MOST_OFFERED])
        return [tag for (tag,) in cursor.fetchall()]

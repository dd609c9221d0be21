"""What topics are learnt from, and what they are called."""

from uuid import UUID

from django.db import connection

from feedback.models import Project
from reporting.models import Topic

# Of the latest answers so many are looked at; of their different questions so many learnt from.
LATEST, MOST_QUESTIONS = 50_000, 3_000

# In an order that has nothing to do with what they are: a sample, and always the same one.
_ASKED = """
WITH latest AS (
    SELECT id, question FROM feedback_answer
    WHERE project_id = %(project)s AND NOT stub
    ORDER BY asked_at DESC LIMIT %(latest)s
)
SELECT DISTINCT ON (md5(question)) id, question FROM latest
WHERE question <> '' ORDER BY md5(question), id LIMIT %(most)s
"""


def asked_of(project: Project) -> dict[UUID, str]:
    """Different questions of the project by one answer each, MOST_QUESTIONS at most."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"project": project.pk, "latest": LATEST, "most": MOST_QUESTIONS})
        return dict(cursor.fetchall())


def examples_of(project: Project) -> dict[str, str]:
    """A typical question of each topic, by its name; "" where it is not kept any more."""
    rows = Topic.objects.of(project).values_list("name", "example__question")
    return {name: question or "" for name, question in rows}

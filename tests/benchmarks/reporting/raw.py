"""The same figures by plain SQL over the raw rows, and one more vote to fold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations import record_feedback
from feedback.models import Answer, Project
from reporting.rollups.queries import tallies
from reporting.rollups.tally import Window
from tests.benchmarks.triage.loading import UNTIL

Cpu = Callable[[Callable[[], Any]], float]

RAW = {
    "satisfaction by week and team": """
        SELECT date_trunc('week', given_at, 'UTC'), team_id,
               count(*) FILTER (WHERE rating > 0), count(*)
        FROM feedback_feedback
        WHERE project_id = %(project)s AND rating <> 0 AND NOT withdrawn AND NOT suspect
          AND given_at >= %(start)s
        GROUP BY 1, 2
    """,
    "answers by week and team": """
        SELECT date_trunc('week', asked_at, 'UTC'), team_id, count(*)
        FROM feedback_answer WHERE project_id = %(project)s AND NOT stub AND asked_at >= %(start)s
        GROUP BY 1, 2
    """,
    "distinct people by week and team": """
        SELECT date_trunc('week', asked_at, 'UTC'), team_id, count(DISTINCT person_id)
        FROM feedback_answer WHERE project_id = %(project)s AND NOT stub AND asked_at >= %(start)s
        GROUP BY 1, 2
    """,
}


def against_raw_rows(project: Project, cpu: Cpu) -> dict[str, tuple[float, float]]:
    """Milliseconds by plain SQL, and those of a table that has this figure and all others, for
    the last 28 weeks by week, team and cohort."""
    window = Window((UNTIL - timedelta(196)).date(), UNTIL.date())
    folded = cpu(lambda: tallies(project=project, windows=[window, *window.weeks()]))
    start = {"project": project.pk, "start": UNTIL - timedelta(196)}
    return {name: (cpu(lambda: _run(text, start)), folded) for name, text in RAW.items()}  # noqa: B023


def one_more_vote(project: Project) -> None:
    """Somebody votes on the latest answer: the busiest day is folded anew."""
    latest = Answer.objects.of(project).latest("asked_at").external_id
    message = FeedbackMessage(answer=latest, rating="down", person="p-1")
    record_feedback(
        project=project,
        messages=[message],
        channel="api",
        actor="system:bench",
        now=timezone.now(),
    )


def _run(text: str, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # their CPU is not seen
        cursor.execute(text, parameters)
        cursor.fetchall()

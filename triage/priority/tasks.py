"""Scores in the background. Every task may run twice or die half-way: what is due stays due."""

import time

from celery import shared_task
from django.utils import timezone

from feedback.models import Project
from triage.priority.operations import score_due
from triage.priority.queries import projects_to_score

BATCH = 500
# Scores are in no hurry: between two turns there is room for placing.
TURN_S = 2.0
STALE_S = 60.0


@shared_task(name="triage.priority.sweep")
def sweep() -> None:
    """A turn for every project with issues whose score is due."""
    for project_id in projects_to_score(timezone.now()):
        score_project.apply_async((str(project_id),), expires=STALE_S)


@shared_task(name="triage.priority.score")
def score_project(project_id: str) -> None:
    """Score what is due in one project, the longest due first; when its turn is over, queue up
    again for the rest."""
    project = Project.objects.filter(pk=project_id).first()
    end = time.monotonic() + TURN_S
    while project and score_due(project=project, limit=BATCH, now=timezone.now()) == BATCH:
        if time.monotonic() > end:
            score_project.apply_async((project_id,), expires=STALE_S)
            return

"""Naming in the background, in short turns between which complaints are placed."""

from celery import shared_task
from django.utils import timezone

from feedback.models import Project
from triage.naming.operations import name_due
from triage.naming.queries import projects_to_name

TURN = 20
STALE_S = 60.0


@shared_task(name="triage.naming.sweep")
def sweep() -> None:
    """A turn for every project with an issue whose name is due."""
    for project_id in projects_to_name():
        name_project.apply_async((str(project_id),), expires=STALE_S)


@shared_task(name="triage.naming.name")
def name_project(project_id: str) -> None:
    """Name some of what is due; queue up again for the rest."""
    project = Project.objects.filter(pk=project_id).first()
    if project and name_due(project=project, limit=TURN, now=timezone.now()) == TURN:
        name_project.apply_async((project_id,), expires=STALE_S)

"""Consolidation in the background. It may run twice: the same change is proposed once."""

from celery import shared_task
from django.utils import timezone

from feedback.models import Project
from triage.clustering.consolidating import changes_of
from triage.proposals.operations import consolidate
from triage.proposals.queries import projects_to_consolidate


@shared_task(name="triage.proposals.consolidate")
def consolidate_project(project_id: str) -> None:
    """One round for one project."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        consolidate(project=project, changes_of=changes_of, clock=timezone.now)


@shared_task(name="triage.proposals.sweep")
def sweep() -> None:
    """A round for every project where enough changed since its last."""
    for project_id in projects_to_consolidate():
        consolidate_project.apply_async((str(project_id),), expires=3600)

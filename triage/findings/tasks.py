"""Searching in the background. Every task may run twice: what is known is found again."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.models import Project
from triage.findings.operations import search
from triage.findings.queries import projects_to_search
from triage.models import Kind

log = logging.getLogger(__name__)

# An incident is looked for again by the next search: one that waited so long is not needed.
STALE_S = 600.0


@shared_task(name="triage.findings.search")
def search_project(project_id: str) -> None:
    """Everything that the detectors find in one project."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        search(project=project, now=timezone.now())


@shared_task(name="triage.findings.sweep")
def sweep() -> None:
    """A search of every project that is due."""
    for project_id in projects_to_search(timezone.now()):
        search_project.apply_async((str(project_id),), expires=STALE_S)


@shared_task(name="triage.findings.incidents")
def look_for_incidents(project_id: str) -> None:
    """Answers that were confident and wrong: at once, not when the next search is due."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        search(project=project, now=timezone.now(), kinds=[Kind.CONFIDENT_WRONG])


def nudge_incidents(project_id: UUID) -> None:
    """Ask a worker to look. A broker that can't be reached costs time till the next search."""
    try:
        look_for_incidents.apply_async((str(project_id),), expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("incidents in %s wait for the next search: %s", project_id, error)

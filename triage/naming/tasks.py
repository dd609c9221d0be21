"""Naming in the background, in short turns between which complaints are placed."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from feedback.models import Project
from triage.models import Issue
from triage.naming.endpoint import Endpoint, EndpointError
from triage.naming.operations import name_due, title_by_endpoint
from triage.naming.queries import projects_to_name

log = logging.getLogger(__name__)

TURN = 20
STALE_S = 60.0
# A title that waited so long for the endpoint is written when the issue has doubled again.
TOO_LATE_S = 3600.0


@shared_task(name="triage.naming.sweep")
def sweep() -> None:
    """A turn for every project with an issue whose name is due."""
    for project_id in projects_to_name():
        name_project.apply_async((str(project_id),), expires=STALE_S)


@shared_task(name="triage.naming.name")
def name_project(project_id: str) -> None:
    """Name some of what is due; queue up again for the rest."""
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        return
    named = name_due(project=project, limit=TURN, now=timezone.now())
    if settings.LLM_URL:
        for issue in named.titled:
            write_title.apply_async((str(issue.pk),), expires=TOO_LATE_S)
    if named.looked_at == TURN:
        name_project.apply_async((project_id,), expires=STALE_S)


@shared_task(name="triage.naming.write")
def write_title(issue_id: str) -> None:
    """Ask the endpoint for an issue's title. Waits for others: it has a worker of its own."""
    endpoint = Endpoint(settings.LLM_URL, model=settings.LLM_MODEL, key=settings.LLM_KEY)
    issue = Issue.objects.select_related("project").filter(pk=issue_id).first()
    if issue is None:
        return
    try:
        title_by_endpoint(issue=issue, endpoint=endpoint, clock=timezone.now)
    except EndpointError as error:
        log.warning("%s keeps the title by its key phrases: %s", issue.short_id, error)

"""Fixes in the background. Every task may run twice or die half-way: the rows know better."""

import logging

from celery import shared_task
from django.utils import timezone

from triage.resolution.operations import put_in_force
from triage.resolution.queries import projects_waiting

log = logging.getLogger(__name__)


@shared_task(name="triage.resolution.sweep")
def sweep() -> None:
    """Look whether production answers with what is waited for."""
    for project in projects_waiting():
        came = put_in_force(project=project, now=timezone.now())
        if came:
            log.info("%d fixes of %s are in force", came, project.slug)

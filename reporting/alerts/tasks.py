"""Watching in the background. It may run twice: a series has one open alert at the most."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.alerts import operations

log = logging.getLogger(__name__)


@shared_task(name="reporting.alerts.watch")
def watch() -> None:
    """Look at every project's series."""
    for project in Project.objects.all():
        try:
            operations.watch(project=project, now=timezone.now())
        except DatabaseError:  # one project's trouble is not the others'
            log.exception("could not watch %s", project.slug)

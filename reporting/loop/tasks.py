"""Folding what happened to issues, every so often."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.loop import operations

log = logging.getLogger(__name__)


@shared_task(name="reporting.loop.sweep")
def sweep() -> None:
    """Fold every project in which something has happened."""
    for project in Project.objects.all():
        try:
            operations.fold(project=project, now=timezone.now())
        except DatabaseError:  # one project's trouble is not the others'
            log.exception("could not fold the issues of %s", project.slug)

"""Reckoning use after clean-ups, once a day for each project."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.fixes.sampling import reckon
from reporting.models import SourceCleanups

log = logging.getLogger(__name__)


@shared_task(name="reporting.fixes.sweep")
def sweep() -> None:
    """Every project that was not reckoned today. Reckoned twice it comes to the same."""
    now = timezone.now()
    done = SourceCleanups.objects.filter(reckoned_on=now.date()).values("project")
    for project in Project.objects.exclude(pk__in=done):
        try:
            reckon(project=project, now=now)
        except DatabaseError:  # one project's trouble is not the others'
            log.exception("could not reckon the clean-ups of %s", project.slug)

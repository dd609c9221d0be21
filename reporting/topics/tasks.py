"""Sorting answers by topic, in the background."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.sorting.arriving import PORTION
from reporting.topics.operations import sort
from triage.embedding.vectors import EmbeddingError

log = logging.getLogger(__name__)

# A task is short; what is left has its turn with the next one.
PORTIONS = 8


@shared_task(name="reporting.topics.sweep")
def sweep() -> None:
    """Sort what has arrived anywhere, and learn topics where it is time. Done twice, it comes to
    the same."""
    for project in Project.objects.all():
        try:
            for _ in range(PORTIONS):
                if sort(project=project, now=timezone.now()) < PORTION:
                    break
        except (DatabaseError, EmbeddingError):  # one project's trouble is not the others'
            log.exception("could not sort the questions of %s", project.slug)

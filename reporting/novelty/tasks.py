"""Placing answers by how unlike the pilot's questions theirs are, in the background."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.novelty.operations import place
from reporting.sorting.arriving import PORTION
from triage.embedding.vectors import EmbeddingError

log = logging.getLogger(__name__)

# A task is short; what is left has its turn with the next one.
PORTIONS = 8


@shared_task(name="reporting.novelty.sweep")
def sweep() -> None:
    """Place what has arrived anywhere. Done twice, it comes to the same."""
    for project in Project.objects.all():
        try:
            for _ in range(PORTIONS):
                if place(project=project, now=timezone.now()) < PORTION:
                    break
        except (DatabaseError, EmbeddingError):  # one project's trouble is not the others'
            log.exception("could not place the questions of %s", project.slug)

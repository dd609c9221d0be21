"""Folding in the background: soon after something was recorded, and every so often anyway."""

import logging
from uuid import UUID

from celery import shared_task
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.rollups import operations

log = logging.getLogger(__name__)

# Votes that come close together are folded together.
PAUSE_S = 2
PENDING_S = 30


@shared_task(name="reporting.rollups.fold")
def fold(project_id: str) -> None:
    """Fold what is new in one project."""
    cache.delete(_pending(project_id))
    project = Project.objects.filter(id=project_id).first()
    if project:
        operations.fold(project=project, now=timezone.now())


@shared_task(name="reporting.rollups.sweep")
def sweep() -> None:
    """Fold what is new anywhere: the nudge for it may have been lost."""
    for project in Project.objects.all():
        try:
            operations.fold(project=project, now=timezone.now())
        except DatabaseError:  # one project's trouble is not the others'
            log.exception("could not fold %s", project.slug)


def nudge(*, project_id: UUID, **_: object) -> None:
    """Hear `feedback.signals.recorded`: fold soon, once for however many come until then.

    An error (no broker) is logged by the sender and costs only time: the sweep folds.
    """
    if cache.add(_pending(str(project_id)), 1, timeout=PENDING_S):
        fold.apply_async((str(project_id),), countdown=PAUSE_S, expires=PENDING_S)


def _pending(project_id: str) -> str:
    return f"reporting.fold.pending.{project_id}"

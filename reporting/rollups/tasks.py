"""Folding in the background: soon after something was recorded, and every so often anyway."""

import logging
from time import perf_counter
from uuid import UUID

from celery import shared_task
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from feedback.models import Project
from reporting.rollups import operations

log = logging.getLogger(__name__)

# Votes that come close together are folded together: the longer a fold takes, the more of them, so
# that a worker is a fifth of its time at it at most. A vote is in the figures within a minute.
PAUSE_S, LONGEST_PAUSE_S = 2, 20
PAUSE_PER_FOLD = 4
PENDING_S = 30
TOOK_S = 3600


@shared_task(name="reporting.rollups.fold")
def fold(project_id: str) -> None:
    """Fold what is new in one project."""
    cache.delete(_pending(project_id))
    project = Project.objects.filter(id=project_id).first()
    if project:
        began = perf_counter()
        operations.fold(project=project, now=timezone.now())
        cache.set(_took(project_id), perf_counter() - began, timeout=TOOK_S)


@shared_task(name="reporting.rollups.sweep")
def sweep() -> None:
    """Fold what is new anywhere: the nudge for it may have been lost."""
    for project in Project.objects.all():
        if cache.get(_pending(str(project.id))):
            continue  # is folded soon; a nudge that is lost is pending no longer than PENDING_S
        try:
            operations.fold(project=project, now=timezone.now())
        except DatabaseError:  # one project's trouble is not the others'
            log.exception("could not fold %s", project.slug)


def nudge(*, project_id: UUID, **_: object) -> None:
    """Hear `feedback.signals.recorded`: fold soon, once for however many come until then.

    An error (no broker) is logged by the sender and costs only time: the sweep folds.
    """
    if cache.add(_pending(str(project_id)), 1, timeout=PENDING_S):
        pause = pause_after(cache.get(_took(str(project_id)), 0))
        fold.apply_async((str(project_id),), countdown=pause, expires=PENDING_S)


def pause_after(took: float) -> float:
    """Seconds until the next fold, after one that took so many."""
    return min(max(PAUSE_S, PAUSE_PER_FOLD * took), LONGEST_PAUSE_S)


def _took(project_id: str) -> str:
    return f"reporting.fold.took.{project_id}"


def _pending(project_id: str) -> str:
    return f"reporting.fold.pending.{project_id}"

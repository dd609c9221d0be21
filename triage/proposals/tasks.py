"""Consolidation in the background. It may run twice: the same change is proposed once.

A round takes up to a minute, so it has a worker of its own: nobody's complaint waits for it.
"""

import logging
import time
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.errors import RefusedError
from feedback.models import Project
from triage.clustering.consolidating import Consolidation
from triage.proposals.operations import ask_for_round, begin_round, consolidate, end_round
from triage.proposals.queries import LOST_AFTER, progress_of, projects_to_consolidate

log = logging.getLogger(__name__)

SWEEP_S = 60.0


# Not acknowledged late: a round outlasts the broker's patience, and one that was killed is due
# again at the next sweep.
@shared_task(name="triage.proposals.consolidate", acks_late=False)
def consolidate_project(project_id: str) -> None:
    """One round for one project."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        begin_round(project=project, now=timezone.now())
        try:
            _round(project)
        finally:
            end_round(project=project)


def _round(project: Project) -> None:
    began = time.monotonic()
    applied = consolidate(
        project=project, changes_of=Consolidation().changes_of, clock=timezone.now
    )
    waiting = progress_of(project).waiting
    log.info(
        "consolidated %s in %.1f s: %d changes made, %d proposed",
        *(project.slug, time.monotonic() - began, applied, waiting),
    )


@shared_task(name="triage.proposals.sweep")
def sweep() -> None:
    """A round for every project where enough changed since its last. One that no worker has begun
    by the next sweep is asked for again."""
    for project_id in projects_to_consolidate(timezone.now()):
        consolidate_project.apply_async((str(project_id),), expires=SWEEP_S)


class NoQueueError(RefusedError):
    """The broker can't be reached now: no worker will hear of it."""

    code = "queue_unreachable"
    status = 503


def run_round(*, project: Project, actor: str, now: datetime) -> None:
    """Have a worker run a round now. RoundUnderWayError, NoQueueError."""
    ask_for_round(project=project, actor=actor, now=now)
    try:
        consolidate_project.apply_async((str(project.pk),), expires=int(LOST_AFTER.total_seconds()))
    except (OperationalError, OSError) as error:
        end_round(project=project)
        raise NoQueueError("The task queue can't be reached: try again in a moment.") from error

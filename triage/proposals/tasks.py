"""Consolidation in the background. It may run twice: the same change is proposed once.

A round takes up to a minute, so it has a worker of its own: nobody's complaint waits for it.
"""

import logging
import time

from celery import shared_task
from django.utils import timezone

from feedback.models import Project
from triage.clustering.consolidating import Consolidation
from triage.proposals.operations import consolidate
from triage.proposals.queries import progress_of, projects_to_consolidate

log = logging.getLogger(__name__)


# Not acknowledged late: a round outlasts the broker's patience, and one that was killed is due
# again at the next sweep.
@shared_task(name="triage.proposals.consolidate", acks_late=False)
def consolidate_project(project_id: str) -> None:
    """One round for one project."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
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
    """A round for every project where enough changed since its last."""
    for project_id in projects_to_consolidate():
        consolidate_project.apply_async((str(project_id),), expires=3600)

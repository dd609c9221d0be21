"""Placing in the background. Every task may run twice or die half-way: the rows know better."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.models import Project
from triage.clustering.operations import place_waiting
from triage.clustering.queries import projects_with_work
from triage.embedding.minilm import embedder

log = logging.getLogger(__name__)

BATCH = 64
# After so long another project gets its turn; and a nudge that waited so long is not needed,
# since sweeps have nudged again.
TURN_S = 20.0
STALE_S = 30.0


@shared_task(name="triage.clustering.place")
def place(project_id: str) -> None:
    """Place what waits in one project; when its turn is over, queue up again for the rest."""
    project = Project.objects.filter(pk=project_id).first()
    end = time.monotonic() + TURN_S
    while project and place_waiting(
        project=project, embedder=embedder(), limit=BATCH, now=timezone.now()
    ):
        if time.monotonic() > end:
            nudge(project.pk)
            return


@shared_task(name="triage.clustering.sweep")
def sweep() -> None:
    """Nudge every project where something waits: for nudges that were lost."""
    for project_id in projects_with_work():
        nudge(project_id)


def nudge(project_id: UUID) -> None:
    """Ask a worker to place what waits. A broker that can't be reached costs only time."""
    try:
        place.apply_async((str(project_id),), expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("placing in %s waits for the sweep: %s", project_id, error)

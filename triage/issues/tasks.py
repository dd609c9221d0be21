"""The queue in the background. Every task may run twice or die half-way: the rows know better."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.models import Project
from triage.issues.operations import bring_back_due
from triage.issues.operations.handing import hand_on, hand_out
from triage.issues.queries.handing import projects_to_hand_on

log = logging.getLogger(__name__)

BATCH = 100
# The sweep has nudged again by then.
STALE_S = 60.0


@shared_task(name="triage.issues.hand_on")
def hand_on_all(project_id: str) -> None:
    """What members who left had, to others; and what waits, to whoever has room."""
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        return
    while hand_on(project=project, limit=BATCH, now=timezone.now()):
        pass
    hand_out(project=project, now=timezone.now())


@shared_task(name="triage.issues.sweep")
def sweep() -> None:
    """What was archived until now is open again. Every project is nudged where somebody else
    should have an issue: for nudges that were lost, and since people come back, or finish
    something, or reopen what others had."""
    bring_back_due(now=timezone.now())
    for project_id in projects_to_hand_on():
        nudge(project_id)


def nudge(project_id: UUID) -> None:
    """Ask a worker to hand on. A broker that can't be reached costs time till the next sweep."""
    try:
        hand_on_all.apply_async((str(project_id),), expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("handing on in %s waits for the sweep: %s", project_id, error)

"""Routing in the background: learning from decisions, and open issues that follow new rules.

Every task may run twice or die half-way: the rows know better.
"""

import logging
import time
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.models import Project
from triage.routing.handover import BATCH, go_on, projects_to_go_on
from triage.routing.learning import learn_again
from triage.routing.suggestions import projects_to_learn

log = logging.getLogger(__name__)

SWEEP_S = 30.0
# Between two turns there is room for placing.
TURN_S = 2.0


@shared_task(name="triage.routing.learn")
def learn_project(project_id: str) -> None:
    """Learn from all that people decided in a project; about a second."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        learn_again(project=project, now=timezone.now())


@shared_task(name="triage.routing.hand_over")
def hand_over(project_id: str) -> None:
    """Have open issues follow the newest rules; when its turn is over, queue up again for the
    rest."""
    project = Project.objects.filter(pk=project_id).first()
    end = time.monotonic() + TURN_S
    while project and go_on(project=project, limit=BATCH, now=timezone.now()):
        if time.monotonic() > end:
            nudge(project.pk)
            return


@shared_task(name="triage.routing.sweep")
def sweep() -> None:
    """Learn wherever people decided something since: many acts within a sweep make one job. Go on
    where open issues follow new rules and no worker has been heard of."""
    now = timezone.now()
    for project_id in projects_to_learn(now):
        learn_project.apply_async((str(project_id),), expires=SWEEP_S)
    for project_id in projects_to_go_on(now, idle=timedelta(seconds=SWEEP_S)):
        nudge(project_id)


def nudge(project_id: UUID) -> None:
    """Ask a worker to go on. A broker that can't be reached costs time till the next sweep."""
    try:
        hand_over.apply_async((str(project_id),), expires=SWEEP_S)
    except (OperationalError, OSError) as error:
        log.warning("handing over in %s waits for the sweep: %s", project_id, error)

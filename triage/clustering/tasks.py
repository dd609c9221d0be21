"""Placing in the background. Every task may run twice or die half-way: the rows know better."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from feedback.models import Project
from triage.clustering.operations import (
    OtherSpaceError,
    move_on,
    place_waiting,
    renew_space,
    tell_trouble,
)
from triage.clustering.queries import projects_moving, projects_with_work
from triage.clustering.typed import keep_vector
from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import EmbeddingError
from triage.models import Grouping

log = logging.getLogger(__name__)

BATCH = 64
# After so long another project gets its turn; and a nudge that waited so long is not needed,
# since sweeps have nudged again.
TURN_S = 20.0
STALE_S = 30.0
# Reading into another space is in no hurry: between two turns there is room for placing.
READING_BATCH = 256
READING_TURN_S = 2.0
SWEEP_S = 5.0


@shared_task(name="triage.clustering.place")
def place(project_id: str) -> None:
    """Place what waits in one project; when its turn is over, queue up again for the rest.

    Where the model can't be had, everything goes on waiting, and the backlog says why.
    """
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        return
    end = time.monotonic() + TURN_S
    trouble = ""
    try:
        while _place_some(project):
            if time.monotonic() > end:
                nudge(project.pk)
                return
    except OtherSpaceError:
        renew_space(project=project, now=timezone.now())
    except EmbeddingError as error:
        log.warning("placing in %s waits: %s", project_id, error)
        trouble = str(error)
    tell_trouble(project=project, trouble=trouble)


def _place_some(project: Project) -> int:
    space = Grouping.objects.values_list("space", flat=True).get(project=project)
    return place_waiting(
        project=project, embedder=embedder_of(space), limit=BATCH, now=timezone.now()
    )


@shared_task(name="triage.clustering.move")
def move(project_id: str) -> None:
    """A turn of a project's move to another space; the sweep gives it the next one."""
    moving = Grouping.objects.exclude(moving_to="").select_related("project")
    grouping = moving.filter(pk=UUID(project_id)).first()
    if grouping is None:
        return
    end = time.monotonic() + READING_TURN_S
    space, trouble = grouping.moving_to, ""
    try:
        while time.monotonic() < end and move_on(
            project=grouping.project,
            space=space,
            embedder=embedder_of(space),
            limit=READING_BATCH,
            now=timezone.now(),
        ):
            pass
    except EmbeddingError as error:
        log.warning("the move of %s to %s waits: %s", project_id, space, error)
        trouble = str(error)
    tell_trouble(project=grouping.project, moving_trouble=trouble)


@shared_task(name="triage.clustering.sweep")
def sweep() -> None:
    """Nudge every project where something waits, for nudges that were lost; and every one that
    moves to another space."""
    for project_id in projects_with_work():
        nudge(project_id)
    for project_id in projects_moving():
        move.apply_async((str(project_id),), expires=SWEEP_S)


def nudge(project_id: UUID) -> None:
    """Ask a worker to place what waits. A broker that can't be reached costs only time."""
    try:
        place.apply_async((str(project_id),), expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("placing in %s waits for the sweep: %s", project_id, error)


@shared_task(name="triage.clustering.read")
def read(project_id: str, text: str) -> None:
    """Read what somebody typed, and waits for."""
    project = Project.objects.filter(pk=project_id).first()
    if project is not None:
        keep_vector(project, text)


def ask_to_read(project: Project, text: str, *, within_s: float) -> bool:
    """Ask a worker to read what somebody typed; False where it can't be asked."""
    try:
        read.apply_async((str(project.pk), text), expires=within_s)
    except (OperationalError, OSError) as error:
        log.warning("what is typed in %s is not read: %s", project.pk, error)
        return False
    return True

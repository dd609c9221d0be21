"""Fixes in the background. Every task may run twice or die half-way: the rows know better."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import EmbeddingError
from triage.models import Fix
from triage.resolution.counting import fixes_due
from triage.resolution.operations import put_in_force
from triage.resolution.queries import projects_waiting
from triage.resolution.watching import look_at

log = logging.getLogger(__name__)

# Twenty thousand questions a second: a language model would take hours for a busy project.
SPACE = "wordllama"
# A turn ends before the next one begins; a fix is taken up where the last one left it.
LONGEST_S = 50.0
MOST_FIXES = 1000


@shared_task(name="triage.resolution.sweep")
def sweep() -> None:
    """Look whether production answers with what is waited for."""
    for project in projects_waiting():
        came = put_in_force(project=project, now=timezone.now())
        if came:
            log.info("%d fixes of %s are in force", came, project.slug)


@shared_task(name="triage.resolution.watch")
def watch() -> None:
    """Look at each fix that was not looked at for a day, as far as the time goes."""
    end = time.monotonic() + LONGEST_S
    due = list(fixes_due(timezone.now())[:MOST_FIXES].values_list("pk", flat=True))
    for pk in due:
        if time.monotonic() > end or not _watched(pk, end):
            return


def _watched(pk: UUID, end: float) -> bool:
    """False where it was left half-way, or nothing can be read."""
    fix = Fix.objects.select_related("issue__project", "release").filter(pk=pk).first()
    try:
        while fix and look_at(fix=fix, embedder=embedder_of(SPACE), now=timezone.now()):
            if time.monotonic() > end:
                return False
    except EmbeddingError as error:
        log.warning("fixes can't be watched: %s", error)
        return False
    return True

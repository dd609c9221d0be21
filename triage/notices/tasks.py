"""Telling in the background. It may run twice or die half-way: the rows know better."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from triage.notices.telling import TellFailedError, tell_next

log = logging.getLogger(__name__)

# After so long what else waits in the queue gets its turn.
TURN_S = 5.0


@shared_task(name="triage.notices.sweep")
def sweep() -> None:
    """Tell the reporters of issues that have been quiet; what is left is for the next sweep."""
    began, failed = time.monotonic(), set[UUID]()
    while time.monotonic() - began < TURN_S:
        try:
            if not tell_next(now=timezone.now(), but=failed):
                return
        except TellFailedError as error:
            log.exception("the reporters of issue %s can't be told", error.issue_id)
            failed.add(error.issue_id)

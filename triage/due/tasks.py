"""The clocks' sweep. It may run twice: each issue is looked at under its row's lock."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from triage.due.operations import LookFailedError, look_at_next

log = logging.getLogger(__name__)

# A sweep ends before the next one begins.
LONGEST_S = 50.0


@shared_task(name="triage.due.sweep")
def sweep() -> None:
    """Do what is due by now, issue by issue; what is left when the time is up is for the next."""
    began, looked, failed = time.monotonic(), 0, set[UUID]()
    while time.monotonic() - began < LONGEST_S:
        try:
            if not look_at_next(now=timezone.now(), but=failed):
                break
            looked += 1
        except LookFailedError as error:
            log.exception("the clocks of issue %s can't be looked at", error.issue_id)
            failed.add(error.issue_id)
    if looked:
        log.info("looked at the clocks of %d issues", looked)

"""The clocks' sweep. It may run twice: each issue is looked at under its row's lock."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from triage.due.operations import look_at_next

log = logging.getLogger(__name__)

# A sweep ends before the next one begins.
LONGEST_S = 50.0


@shared_task(name="triage.due.sweep")
def sweep() -> None:
    """Do what is due by now, issue by issue; what is left when the time is up is for the next."""
    began, looked = time.monotonic(), 0
    while time.monotonic() - began < LONGEST_S and look_at_next(now=timezone.now()):
        looked += 1
    if looked:
        log.info("looked at the clocks of %d issues", looked)

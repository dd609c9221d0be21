"""What this room does in the background. It may run twice: the rows know better."""

import logging

from celery import shared_task
from django.utils import timezone

from triage.corrections.operations.expiring import read_anew, send_back

log = logging.getLogger(__name__)


@shared_task(name="triage.corrections.sweep")
def sweep() -> None:
    """Verified answers that hold no more wait for review; after an upgrade of the model, all are
    read again."""
    if sent := send_back(now=timezone.now()):
        log.info("verified answers sent back to review", extra={"answers": sent})
    read_anew()

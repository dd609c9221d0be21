"""What the queue does by the clock. Running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from triage.issues.operations import bring_back_due


@shared_task(name="triage.issues.sweep")
def sweep() -> None:
    """What was archived until now is open again."""
    bring_back_due(now=timezone.now())

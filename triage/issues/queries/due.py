"""Issues by when they are due."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from triage.models.issues import NEVER


def due_within(span: str) -> Q:
    """One of the spans that filters offer (`DUES`), told by the database's clock."""
    if span == "waiting":
        return Q(waiting_since__isnull=False)
    if span == "none":
        return Q(due_at=NEVER, waiting_since=None)
    ends = {"late": Now(), "day": Now() + timedelta(days=1), "week": Now() + timedelta(days=7)}
    return Q(due_at__lt=ends[span])

"""What the detectors' queries have in common."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from feedback.models import Answer, Feedback, Project
from triage.findings.found import Heard, Window
from triage.models import Issue

LENGTH = timedelta(weeks=4)
# The latest so many rows of a window are read: a search costs the same on the busiest project.
MOST = 20_000


def window_to(now: datetime) -> Window:
    """Four weeks: each weekday as often as the others."""
    return Window(now - LENGTH, now)


def answers_in(project: Project, window: Window) -> QuerySet[Answer]:
    return Answer.objects.of(project).filter(
        asked_at__gte=window.since, asked_at__lt=window.until, stub=False
    )


def complaints_in(project: Project, window: Window) -> QuerySet[Feedback]:
    """Those that stand in an issue, given in the window; what was pressed by mistake is none."""
    said = Feedback.objects.of(project).filter(
        given_at__gte=window.since,
        given_at__lt=window.until,
        placement__isnull=False,
    )
    return said.exclude(placement__issue__holds=Issue.Holds.NOISE)


def heard(row: Feedback) -> Heard:
    return Heard(row.pk, row.voter, row.given_at)

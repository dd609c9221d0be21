"""What the detectors' queries have in common."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from feedback.models import Answer, Feedback, Project
from triage.clustering.standing import leads_to
from triage.findings.found import Heard, Window
from triage.models import Finding, Issue, Kind

# The latest so many rows of a window are read: a search costs the same on the busiest project.
MOST = 20_000

_UUID = r"^[0-9a-f-]{36}$"


def window_to(now: datetime, *, weeks: int = 4) -> Window:
    """So many weeks: each weekday as often as the others."""
    return Window(now - timedelta(weeks=weeks), now)


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


def subjects_of(project: Project, kind: Kind) -> Callable[[UUID], str]:
    """What findings about an issue are called: as when that issue, or one that has been merged
    into it since, first had one."""
    lead = leads_to(project)
    known = Finding.objects.of(project).filter(kind=kind, subject__regex=_UUID)
    subjects = {
        lead(UUID(subject)): subject
        for subject in known.order_by("-found_at").values_list("subject", flat=True)
    }
    return lambda issue_id: subjects.get(issue_id, str(issue_id))


def heard(row: Feedback) -> Heard:
    return Heard(row.pk, row.voter, row.given_at)

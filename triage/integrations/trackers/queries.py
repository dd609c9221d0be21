"""Trackers and the twins in them: every read."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.models import Issue, TrackedIssue, Tracker


@dataclass(frozen=True)
class Elsewhere:
    """The twins of an issue, and the trackers where it has none."""

    twins: list[TrackedIssue]
    others: list[Tracker]


def trackers_of(project: Project) -> list[Tracker]:
    """The project's trackers by name, with their twins."""
    return list(Tracker.objects.of(project).prefetch_related("tracked"))


def tracker_named(project: Project, tracker_id: object) -> Tracker:
    """One of the project's. NotFoundError, also for what is no id."""
    rows = Tracker.objects.of(project).select_related("project")
    tracker = rows.filter(pk=tracker_id).first() if isinstance(tracker_id, UUID) else None
    if tracker is None:
        raise NotFoundError("There is no such tracker.", code="tracker_unknown")
    return tracker


def twins_in(tracker: Tracker, *, limit: int) -> list[TrackedIssue]:
    """The tracker's twins with their issues, those with trouble first, then the newest."""
    rows = tracker.tracked.select_related("issue__project").order_by("-trouble", "-pk")
    return list(rows[:limit])


def elsewhere(issue: Issue) -> Elsewhere:
    """Where the issue is, and could be, outside."""
    mine = Prefetch("tracked", TrackedIssue.objects.filter(issue=issue), to_attr="mine")
    twins: list[TrackedIssue] = []
    others: list[Tracker] = []
    for tracker in Tracker.objects.filter(project=issue.project_id).prefetch_related(mine):
        found: list[TrackedIssue] = getattr(tracker, "mine", [])
        for twin in found:
            twin.tracker = tracker
        twins += found
        others += [] if found else [tracker]
    return Elsewhere(twins, others)

"""Where the queue's pages are."""

from django.urls import reverse

from feedback.models import Project
from triage.issues.filters import QueueFilters
from triage.models import Issue


def queue_url(project: Project, filters: QueueFilters, **more: str) -> str:
    """The queue with these filters, and what else the address is to hold.

    It is never bare: the bare address opens a member's default view.
    """
    query = filters.query(**more) or f"status={filters.status}"
    return f"{reverse('queue', args=[project.slug])}?{query}"


def issue_url(issue: Issue, **more: str) -> str:
    query = QueueFilters().query(**more)
    address = reverse("issue", args=[issue.project.slug, issue.short_id])
    return f"{address}?{query}" if query else address

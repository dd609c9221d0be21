"""Which releases there are, and since when production answers with one."""

from datetime import datetime

from feedback.models import Answer, Project, Release

MOST_RELEASES = 50


def latest_releases(project: Project) -> list[Release]:
    """The newest, first, to choose from."""
    return list(Release.objects.of(project).order_by("-first_seen", "-name")[:MOST_RELEASES])


def answers_since(release: Release) -> datetime | None:
    """When its first answer was given, since the release is known; None where there is none yet."""
    rows = Answer.objects.of(release.project_id).filter(release=release)
    rows = rows.filter(asked_at__gte=release.first_seen).order_by("asked_at")
    return rows.values_list("asked_at", flat=True).first()

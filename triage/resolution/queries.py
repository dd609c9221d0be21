"""Which fixes wait for production, and since when it has them."""

from datetime import datetime

from feedback.models import Project, Release
from triage.issues.queries.releases import answers_since, latest_releases
from triage.models import Fix


def projects_waiting() -> list[Project]:
    """Those with fixes that production does not answer with yet."""
    waiting = Fix.objects.waiting().values("issue__project")
    return list(Project.objects.filter(pk__in=waiting).order_by("pk"))


def came_with(fix: Fix, began: list[tuple[datetime, Release]]) -> tuple[datetime, Release] | None:
    """Since when production answers with the fix, and in which release; `began` is when it began
    to answer with each. The next release is the first that began after the fix was made."""
    for at, release in began:
        if release.pk == fix.release_id or (fix.release_id is None and at > fix.made_at):
            return at, release
    return None


def releases_begun(project: Project) -> list[tuple[datetime, Release]]:
    """The latest releases that production answers or answered with, since when, the first first."""
    seen = [(answers_since(release), release) for release in latest_releases(project)]
    begun = [(at, release) for at, release in seen if at]
    return sorted(begun, key=lambda one: one[0])

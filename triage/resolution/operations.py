"""What becomes of fixes: they come in force."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from feedback.models import Project, Release
from triage.clustering.opening import placing_lock
from triage.clustering.operations.aftermath import bring_back
from triage.clustering.recurrence import recurs
from triage.issues.operations.acting import leave_trace, lock_issues
from triage.models import Fix, Issue
from triage.resolution.queries import came_with, releases_begun

ACTOR = "system:resolution"


def put_in_force(*, project: Project, now: datetime) -> int:
    """The fixes of a project whose release production answers with by now; how many. Each in a
    transaction of its own."""
    begun = releases_begun(project)
    waiting = Fix.objects.waiting().filter(issue__project=project).order_by("id")
    came = [(fix, came_with(fix, begun)) for fix in waiting]
    return sum(_came(fix, *found, now=now) for fix, found in came if found)


@transaction.atomic
def _came(fix: Fix, at: datetime, release: Release, *, now: datetime) -> bool:
    """False where somebody was first. Complaints that were placed before anybody knew that the fix
    is in force may say that it does not do."""
    placing_lock(release.project)
    row = lock_issues([fix.issue])[fix.issue_id]
    kept = Fix.objects.waiting().filter(pk=fix.pk).select_for_update().first()
    if kept is None:
        return False
    kept.release, kept.in_force_at = release, at
    kept.save(update_fields=["release", "in_force_at"])
    data = {"fix": str(kept.pk), "release": release.name, "at": at.isoformat()}
    leave_trace(row, verb="fix_in_force", actor=ACTOR, now=now, data=data)
    last = row.placements.aggregate(at=Max("given_at"))["at"]
    if row.status == Issue.Status.RESOLVED and last and recurs(row, kept, until=last):
        bring_back(row, now=now, data={"fix": str(kept.pk)})
    return True

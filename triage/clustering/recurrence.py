"""Whether what is complained of after a fix says that it did not work.

Not each complaint does: of many answers somebody always complains, and by the first complaint
nearly every good fix would be undone. But two or three in a week, where there was one in a month,
do, long before the proof (`triage.resolution`) can tell.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from feedback.models import Project
from triage.models import Fix, Issue, Placement
from triage.statistics import chance_of_rate

# What came before the fix is counted of so long.
WINDOW = timedelta(days=28)
# An issue comes back when it is surer than SURE that more than TOO_MUCH_LEFT of the complaints are
# left. By `make bench-proof`: docs/statistics.md.
TOO_MUCH_LEFT, SURE = 0.5, 0.9


def standing_fixes(issues: Collection[Issue]) -> Mapping[UUID, Fix]:
    """By the issue's id."""
    rows = Fix.objects.standing().filter(issue__in=[issue.pk for issue in issues])
    return {fix.issue_id: fix for fix in rows.select_related("release")}


def recurs(issue: Issue, fix: Fix | None, *, until: datetime) -> bool:
    """Whether an issue that was resolved comes back by what was said until then. What nobody
    mends does not come back by more of the same, nor what waits for a release."""
    if fix and fix.in_force_at is None:
        return False
    resolved = issue.resolved_at
    since = fix.in_force_at if fix else resolved
    if resolved is None or since is None:
        return True
    rows = Placement.objects.filter(issue=issue)
    said = rows.filter(_given_with(fix, since), given_at__gt=resolved, given_at__lte=until).count()
    earlier = rows.filter(
        feedback__answer__asked_at__gte=since - WINDOW, feedback__answer__asked_at__lt=since
    )
    heard = max(until - max(since, resolved), timedelta(0))
    counts = (said, heard / WINDOW), (earlier.count(), 1.0)
    return said > 0 and chance_of_rate(*counts, above=TOO_MUCH_LEFT) >= SURE


def _given_with(fix: Fix | None, since: datetime) -> Q:
    """Complaints of answers that had the fix. Of a release those that say that they are of it, or
    of a later one: an answer that does not say may be of an old one, and accuses nobody."""
    given = Q(feedback__answer__asked_at__gte=since)
    if fix and fix.release:
        given &= Q(feedback__answer__release__first_seen__gte=fix.release.first_seen)
    return given


def not_mended(project: Project) -> QuerySet[Fix, UUID]:
    """The issues of which somebody said that they are not mended, by id."""
    rows = Fix.objects.standing().filter(issue__project=project, kind=Fix.Kind.WONT_FIX)
    return rows.values_list("issue_id", flat=True)

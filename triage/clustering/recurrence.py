"""What was said of an issue since its fix, and whether that brings it back."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from feedback.models import Project
from triage.clustering.coming_back import says_it_is_back
from triage.models import Fix, Issue, Placement

# What came before the fix is counted of so long.
WINDOW = timedelta(days=28)


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
    if not said:
        return False
    began = max(since, resolved)
    before = Q(given_at__gte=began - WINDOW, given_at__lt=began)
    heard = max(until - began, timedelta(0)) / WINDOW
    earlier = rows.filter(before).count()
    # What others complain of can only speak against it, and takes longer to count.
    if not says_it_is_back(said, earlier, heard, (0, 0)):
        return False
    others = _of_others(issue, before, Q(given_at__gte=began, given_at__lte=until))
    return says_it_is_back(said, earlier, heard, others)


def _of_others(issue: Issue, before: Q, since: Q) -> tuple[int, int]:
    """How many complaints of everything else came since, and before."""
    others = Placement.objects.of(issue.project_id).exclude(issue=issue)
    return others.filter(since).count(), others.filter(before).count()


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

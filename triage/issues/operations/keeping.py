"""Acts that say how it is to stay: never merge these, don't split this, leave these here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from triage.clustering.opening import placing_lock
from triage.clustering.operations import is_system
from triage.clustering.standing import leads_to, standing_verdicts, verdicts_between
from triage.issues.operations.acting import (
    IssueRefusedError,
    IssueStateError,
    check,
    check_groups,
    leave_trace,
    lock_issues,
)
from triage.issues.operations.verdicts import Says, say, weighed
from triage.models import Issue, IssueActivity, Placement


@transaction.atomic
def keep_apart(
    *, issue: Issue, other: Issue, version: int | None, actor: str, now: datetime
) -> IssueActivity:
    """Never merge these two, nor what they are merged into, until that is undone."""
    if issue.pk == other.pk:
        raise IssueRefusedError("That is the same issue.", path="to")
    row, against = _two(issue, other, version=version)
    if verdicts_between(row.project, [row.pk, against.pk], [Says.APART]):
        raise IssueStateError(
            f"{row.short_id} and {against.short_id} are kept apart already.", code="already_said"
        )
    evidence = weighed(row.project, actor).apart(row, against)
    data = {"short_id": row.short_id}
    leave_trace(against, verb="kept_apart_from", actor=actor, now=now, data=data)
    named = {"issue": str(against.pk), "short_id": against.short_id}
    activity = leave_trace(row, verb="kept_apart", actor=actor, now=now, data=named)
    say(activity, Says.APART, other=against, evidence=evidence)
    return activity


@transaction.atomic
def keep_whole(*, issue: Issue, version: int | None, actor: str, now: datetime) -> IssueActivity:
    """Don't propose to split this, nor take anything out of it, until that is undone."""
    placing_lock(issue.project)
    row = lock_issues([issue])[issue.pk]
    check(row, version=version)
    check_groups(row)
    lead = leads_to(row.project)
    said = standing_verdicts(row.project).filter(says=Says.WHOLE)
    if any(lead(verdict.issue_id) == row.pk for verdict in said):
        raise IssueStateError(f"{row.short_id} is kept whole already.", code="already_said")
    activity = leave_trace(row, verb="kept_whole", actor=actor, now=now, data={})
    say(activity, Says.WHOLE, other=None)
    return activity


@transaction.atomic
def keep_in_place(
    *, issue: Issue, other: Issue, feedback_ids: Collection[UUID], actor: str, now: datetime
) -> IssueActivity:
    """These complaints belong to `issue`, where they are, and not to `other`."""
    row, against = _two(issue, other, version=None)
    here = Placement.objects.filter(issue=row, feedback_id__in=feedback_ids)
    ids = sorted(here.values_list("feedback_id", flat=True))
    if not ids:
        raise IssueStateError(f"None of these complaints is in {row.short_id} any more.")
    evidence = weighed(row.project, actor).stays(row, against, ids)
    free = here.filter(by=Placement.By.CLUSTERING)
    pinned = [str(pk) for pk in free.values_list("feedback_id", flat=True)]
    free.update(by=Placement.By.PERSON)
    data = {
        "issue": str(against.pk),
        "short_id": against.short_id,
        "count": len(ids),
        "pinned": pinned,
    }
    activity = leave_trace(row, verb="kept_in_place", actor=actor, now=now, data=data)
    say(activity, Says.MOVED, issue=against, other=row, feedback=ids, evidence=evidence)
    return activity


def release(row: Issue, pinned: Collection[str]) -> None:
    """Leave to clustering again what `keep_in_place` took from it, where it still is there."""
    placed = Placement.objects.filter(issue=row, feedback_id__in=pinned)
    placed.update(by=Placement.By.CLUSTERING)


@transaction.atomic
def decline(*, issue: Issue, proposal: str, actor: str, now: datetime) -> IssueActivity:
    """Not now: what was proposed ("merge HR-3 into HR-1") is not done, and nothing is forbidden."""
    placing_lock(issue.project)
    row = lock_issues([issue])[issue.pk]
    check(row, version=None)
    return leave_trace(row, verb="declined", actor=actor, now=now, data={"proposal": proposal})


def keep_after_undo(activity: IssueActivity, *, actor: str, now: datetime) -> IssueActivity | None:
    """A person took back what the system did: the act that says not to do it again, if any.

    What the system moved is back, and placed by a person: that says it already.
    """
    if is_system(actor) or not is_system(activity.actor):
        return None
    if activity.verb == "split":
        return keep_whole(issue=activity.issue, version=None, actor=actor, now=now)
    if activity.verb == "merged":
        return [_apart_again(activity, part, actor, now) for part in activity.data["merged"]][-1]
    return None


def _apart_again(
    activity: IssueActivity, part: dict[str, Any], actor: str, now: datetime
) -> IssueActivity:
    other = Issue.objects.select_related("project").get(pk=part["issue"])
    return keep_apart(issue=activity.issue, other=other, version=None, actor=actor, now=now)


def _two(issue: Issue, other: Issue, *, version: int | None) -> tuple[Issue, Issue]:
    """Both rows, locked and living."""
    placing_lock(issue.project)
    rows = lock_issues([issue, other])
    row, against = rows[issue.pk], rows[other.pk]
    check(row, version=version)
    check(against, version=None)
    check_groups(row)
    check_groups(against)
    return row, against

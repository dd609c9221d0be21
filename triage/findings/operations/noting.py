"""Writing down what was found: an issue for each subject, once, with its evidence kept current.

Nothing is closed by it. What holds no more is said in the issue's history, for people to act on.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from feedback.models import Feedback, Project
from triage.clustering.opening import Draft, open_issues, placing_lock
from triage.clustering.recurrence import standing_fixes
from triage.clustering.tallies import NEW_FOR
from triage.findings.found import Found
from triage.findings.operations.common import ACTOR, Noted, record_noted
from triage.findings.operations.owning import routed_for
from triage.issues.operations.acting import change, leave_trace, lock_issues
from triage.models import Finding, Issue, Kind
from triage.priority.operations import score_issues
from triage.routing.queries import desk_of

# The latest so many complaints are linked; the count says how many there are.
MOST_LINKED = 500


@transaction.atomic
def note_findings(*, project: Project, kind: Kind, found: Sequence[Found], now: datetime) -> Noted:
    """Everything of one kind that was found in a project: what is known and isn't there lapses.

    A resolved issue comes back when what it rests on happened after it was resolved; an archived
    one goes on taking what belongs to it.
    """
    placing_lock(project)
    held = Finding.objects.of(project).filter(kind=kind).select_related("issue")
    known = {finding.subject: finding for finding in held.order_by("id")}
    rows = lock_issues([finding.issue for finding in known.values()])
    for finding in known.values():
        finding.issue = rows[finding.issue_id]
    again = [one for one in found if one.subject in known]
    for one in again:
        _hold_on(known[one.subject], one, now)
    fresh = [one for one in found if one.subject not in known]
    opened = _open(project, kind, fresh, now)
    gone = known.keys() - {one.subject for one in again}
    lapsed = [known[subject] for subject in sorted(gone) if known[subject].lapsed_at is None]
    for finding in lapsed:
        _lapse(finding, now)
    counted = [known[one.subject].issue_id for one in again] + opened
    score_issues(project=project, ids=counted, now=now)
    noted = Noted(len(fresh), len(again), len(lapsed))
    if found or lapsed:
        record_noted(project, kind, noted, now)
    return noted


def _open(project: Project, kind: Kind, fresh: Sequence[Found], now: datetime) -> list[UUID]:
    """The ids of their issues."""
    desk = desk_of(project)
    drafts = [
        Draft(
            one.title,
            routed_for(project, one, desk, kind=kind),
            seen=one.first_seen,
            kind=kind,
            priority=one.priority,
        )
        for one in fresh
    ]
    issues = open_issues(project=project, drafts=drafts, actor=ACTOR, now=now)
    for one, issue in zip(fresh, issues, strict=True):
        finding = Finding.objects.create(
            project=project,
            kind=kind,
            subject=one.subject,
            issue=issue,
            evidence=one.evidence(),
            found_at=now,
        )
        _count(finding, one, now)
    return [issue.pk for issue in issues]


def _hold_on(finding: Finding, one: Found, now: datetime) -> None:
    """It is found again: perhaps with more behind it, perhaps after it was thought gone."""
    issue = finding.issue
    finding.evidence = one.evidence()
    came_back = _comes_back(issue, one)
    if finding.lapsed_at and not came_back:
        leave_trace(issue, verb="found_again", actor=ACTOR, now=now, data={"says": one.says})
    if came_back:
        change(issue, verb="regressed", fields=_BACK, actor=ACTOR, now=now, data={"says": one.says})
    finding.lapsed_at = None
    finding.save(update_fields=["evidence", "lapsed_at"])
    _count(finding, one, now)


_BACK: Mapping[str, Any] = {
    "status": Issue.Status.UNRESOLVED,
    "substatus": Issue.Substatus.REGRESSED,
    "resolution": "",
    "resolved_at": None,
}


def _comes_back(issue: Issue, one: Found) -> bool:
    """Not while its fix waits for a release, nor what nobody mends."""
    if issue.status not in {Issue.Status.RESOLVED, Issue.Status.VERIFIED}:
        return False
    fix = standing_fixes([issue]).get(issue.pk)
    since = fix.in_force_at if fix else issue.resolved_at
    if since is None:
        return fix is None
    return one.last_seen > max(since, issue.resolved_at or since)


def _lapse(finding: Finding, now: datetime) -> None:
    leave_trace(finding.issue, verb="lapsed", actor=ACTOR, now=now, data={})
    finding.lapsed_at = now
    finding.save(update_fields=["lapsed_at"])


def _count(finding: Finding, one: Found, now: datetime) -> None:
    """Link the complaints that still are some, and set the issue's figures."""
    latest = sorted(one.heard, key=lambda complaint: complaint.at, reverse=True)
    linked = _standing(finding.project_id, [complaint.id for complaint in latest[:MOST_LINKED]])
    finding.feedback.set(linked)
    issue = finding.issue
    issue.complaints, issue.people = len(one.heard), one.people
    issue.first_seen = min(issue.first_seen, one.first_seen)
    issue.last_seen = one.last_seen
    if issue.substatus == Issue.Substatus.NEW and now - finding.found_at > NEW_FOR:
        issue.substatus = Issue.Substatus.ONGOING
    issue.save(update_fields=["complaints", "people", "first_seen", "last_seen", "substatus"])


def _standing(project_id: UUID, ids: Collection[UUID]) -> QuerySet[Feedback]:
    return Feedback.objects.of(project_id).filter(pk__in=ids, placement__isnull=False)

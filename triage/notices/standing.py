"""Where issues stand, as their reporters are told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from triage.models import Fix, Issue, IssueActivity
from triage.notices.receipts import Receipt, receipt_of, state_of


def receipts_of(issues: Collection[Issue], *, now: datetime) -> dict[UUID, Receipt]:
    """By id, for living issues: those that words are placed in."""
    declined = _declined_at(issues)
    fixes = {fix.issue_id: fix for fix in Fix.objects.standing().filter(issue__in=issues)}
    return {issue.pk: _receipt(issue, declined, fixes.get(issue.pk), now) for issue in issues}


def _receipt(
    issue: Issue, declined: Mapping[UUID, datetime], fix: Fix | None, now: datetime
) -> Receipt:
    state = state_of(
        status=issue.status,
        taken=issue.assignee_id is not None and issue.responded_at is not None,
        returns=issue.returns,
        noise=issue.holds == Issue.Holds.NOISE,
    )
    at = declined.get(issue.pk) if state == "declined" else issue.resolved_at
    return receipt_of(state, fix=fix, says=issue.resolution, at=at, now=now)


def _declined_at(issues: Collection[Issue]) -> dict[UUID, datetime]:
    """When each of those that are archived for good was."""
    archived = [i.pk for i in issues if i.status == Issue.Status.ARCHIVED and not i.returns]
    rows = IssueActivity.objects.filter(issue__in=archived, verb="archived").order_by()
    return dict(rows.values_list("issue").annotate(at=Max("at")))

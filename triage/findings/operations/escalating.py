"""An escalation belongs to the issue that escalates: no issue is opened, its state changes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.models import Project
from triage.clustering.opening import placing_lock
from triage.clustering.recurrence import not_mended
from triage.findings.escalation import Judged, State
from triage.findings.found import Found
from triage.findings.operations.common import ACTOR, Noted, record_noted
from triage.issues.operations.acting import change, leave_trace, lock_issues
from triage.models import Finding, Issue, Kind


@transaction.atomic
def note_escalations(*, project: Project, judged: Sequence[Judged], now: datetime) -> Noted:
    """Open issues that rise are escalating, until their rate is what it used to be again.

    One that was archived until it escalates, or that nobody mends, comes back; if it did so
    already when it was closed, by its next rise. What is neither, and what is no longer judged
    while it is open, stays as it is; of an issue that was closed since, the finding lapses.
    """
    placing_lock(project)
    held = Finding.objects.of(project).filter(kind=Kind.ESCALATION)
    known = {finding.issue_id: finding for finding in held}
    states = {one.issue: one for one in judged}
    ids = {pk for pk, one in states.items() if one.state is State.RISING} | known.keys()
    rows = lock_issues(list(Issue.objects.of(project).filter(pk__in=ids)))
    unmended = set(not_mended(project).filter(issue__in=ids))
    opened = again = lapsed = 0
    for pk, issue in rows.items():
        one, finding = states.get(pk), known.get(pk)
        rests = issue.back_at is not None or pk in unmended
        closed = issue.status != Issue.Status.UNRESOLVED and not rests
        known_rise = rests and finding and not finding.lapsed_at
        if one and one.found and not closed and not known_rise:
            opened, again = opened + (finding is None), again + (finding is not None)
            _escalate(issue, one.found, finding, now)
        elif finding and not finding.lapsed_at and (closed or (one and one.state is State.CALM)):
            lapsed += 1
            _calm(issue, finding, now)
    if opened or again or lapsed:
        record_noted(project, Kind.ESCALATION, Noted(opened, again, lapsed), now)
    return Noted(opened, again, lapsed)


def _escalate(issue: Issue, found: Found, finding: Finding | None, now: datetime) -> None:
    if issue.substatus != Issue.Substatus.ESCALATING:
        fields = {
            "status": Issue.Status.UNRESOLVED,
            "substatus": Issue.Substatus.ESCALATING,
            "back_at": None,
            "resolution": "",
            "resolved_at": None,
        }
        data = {"says": found.says}
        change(issue, verb="escalated", fields=fields, actor=ACTOR, now=now, data=data)
    if finding is None:
        finding = Finding(
            project=issue.project,
            kind=Kind.ESCALATION,
            subject=found.subject,
            issue=issue,
            found_at=now,
        )
    elif finding.lapsed_at:
        finding.found_at = now
    finding.evidence, finding.lapsed_at = found.evidence(), None
    finding.save()


def _calm(issue: Issue, finding: Finding, now: datetime) -> None:
    finding.lapsed_at = now
    finding.save(update_fields=["lapsed_at"])
    if issue.substatus == Issue.Substatus.ESCALATING:
        fields = {"substatus": Issue.Substatus.ONGOING}
        change(issue, verb="calmed", fields=fields, actor=ACTOR, now=now)
    else:
        leave_trace(issue, verb="calmed", actor=ACTOR, now=now, data={})

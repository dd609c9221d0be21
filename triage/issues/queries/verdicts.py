"""What people said of how an issue is grouped, and nobody took back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from triage.clustering.standing import leads_to, standing_verdicts
from triage.issues.wording import who
from triage.models import Issue, Verdict

Says = Verdict.Says


@dataclass(frozen=True)
class Said:
    """One verdict that stands: `other` is the issue on its other side, None for a whole one;
    `activity` is what it is taken back by."""

    says: str
    other: Issue | None
    who: str
    at: datetime
    activity: UUID | None


def said_of(issue: Issue) -> list[Said]:
    """What keeps the issue whole, or apart from another, wherever those were merged to since;
    the latest first."""
    lead = leads_to(issue.project)
    rows = standing_verdicts(issue.project).filter(says__in=[Says.APART, Says.SPLIT, Says.WHOLE])
    ends = {row: {lead(pk) for pk in (row.issue_id, row.other_id) if pk} for row in rows}
    here = [row for row in ends if issue.pk in ends[row]]
    others = {row: next(iter(ends[row] - {issue.pk}), None) for row in here}
    known = Issue.objects.select_related("project").in_bulk(filter(None, others.values()))
    return [
        Said(row.says, known.get(others[row]), who(row.actor), row.at, row.activity_id)
        for row in sorted(here, key=lambda row: row.pk, reverse=True)
        if row.says == Says.WHOLE or others[row]
    ]

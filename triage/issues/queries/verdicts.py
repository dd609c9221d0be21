"""What people said of how an issue is grouped, and nobody took back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from triage.clustering.standing import standing_verdicts
from triage.issues.queries.queue import standing_issue
from triage.issues.wording import who
from triage.models import Issue, Verdict

Says = Verdict.Says
_SHOWN = (Says.APART, Says.SPLIT, Says.WHOLE)


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
    here = _merged_into(issue)
    about = Q(issue__in=here) | Q(other__in=here)
    rows = standing_verdicts(issue.project).filter(about, says__in=_SHOWN).order_by("-id")
    ends = {row: {row.issue_id, row.other_id} - here - {None} for row in rows}
    known = Issue.objects.select_related("project").in_bulk(set().union(*ends.values()))
    found = []
    for row, outside in ends.items():
        other = next((standing_issue(known[pk]) for pk in outside if pk), None)
        if other or row.says == Says.WHOLE:
            found.append(Said(row.says, other, who(row.actor), row.at, row.activity_id))
    return found


def _merged_into(issue: Issue) -> set[UUID]:
    """The issue, and all that was merged into it."""
    found = further = {issue.pk}
    while further:
        rows = Issue.objects.filter(merged_into__in=further)
        further = set(rows.values_list("pk", flat=True)) - found
        found = found | further
    return found

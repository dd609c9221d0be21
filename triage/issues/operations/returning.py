"""What was archived for a while comes back, when that is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from triage.issues.operations.acting import change, lock_issues
from triage.models import Issue, IssueActivity

ACTOR = "system:calendar"


def bring_back_due(*, now: datetime) -> int:
    """Archived issues whose day has come, or that have twice the complaints they were archived
    with; how many. Each in a transaction of its own. An escalation brings its issue back itself."""
    due = Issue.objects.filter(_due(now)).only("pk").order_by("pk")
    return sum(_bring_back(issue, now) is not None for issue in due)


def _due(now: datetime) -> Q:
    return Q(status=Issue.Status.ARCHIVED) & (
        Q(back_on__lte=now.date()) | Q(back_at__lte=F("complaints"))
    )


@transaction.atomic
def _bring_back(issue: Issue, now: datetime) -> IssueActivity | None:
    """None where somebody was first."""
    row = lock_issues([issue])[issue.pk]
    if not Issue.objects.filter(_due(now), pk=row.pk).exists():
        return None
    why = {"why": "day"} if row.back_on else {"why": "complaints", "complaints": row.complaints}
    fields = {
        "status": Issue.Status.UNRESOLVED,
        "substatus": Issue.Substatus.ONGOING,
        "back_on": None,
        "back_at": None,
    }
    return change(row, verb="unarchived", fields=fields, actor=ACTOR, now=now, data=why)

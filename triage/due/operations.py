"""What happens by itself as time passes: waiting ends, and steps of escalation are taken.

Each issue is done in the transaction that holds its row: a worker that is killed repeats nothing
and loses nothing, and two workers never take the same issue.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from triage.due.telling import told_of, words_for
from triage.issues.operations.acting import change, leave_trace, note
from triage.models import Issue, MemberNotice, StepTaken
from triage.notices.operations import tell_member
from triage.routing.clocks import (
    CLOCKED,
    Taken,
    policy_of,
    reckon_by,
    steps_ahead,
    steps_taken,
    stop_waiting,
)
from triage.routing.due import Clock, Policy, Step

ACTOR = "system:due"


class LookFailedError(Exception):
    """Something is wrong with one issue: the others are not to wait for it."""

    def __init__(self, issue_id: UUID) -> None:
        super().__init__(str(issue_id))
        self.issue_id = issue_id


@transaction.atomic
def look_at_next(*, now: datetime, but: Collection[UUID] = ()) -> bool:
    """Do what is due for the issue that has waited longest to be looked at; whether there was one.

    Those that another worker holds, and those in `but`, are passed over. LookFailedError names the
    issue for whatever goes wrong; nothing is done then.
    """
    rows = Issue.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = rows.select_related("project", "owner", "assignee__user")
    issue = rows.filter(look_at__lte=now).exclude(pk__in=but).order_by("look_at").first()
    if issue is None:
        return False
    try:
        _look(issue, now)
        issue.save(update_fields=CLOCKED)
    except Exception as error:
        raise LookFailedError(issue.pk) from error
    return True


def _look(issue: Issue, now: datetime) -> None:
    """Reckon anew, for what the times rest on may have changed; then take every step that has
    come. A step that raises the priority may make others come at once."""
    policy, taken = policy_of(issue.project), steps_taken([issue])[issue.pk]
    if issue.waiting_until is not None and issue.waiting_until <= now:
        stop_waiting(issue, now=now)
        leave_trace(issue, verb="resumed", actor=ACTOR, now=now, data={"why": "day"})
    reckon_by(issue, policy, taken)
    while step := _come(issue, policy, taken, now):
        clock, what = step
        _take(issue, clock, what, now)
        taken.add((clock, what.percent))
        reckon_by(issue, policy, taken)


def _come(issue: Issue, policy: Policy, taken: Taken, now: datetime) -> tuple[Clock, Step] | None:
    """The step that came first, of those that have come."""
    come = [one for one in steps_ahead(issue, policy, taken) if one[0] <= now]
    first = min(come, key=lambda one: (one[0], one[2].percent), default=None)
    return first[1:] if first else None


def _take(issue: Issue, clock: Clock, step: Step, now: datetime) -> None:
    assert issue.clock_from is not None
    StepTaken.objects.create(
        issue=issue, clock=clock, percent=step.percent, since=issue.clock_from, at=now
    )
    told = told_of(issue, step.tell)
    words = words_for(issue, clock, step)
    for member in told:
        tell_member(
            member=member,
            issue=issue,
            kind=MemberNotice.Kind.DUE,
            words=words,
            actor=ACTOR,
            now=now,
        )
    data = {"clock": clock, "percent": step.percent, "told": [str(member) for member in told]}
    note(issue, verb="reminded", actor=ACTOR, now=now, data=data)
    if step.raises and issue.priority < Issue.Priority.URGENT:
        fields = {"priority": issue.priority + 1, "priority_by": Issue.PriorityBy.STEP}
        change(issue, verb="prioritised", fields=fields, actor=ACTOR, now=now)

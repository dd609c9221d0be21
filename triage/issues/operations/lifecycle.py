"""Acts on one issue. `version` is the version that the caller saw: OvertakenError otherwise."""

from datetime import date, datetime

from django.db import transaction

from feedback.directory.access import Act
from feedback.directory.queries import acts_of_member
from feedback.models import Member
from triage.issues.operations.acting import (
    OPEN,
    IssueRefusedError,
    IssueStateError,
    change,
    locked,
    text_of,
)
from triage.models import Issue, IssueActivity, Owner
from triage.priority.operations import without_person
from triage.routing.rota import Assignment, Rota, TeamsWay


@transaction.atomic
def assign(
    *,
    issue: Issue,
    owner: Owner,
    assignee: Member | TeamsWay | None,
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Say who answers for the issue, and who is on it: somebody, nobody, or whom the owner team's
    own way gives it to. IssueRefusedError for who can't be."""
    row = locked(issue, version=version)
    if owner.project_id != row.project_id:
        raise IssueRefusedError("There is no such owner here.", path="owner")
    if isinstance(assignee, Member) and not _can_work(assignee, row):
        raise IssueRefusedError(f"{assignee} may not work issues here.", path="assignee")
    if isinstance(assignee, TeamsWay):
        assignment = Rota(row.project, now).next(owner)
    else:
        assignment = Assignment(assignee, _why(assignee, actor), chosen=True)
    member = assignment.member
    if (owner.pk, member and member.pk) == (row.owner_id, row.assignee_id):
        raise IssueStateError(f"{row.short_id} is theirs already.")
    fields = {"owner": owner, **assignment.fields}
    if owner.pk != row.owner_id:
        why = f"assigned by {actor.partition(':')[2]}"[:300]
        fields |= {"owner_why": why, "owner_by": Issue.OwnerBy.PERSON}
    names = {"owner": owner.name, "assignee": str(member or "")}
    return change(row, verb="assigned", fields=fields, actor=actor, now=now, data=names)


def _why(assignee: Member | None, actor: str) -> str:
    if assignee is None:
        return ""
    who = actor.partition(":")[2]
    return "took it" if who == assignee.user.email else f"assigned by {who}"


def _can_work(member: Member, row: Issue) -> bool:
    here = member.project_id == row.project_id and member.left_at is None
    return here and Act.TRIAGE in acts_of_member(member)


@transaction.atomic
def archive(
    *,
    issue: Issue,
    back_on: date | None = None,
    until_escalates: bool = False,
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Set an open issue aside: until a day (UTC), until it escalates, or, with neither, for good.

    As much as an escalation is twice the complaints, since of a few it can't be told.
    """
    row = locked(issue, version=version, states=OPEN)
    if back_on and until_escalates:
        raise IssueRefusedError("Until a day, or until it escalates: one of them.", path="until")
    if back_on and back_on <= now.date():
        raise IssueRefusedError("It comes back on a day after today.", path="back_on")
    fields = {
        "status": Issue.Status.ARCHIVED,
        "substatus": Issue.Substatus.NONE,
        "back_on": back_on,
        "back_at": max(1, 2 * row.complaints) if until_escalates else None,
    }
    return change(row, verb="archived", fields=fields, actor=actor, now=now)


@transaction.atomic
def set_priority(
    *, issue: Issue, priority: int, version: int | None, actor: str, now: datetime
) -> IssueActivity:
    """How urgent the issue is, 1 (low) to 4 (urgent): a person's word, which stands whatever rules
    and score say, until another's or `leave_priority`."""
    row = locked(issue, version=version)
    if priority not in Issue.Priority.values:
        raise IssueRefusedError("The priority is 1 (low) to 4 (urgent).", path="priority")
    fields = {"priority": priority, "priority_by": Issue.PriorityBy.PERSON}
    if (priority, row.priority_by) == (row.priority, Issue.PriorityBy.PERSON):
        raise IssueStateError(f"{row.short_id} has that priority already.")
    return change(row, verb="prioritised", fields=fields, actor=actor, now=now)


@transaction.atomic
def leave_priority(
    *, issue: Issue, version: int | None, actor: str, now: datetime
) -> IssueActivity:
    """Take back what a person, or a step of escalation, said of the priority: the rule's counts,
    or the score's."""
    row = locked(issue, version=version)
    if row.priority_by not in {Issue.PriorityBy.PERSON, Issue.PriorityBy.STEP}:
        raise IssueStateError(f"Nobody has set the priority of {row.short_id}.")
    priority, by = without_person(row)
    fields = {"priority": priority, "priority_by": by}
    return change(row, verb="priority_left", fields=fields, actor=actor, now=now)


@transaction.atomic
def rename(
    *, issue: Issue, title: str, version: int | None, actor: str, now: datetime
) -> IssueActivity:
    """A title of a person's own, up to 200 letters. Clustering leaves it alone from then on."""
    row = locked(issue, version=version)
    title = text_of(title, what="title", longest=200)
    if title == row.title:
        raise IssueStateError(f"{row.short_id} has that title already.")
    return change(row, verb="renamed", fields={"title": title}, actor=actor, now=now)

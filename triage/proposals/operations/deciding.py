"""Applying and rejecting: once, by whoever is first, through the acts that people have too."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError
from triage.clustering.opening import placing_lock
from triage.clustering.operations import is_system
from triage.issues import operations
from triage.issues.operations import IssueRefusedError, IssueStateError
from triage.issues.wording import who
from triage.models import Issue, IssueActivity, Placement, Proposal

State = Proposal.State
Kind = Proposal.Kind


class ProposalStateError(ConflictError):
    """Somebody decided it first ("already_decided"), or its issues moved on ("overtaken")."""

    code = "already_decided"


def apply(*, proposal: Proposal, actor: str, now: datetime) -> IssueActivity:
    """Do what is proposed; the activity is the act's, to undo it by. By a person it leaves that
    act's verdict. ProposalStateError; what can't be done any more is overtaken from then on."""
    try:
        return _apply(proposal=proposal, actor=actor, now=now)
    except (IssueStateError, IssueRefusedError) as error:
        _overtake(proposal=proposal, actor=actor, now=now)
        raise ProposalStateError(
            f"This can't be done any more: {error.detail}", code="overtaken"
        ) from error


@transaction.atomic
def _apply(*, proposal: Proposal, actor: str, now: datetime) -> IssueActivity:
    row = _waiting(proposal)
    if row.kind == Kind.MERGE:
        activity = operations.merge(
            project=row.project, issues=[row.issue, _other(row)], actor=actor, now=now
        )
    elif row.kind == Kind.SPLIT:
        activity = operations.split(
            issue=row.issue, feedback_ids=_standing(row), version=None, actor=actor, now=now
        )
    else:
        activity = operations.move(
            issue=row.issue,
            feedback_ids=_standing(row),
            to=_other(row),
            version=None,
            actor=actor,
            now=now,
        )
    _decide(row, State.APPLIED, activity, actor=actor, now=now)
    return activity


@transaction.atomic
def reject(*, proposal: Proposal, never: bool, actor: str, now: datetime) -> IssueActivity:
    """Don't do it; the activity is the rejection, to undo it by. ProposalStateError.

    It is proposed again when it concerns twice as many complaints. `never` leaves a verdict
    (apart, whole, or where the complaints belong) and it is not proposed again at all.
    """
    row = _waiting(proposal)
    act = _never if never else _not_now
    activity = act(row, actor, now)
    _decide(row, State.REJECTED, activity, actor=actor, now=now)
    return activity


@transaction.atomic
def take_back(
    *, activity: IssueActivity, kept: IssueActivity | None, actor: str, now: datetime
) -> None:
    """An act was undone: the proposal that it decided waits again. Where the system had applied
    it and a person took that back, it is rejected; `kept` says so."""
    for row in Proposal.objects.filter(activity=activity).select_for_update():
        by_system = row.state == State.APPLIED and is_system(row.decided_by)
        if by_system and not is_system(actor):
            _decide(row, State.REJECTED, kept, actor=actor, now=now)
        elif _waits_again_already(row):
            _decide(row, State.OVERTAKEN, None, actor=actor, now=now)
        else:
            _decide(row, State.OPEN, None, actor=actor, now=now)


def _waits_again_already(row: Proposal) -> bool:
    same = Proposal.objects.filter(kind=row.kind, state=State.OPEN, issue=row.issue_id)
    ends = [row.issue_id, row.other_id]
    pairs = Proposal.objects.filter(kind=Kind.MERGE, state=State.OPEN)
    if row.kind == Kind.MERGE:
        return pairs.filter(issue__in=ends, other__in=ends).exists()
    return same.filter(other=row.other_id, feedback__overlap=row.feedback).exists()


def _waiting(proposal: Proposal) -> Proposal:
    """The row, locked and open, with its issues. ProposalStateError names who decided it."""
    placing_lock(proposal.project)
    rows = Proposal.objects.select_related("project", "issue__project", "other__project")
    row = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state == State.OVERTAKEN:
        raise ProposalStateError("Other changes have overtaken this.", code="overtaken")
    if row.state != State.OPEN:
        by = who(row.decided_by)
        raise ProposalStateError(f"{by} decided this already: {row.get_state_display().lower()}.")
    return row


def _standing(row: Proposal) -> list[UUID]:
    """Its complaints that still are complaints; where one is by now is for the act to check."""
    placed = Placement.objects.of(row.project).filter(feedback_id__in=row.feedback)
    return list(placed.values_list("feedback_id", flat=True))


def _other(row: Proposal) -> Issue:
    assert row.other, "a merge or a move names both"
    return row.other


def _not_now(row: Proposal, actor: str, now: datetime) -> IssueActivity:
    return operations.decline(issue=row.issue, proposal=in_words(row), actor=actor, now=now)


def _never(row: Proposal, actor: str, now: datetime) -> IssueActivity:
    if row.kind == Kind.MERGE:
        return operations.keep_apart(
            issue=row.issue, other=_other(row), version=None, actor=actor, now=now
        )
    if row.kind == Kind.SPLIT:
        return operations.keep_whole(issue=row.issue, version=None, actor=actor, now=now)
    return operations.keep_in_place(
        issue=row.issue, other=_other(row), feedback_ids=row.feedback, actor=actor, now=now
    )


def in_words(row: Proposal) -> str:
    """What it would do: "merge HR-3 into HR-1"."""
    count = len(row.feedback)
    some = "1 complaint" if count == 1 else f"{count} complaints"
    if row.kind == Kind.MERGE:
        return f"merge {_other(row).short_id} into {row.issue.short_id}"
    if row.kind == Kind.SPLIT:
        return f"split {some} off {row.issue.short_id}"
    return f"move {some} from {row.issue.short_id} to {_other(row).short_id}"


@transaction.atomic
def _overtake(*, proposal: Proposal, actor: str, now: datetime) -> None:
    row = Proposal.objects.select_for_update().filter(pk=proposal.pk, state=State.OPEN).first()
    if row:
        _decide(row, State.OVERTAKEN, None, actor=actor, now=now)


def _decide(
    row: Proposal, state: str, activity: IssueActivity | None, *, actor: str, now: datetime
) -> None:
    waits = state == State.OPEN
    row.state, row.activity = state, activity
    row.decided_at, row.decided_by = (None, "") if waits else (now, actor)
    row.save(update_fields=["state", "activity", "decided_at", "decided_by"])
    record(
        project=row.project,
        actor=actor,
        verb=f"proposal.{'reopened' if waits else state}",
        subject=f"proposal:{row.pk}",
        now=now,
        data={"activity": str(activity.pk)} if activity else {},
    )

"""From what consolidation found to rows that wait for a decision. The same again makes no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.clustering.changes import Change, Kind
from triage.clustering.constraints import Constraints
from triage.clustering.opening import placing_lock
from triage.clustering.standing import constraints_of
from triage.models import Issue, Placement, Proposal

ACTOR = "system:consolidation"
State = Proposal.State
# Two proposals to take complaints out of an issue are the same when they share so many.
SAME_FROM = 0.5
# A rejected one is asked about again when it concerns so many times as many complaints.
AGAIN_FROM = 2


@dataclass(frozen=True)
class Proposed:
    """How many were made, found again, passed over (forbidden, rejected, gone) and overtaken."""

    made: int
    renewed: int
    dropped: int
    overtaken: int


@transaction.atomic
def propose(*, project: Project, changes: Sequence[Change], now: datetime) -> Proposed:
    """Write down what consolidation would change. What it found before and finds no more is
    overtaken; so is what can't be done any more."""
    placing_lock(project)
    book = _Book(project)
    waiting = {row.pk: row for row in book.rows if row.state == State.OPEN}
    made = renewed = 0
    found: set[UUID] = set()
    for change in changes:
        if not book.possible(change):
            continue
        same = book.same(change)
        if any(row.state == State.OPEN for row in same):
            row = next(row for row in same if row.state == State.OPEN)
            renewed += row.pk not in found
            found.add(row.pk)
            _write(row, change, book.concerned(change), now)
        elif not any(_still_rejected(row, book.concerned(change)) for row in same):
            row = Proposal(project=project, kind=change.kind, made_at=now)
            _write(row, change, book.concerned(change), now)
            book.rows.append(row)
            found.add(row.pk)
            made += 1
    overtaken = [pk for pk in waiting if pk not in found]
    Proposal.objects.filter(pk__in=overtaken).update(
        state=State.OVERTAKEN, decided_at=now, decided_by=ACTOR
    )
    said = Proposed(made, renewed, len(changes) - made - renewed, len(overtaken))
    record(
        project=project,
        actor=ACTOR,
        verb="proposals.made",
        subject="proposals",
        now=now,
        data=vars(said),
    )
    return said


class _Book:
    """What a change is checked against, read once under the placing lock."""

    def __init__(self, project: Project) -> None:
        self.rows = list(
            Proposal.objects.of(project)
            .filter(state__in=[State.OPEN, State.REJECTED])
            .order_by("-id")
        )
        living = Issue.objects.of(project).filter(complaints__gt=0)
        self._sizes: dict[UUID, int] = dict(
            living.exclude(status=Issue.Status.MERGED).values_list("id", "complaints")
        )
        self._constraints: Constraints = constraints_of(project)

    def possible(self, change: Change) -> bool:
        """Whether it can be done as things are, and nobody said that it must not be."""
        ends = [pk for pk in (change.issue, change.other) if pk is not None]
        if any(pk not in self._sizes for pk in ends) or len(set(ends)) != len(ends):
            return False
        if change.kind == Kind.MERGE:
            return len(ends) == 2 and self._constraints.may_merge(*ends)
        if (len(ends) == 2) != (change.kind == Kind.MOVE):
            return False
        if not self._constraints.may_leave(change.issue, change.feedback):
            return False
        here = Placement.objects.filter(issue=change.issue, feedback_id__in=change.feedback)
        return 0 < here.count() == len(set(change.feedback)) < self._sizes[change.issue]

    def same(self, change: Change) -> list[Proposal]:
        return [row for row in self.rows if _is_same(row, change)]

    def concerned(self, change: Change) -> int:
        """How many complaints it is about."""
        if change.kind == Kind.MERGE and change.other:
            return self._sizes[change.issue] + self._sizes[change.other]
        return len(change.feedback)


def _is_same(row: Proposal, change: Change) -> bool:
    if row.kind != change.kind:
        return False
    if change.kind == Kind.MERGE:
        return {row.issue_id, row.other_id} == {change.issue, change.other}
    if (row.issue_id, row.other_id) != (change.issue, change.other):
        return False
    ours, theirs = set(row.feedback), set(change.feedback)
    return len(ours & theirs) >= SAME_FROM * min(len(ours), len(theirs))


def _still_rejected(row: Proposal, concerned: int) -> bool:
    then = int(row.evidence.get("complaints", concerned))
    return row.state == State.REJECTED and concerned < AGAIN_FROM * then


def _write(row: Proposal, change: Change, concerned: int, now: datetime) -> None:
    row.issue_id, row.other_id = change.issue, change.other
    row.feedback = sorted(change.feedback)
    row.confidence, row.why = min(max(change.confidence, 0.0), 1.0), change.why[:500]
    row.evidence = {**change.evidence, "complaints": concerned, "found_at": now.isoformat()}
    row.save()

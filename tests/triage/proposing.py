"""Proposals, made and decided, for the tests of it."""

from collections.abc import Sequence
from typing import Any

from feedback.models import Project
from tests.builders import NOW
from tests.triage.acting import (
    ANN,
    complaints,
)
from triage.clustering.changes import Change, Kind
from triage.models import Issue, IssueActivity, Proposal
from triage.proposals import operations
from triage.proposals.operations.proposing import Proposed

BEN = "member:ben@alpha.example"


def merging(issue: Issue, other: Issue, confidence: float = 0.8) -> Change:
    evidence = {"lift": 0.3}
    return Change(Kind.MERGE, issue.pk, other.pk, (), confidence, "They look the same", evidence)


def taking(issue: Issue, count: int = 1, to: Issue | None = None) -> Change:
    ids: list[Any] = sorted(complaints(issue), key=str)[:count]
    kind = Kind.MOVE if to else Kind.SPLIT
    return Change(kind, issue.pk, to and to.pk, ids, 0.8, "They look different")


def propose(project: Project, *changes: Change) -> Proposed:
    return operations.propose(project=project, changes=changes, now=NOW)


def proposed(project: Project, *changes: Change) -> Proposal:
    propose(project, *changes)
    return Proposal.objects.get(state="open")


def apply(proposal: Proposal, actor: str = ANN) -> IssueActivity:
    return operations.apply(proposal=proposal, actor=actor, now=NOW)


def reject(proposal: Proposal, *, never: bool = False) -> IssueActivity:
    return operations.reject(proposal=proposal, never=never, actor=ANN, now=NOW)


def never(proposal: Proposal) -> IssueActivity:
    return reject(proposal, never=True)


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return str(proposal.state)


def consolidate(project: Project, *changes: Change) -> int:
    def found(_: Project) -> Sequence[Change]:
        return changes

    return operations.consolidate(project=project, changes_of=found, clock=lambda: NOW)

"""New issues: their number, their owner, their first traces. Under the project's placing lock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from feedback.models.base import uuid7
from triage.clustering.queries import complaints_of, title_for
from triage.happening import write_down
from triage.models import Issue, IssueActivity, IssueCounter, Kind
from triage.priority.operations import settled
from triage.routing.clocks import begin, hear, policy_of, reckon_by
from triage.routing.learning import keep_suggestions
from triage.routing.queries import Routed
from triage.routing.rota import Assignment, Rota
from triage.routing.suggestions import Suggested

By = Issue.PriorityBy


@dataclass(frozen=True)
class Draft:
    """An issue to be opened. `seen` is when its first complaint was given; without an
    `assignment` its owner team says who is on it."""

    title: str
    routed: Routed
    seen: datetime
    holds: Issue.Holds = Issue.Holds.ALIKE
    kind: Kind = Kind.LIKENESS
    priority: int = Issue.Priority.MEDIUM
    assignment: Assignment | None = None
    suggested: Suggested | None = None
    id: UUID = field(default_factory=uuid7)


def placing_lock(project: Project) -> IssueCounter:
    """Hold the project's placing lock until the transaction ends: nobody else opens issues or
    moves complaints meanwhile. Taken before rows of issues, after announcements."""
    rows = IssueCounter.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(project=project)


@transaction.atomic
def open_issues(
    *, project: Project, drafts: Sequence[Draft], actor: str, now: datetime
) -> list[Issue]:
    """The issues, in the order of their drafts, without complaints yet."""
    if not drafts:
        return []
    counter = placing_lock(project)
    rota = Rota(project, now)
    issues = [
        _from(draft, project, counter.last + place, rota)
        for place, draft in enumerate(drafts, start=1)
    ]
    policy = policy_of(project)
    for issue in issues:
        begin(issue, now=now)
        hear(issue, actor=actor, now=now)
        reckon_by(issue, policy, set())
    counter.last += len(drafts)
    counter.save(update_fields=["last"])
    Issue.objects.bulk_create(issues)
    suggested = (draft.suggested for draft in drafts)
    keep_suggestions(zip(issues, suggested, strict=True), now=now)
    _tell(project, issues, actor, now)
    return issues


def _tell(project: Project, issues: Sequence[Issue], actor: str, now: datetime) -> None:
    write_down(
        [
            IssueActivity(
                issue=issue,
                at=now,
                actor=actor,
                verb="opened",
                data={"owner": issue.owner.slug, "why": issue.owner_why, "version": 1}
                | _on_it(issue),
            )
            for issue in issues
        ]
    )
    for issue in issues:
        record(
            project=project,
            actor=actor,
            verb="issue.opened",
            subject=f"issue:{issue.id}",
            now=now,
            data={"short_id": issue.short_id, "owner": issue.owner.slug},
        )


def _from(draft: Draft, project: Project, number: int, rota: Rota) -> Issue:
    issue = Issue(
        id=draft.id,
        project=project,
        number=number,
        kind=draft.kind,
        title=draft.title,
        priority_by=By.SCORE if draft.kind == Kind.LIKENESS else By.FINDING,
        priority=draft.priority,
        first_seen=draft.seen,
        last_seen=draft.seen,
        holds=draft.holds,
        **_beginning(draft, rota),
    )
    draft.routed.put_on(issue)
    issue.priority, issue.priority_by = settled(issue, draft.priority)
    return issue


def _beginning(draft: Draft, rota: Rota) -> dict[str, Any]:
    """Noise is nobody's work: it is there to be looked through, and out of the queue."""
    if draft.holds == Issue.Holds.NOISE:
        return {"status": Issue.Status.ARCHIVED, "substatus": Issue.Substatus.NONE}
    return dict((draft.assignment or rota.next(draft.routed.owner)).fields)


def _on_it(issue: Issue) -> dict[str, str]:
    """For the history: who was given it at once, or why nobody was."""
    if not issue.assignee_why:
        return {}
    return {"assignee": str(issue.assignee or ""), "assignee_why": issue.assignee_why}


def open_issue(
    *,
    project: Project,
    feedback_ids: Collection[UUID],
    routed: Routed,
    actor: str,
    now: datetime,
    assignment: Assignment | None = None,
) -> Issue:
    """An issue for these complaints, titled from their words; they are not moved yet."""
    complaints = complaints_of(project, feedback_ids)
    draft = Draft(
        title=title_for(project, complaints),
        routed=routed,
        seen=min((complaint.given_at for complaint in complaints), default=now),
        assignment=assignment,
    )
    return open_issues(project=project, drafts=[draft], actor=actor, now=now)[0]

"""What placing means for an issue: it came back, it is empty, it outgrew its first owner."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback.audit.operations import record
from feedback.models import Project
from triage.clustering.changes import YOUNG
from triage.clustering.queries import complaints_of
from triage.clustering.recurrence import recurs, standing_fixes
from triage.happening import write_down
from triage.models import Fix, Issue, IssueActivity, Placement
from triage.routing.clocks import CLOCKED, begin, reckon, stop_waiting
from triage.routing.learning import keep_suggestions
from triage.routing.queries import ROUTED, Desk
from triage.routing.rota import ACTOR as ASSIGNING
from triage.routing.rota import Rota
from triage.routing.suggestions import Suggester

ACTOR = "system:clustering"

_CHANGED = (
    *("status", "substatus", "resolution", "resolved_at", *ROUTED, *CLOCKED),
    *("assignee", "assignee_why", "assignee_chosen", "former_assignee"),
)


def after_placing(
    *,
    project: Project,
    issues: Mapping[UUID, Issue],
    sizes: Mapping[UUID, int],
    placed: Collection[Placement],
    desk: Desk,
    suggester: Suggester,
    now: datetime,
) -> None:
    """Bring locked, counted issues to the state that their complaints call for.

    `sizes` are the numbers of complaints before, of the issues that were there before.
    """
    closed = [issue for issue in issues.values() if _is_closed(issue)]
    fixes = standing_fixes(closed) if closed else {}
    for placement in placed:
        issue = issues[placement.issue_id]
        if _comes_back(issue, fixes.get(issue.pk), placement):
            bring_back(issue, now=now, data={"feedback_id": str(placement.feedback_id)})
        elif issue.waiting_since and placement.feedback.given_at > issue.waiting_since:
            stop_waiting(issue, now=now)
            data = {"why": "complaint", "feedback_id": str(placement.feedback_id)}
            _trace(issue, verb="resumed", now=now, data=data)
    for issue in issues.values():
        if issue.complaints == 0 and issue.status == Issue.Status.UNRESOLVED:
            issue.status, issue.substatus = Issue.Status.ARCHIVED, Issue.Substatus.NONE
            _trace(issue, verb="emptied", now=now, data={})
    grown = [i for i in issues.values() if _outgrew_beginnings(i, sizes.get(i.pk, 1))]
    _look_again(project, grown, desk=desk, suggester=suggester, now=now)


def _is_closed(issue: Issue) -> bool:
    return issue.status in {Issue.Status.RESOLVED, Issue.Status.VERIFIED}


def _comes_back(issue: Issue, fix: Fix | None, placement: Placement) -> bool:
    """Complaints given after the issue was said to be resolved may say that it is not."""
    given = placement.feedback.given_at
    later = issue.resolved_at is None or given > issue.resolved_at
    return _is_closed(issue) and later and recurs(issue, fix, until=given)


def bring_back(issue: Issue, *, now: datetime, data: Mapping[str, Any]) -> None:
    """A locked issue that was resolved is open again: its fix did not do. `data`: what says so."""
    was = {
        "status": issue.status,
        "resolution": issue.resolution,
        "resolved_at": issue.resolved_at.isoformat() if issue.resolved_at else None,
    }
    issue.status, issue.substatus = Issue.Status.UNRESOLVED, Issue.Substatus.REGRESSED
    issue.resolution, issue.resolved_at = "", None
    Fix.objects.withdraw(issue, now=now)
    begin(issue, now=now)
    _trace(issue, verb="regressed", now=now, data={"before": was, **data})


def _trace(issue: Issue, *, verb: str, now: datetime, data: Mapping[str, Any]) -> None:
    reckon([issue])
    issue.version += 1
    issue.save(update_fields=[*_CHANGED, "version"])
    kept = {**data, "version": issue.version}
    write_down([IssueActivity(issue=issue, at=now, actor=ACTOR, verb=verb, data=kept)])
    record(
        project=issue.project,
        actor=ACTOR,
        verb=f"issue.{verb}",
        subject=f"issue:{issue.pk}",
        now=now,
        data=data,
    )


def has_doubled(issue: Issue, before: int) -> bool:
    """Whether it has grown past the next power of two: what is done then, by all complaints of
    the issue, costs each of them the same whatever the issue's size."""
    return issue.complaints.bit_length() > before.bit_length()


def _outgrew_beginnings(issue: Issue, before: int) -> bool:
    return has_doubled(issue, before) and before < YOUNG and issue.holds == Issue.Holds.ALIKE


def _look_again(
    project: Project,
    issues: Collection[Issue],
    *,
    desk: Desk,
    suggester: Suggester,
    now: datetime,
) -> None:
    """The owner, who may have been found by an odd first complaint, decided anew by all of
    them, where no person has done anything yet."""
    history = IssueActivity.objects.filter(issue__in=list(issues))
    people = history.exclude(actor__in=[ACTOR, ASSIGNING])
    handled = set(people.values_list("issue_id", flat=True))
    for issue in issues:
        if issue.pk in handled:
            continue
        ids = Placement.objects.filter(issue=issue).values_list("feedback_id", flat=True)
        routed = desk.decide_by_majority(complaints_of(project, list(ids)))
        if routed is None:
            continue
        routed, suggested = suggester.beside_all(routed, issue)
        if routed.owner != issue.owner:
            data = {"from": issue.owner.slug, "to": routed.owner.slug, "why": routed.why}
            routed.put_on(issue)
            Rota(project, now).follow_owner(issue)
            _trace(issue, verb="rerouted", now=now, data=data)
        keep_suggestions([(issue, suggested)], now=now)

"""Acts that move complaints between issues. All hold the project's placing lock."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.models import Project
from triage.clustering.opening import open_issue, placing_lock
from triage.clustering.operations import move_complaints
from triage.issues.operations.acting import (
    IssueRefusedError,
    IssueStateError,
    change,
    check,
    check_groups,
    leave_trace,
    lock_issues,
    set_stored,
    stored,
)
from triage.issues.operations.verdicts import (
    refuse_apart,
    refuse_whole,
    say_merged,
    say_moved,
    say_split,
    weighed,
)
from triage.models import Issue, IssueActivity, Placement
from triage.routing.queries import routed_as
from triage.routing.rota import Assignment

_STATE = ("status", "substatus", "back_on", "back_at")


def survivor(issues: Collection[Issue]) -> Issue:
    """Which of several issues the others are merged into: an open one, the biggest, the oldest."""
    return min(
        issues,
        key=lambda i: (i.status != Issue.Status.UNRESOLVED, -i.complaints, i.number),
    )


@transaction.atomic
def merge(
    *,
    project: Project,
    issues: Sequence[Issue],
    versions: Mapping[UUID, int] | None = None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Make one issue of several; `survivor` says which. The others' short ids lead to it for ever.

    ApartError where somebody said never to merge two of them. The activity is the survivor's.
    `versions`: by issue id, those that the caller saw.
    """
    if len({issue.pk for issue in issues}) < 2:
        raise IssueRefusedError("It takes two issues to merge.", code="merge_needs_two")
    placing_lock(project)
    rows = lock_issues(issues)
    for row in rows.values():
        check(row, version=(versions or {}).get(row.pk))
        check_groups(row)
    refuse_apart(project, rows, actor=actor)
    kept = survivor(rows.values())
    others = sorted((row for row in rows.values() if row != kept), key=lambda row: row.number)
    weighing = weighed(project, actor)
    evidence = [weighing.merged(row, kept) for row in others]
    came = [
        list(row.placements.order_by("feedback_id").values_list("feedback_id", flat=True))
        for row in others
    ]
    on_it = _on_it(kept, others)
    merged = [
        _merge_one(row, kept, ids, actor=actor, now=now)
        for row, ids in zip(others, came, strict=True)
    ]
    kept.refresh_from_db()
    activity = change(
        kept,
        verb="merged",
        fields=on_it,
        actor=actor,
        now=now,
        data={"merged": merged, "short_ids": [row.short_id for row in others]},
    )
    say_merged(activity, others, feedback=came, evidence=evidence)
    return activity


def _on_it(kept: Issue, others: Sequence[Issue]) -> Mapping[str, object]:
    """Whoever is on the biggest of the others goes on, where nobody is on the one that stays."""
    taken = [row for row in others if row.assignee_id]
    if kept.assignee_id or kept.assignee_chosen or not taken:
        return {}
    row = max(taken, key=lambda row: (row.complaints, -row.number))
    why = f"was on {row.short_id}"
    return Assignment(row.assignee, why, chosen=row.assignee_chosen).fields


def _merge_one(
    row: Issue, kept: Issue, ids: Sequence[UUID], *, actor: str, now: datetime
) -> dict[str, object]:
    before = {name: stored(row, name) for name in _STATE}
    _move(row.project, ids, to=kept, actor=actor, now=now, why=f"{row.short_id} was merged")
    row.refresh_from_db()
    fold_into(row, kept, actor=actor, now=now)
    return {"issue": str(row.pk), "before": before, "feedback": [str(pk) for pk in ids]}


def fold_into(row: Issue, kept: Issue, *, actor: str, now: datetime) -> None:
    """A locked row, without complaints by now, is part of another from here on."""
    row.status, row.substatus, row.merged_into = Issue.Status.MERGED, Issue.Substatus.NONE, kept
    row.back_on = row.back_at = None
    leave_trace(row, verb="merged_into", actor=actor, now=now, data={"short_id": kept.short_id})


@transaction.atomic
def split(
    *,
    issue: Issue,
    feedback_ids: Collection[UUID],
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Open a new issue with some of the complaints of one. The activity is the former's; its
    data names the new one. IssueRefusedError when a complaint isn't there or none would stay."""
    placing_lock(issue.project)
    row = lock_issues([issue])[issue.pk]
    check(row, version=version)
    refuse_whole(row, actor=actor)
    ids = _some_of(row, feedback_ids)
    evidence = weighed(row.project, actor).split(row, ids)
    new = open_issue(
        project=row.project,
        feedback_ids=ids,
        routed=routed_as(row, f"split off {row.short_id}"),
        assignment=_goes_along(row),
        actor=actor,
        now=now,
    )
    _move(row.project, ids, to=new, actor=actor, now=now, why=f"split off {row.short_id}")
    row.refresh_from_db()
    activity = leave_trace(row, verb="split", actor=actor, now=now, data=_moved(ids, new))
    say_split(activity, new, ids, evidence=evidence)
    return activity


def _goes_along(row: Issue) -> Assignment | None:
    """Whoever is on an issue is on what is split off it; where nobody is, the team says."""
    if row.assignee is None:
        return None
    return Assignment(row.assignee, f"split off {row.short_id}", chosen=row.assignee_chosen)


@transaction.atomic
def move(
    *,
    issue: Issue,
    feedback_ids: Collection[UUID],
    to: Issue,
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Put some of an issue's complaints into another one. The activity is the former's."""
    if issue.pk == to.pk:
        raise IssueRefusedError("They are in that issue already.", path="to")
    placing_lock(issue.project)
    rows = lock_issues([issue, to])
    row, target = rows[issue.pk], rows[to.pk]
    check(row, version=version)
    check(target, version=None)
    check_groups(target)
    ids = _some_of(row, feedback_ids)
    evidence = weighed(row.project, actor).moved(row, target, ids)
    _move(row.project, ids, to=target, actor=actor, now=now, why=f"moved from {row.short_id}")
    target.refresh_from_db()
    leave_trace(
        target,
        verb="received",
        actor=actor,
        now=now,
        data={"short_id": row.short_id, "count": len(ids)},
    )
    row.refresh_from_db()
    activity = leave_trace(row, verb="moved", actor=actor, now=now, data=_moved(ids, target))
    say_moved(activity, target, ids, evidence=evidence)
    return activity


def _some_of(row: Issue, feedback_ids: Collection[UUID]) -> list[UUID]:
    wanted = set(feedback_ids)
    present = set(row.placements.values_list("feedback_id", flat=True))
    if not wanted:
        raise IssueRefusedError("No complaint is chosen.", code="no_complaint")
    if wanted - present:
        raise IssueStateError(f"Some of these complaints are not in {row.short_id} any more.")
    if wanted == present and row.holds != Issue.Holds.NOISE:
        raise IssueRefusedError(
            f"Nothing would be left in {row.short_id}: merge or rename it instead.",
            code="nothing_left",
        )
    return sorted(wanted)


def _moved(ids: Sequence[UUID], to: Issue) -> dict[str, object]:
    return {
        "issue": str(to.pk),
        "short_id": to.short_id,
        "feedback": [str(pk) for pk in ids],
        "count": len(ids),
    }


def _move(
    project: Project, ids: Sequence[UUID], *, to: Issue, actor: str, now: datetime, why: str
) -> None:
    if ids:
        move_complaints(project=project, feedback_ids=ids, to=to, actor=actor, now=now, why=why)


def move_back(
    *, row: Issue, origin: Issue, feedback: Collection[str], actor: str, now: datetime
) -> None:
    """Return complaints from `row` to `origin`. IssueStateError when one has moved on since;
    one that was withdrawn since stays withdrawn."""
    placed = dict(
        Placement.objects.of(row.project)
        .filter(feedback_id__in=feedback)
        .values_list("feedback_id", "issue_id")
    )
    gone = [pk for pk, issue_id in placed.items() if issue_id != row.pk]
    if gone:
        raise IssueStateError(
            f"{len(gone)} of these complaints moved on since: undo that first.",
            code="undo_overtaken",
        )
    _move(row.project, list(placed), to=origin, actor=actor, now=now, why="an act was undone")


def separate(*, row: Issue, before: Mapping[str, str | int | None]) -> None:
    """Make a merged issue one of its own again, in the state that it had. Not saved."""
    row.merged_into = None
    for name, value in before.items():
        set_stored(row, name, value)

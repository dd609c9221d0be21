"""Handing issues on, and out: from whoever can work them no more, and to whoever has room."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.models import Member, Project
from triage.issues.operations.acting import change, lock_issues
from triage.issues.queries.handing import left_behind, waiting_among, waiting_in
from triage.models import Issue
from triage.routing.rota import ACTOR, Rota


@transaction.atomic
def hand_on(*, project: Project, limit: int, now: datetime) -> int:
    """Take up to `limit` open issues from who works them no more; how many there were.

    Each goes to whom its owner team's own way names, and else waits for somebody there: the team
    goes on answering for it. Whoever asks again finds only what is left.
    """
    ids = left_behind().filter(project=project).order_by("id").values_list("id", flat=True)
    rows = _held(ids[:limit])
    still = set(left_behind().filter(pk__in=list(rows)).values_list("id", flat=True))
    rota = Rota(project, now)
    for row in rows.values():
        if row.pk in still:
            _hand_on(row, rota, now)
    return len(still)


def _hand_on(row: Issue, rota: Rota, now: datetime) -> None:
    former = row.assignee
    assert former is not None
    assignment = rota.next(row.owner)
    gone = _gone(former)
    fields = dict(assignment.fields)
    if assignment.member is None:
        fields["former_assignee"] = former if gone else None
    why = gone or f"is not in {row.owner.name} any more"
    names = {"owner": row.owner.name, "assignee": str(assignment.member or ""), "from": str(former)}
    data = {**names, "gone": why, "why": assignment.why}
    change(row, verb="handed_on", fields=fields, actor=ACTOR, now=now, data=data)


def _gone(former: Member) -> str:
    """Why they work no issues here any more; "" if they do."""
    if former.left_at:
        return f"left on {former.left_at.date()}"
    return "may not work issues any more" if former.role == Member.Role.VIEWER else ""


@transaction.atomic
def hand_out(*, project: Project, now: datetime) -> int:
    """Give what waits in teams that assign to whoever has room; how many found somebody."""
    room = Rota(project, now, hold=False).room()
    ids = [pk for owner, count in room.items() for pk in waiting_in(owner)[:count]]
    rows = _held(ids)
    rota = Rota(project, now)
    found = [_hand_out(rows[pk], rota, now) for pk in waiting_among(rows)]
    return sum(found)


def _hand_out(row: Issue, rota: Rota, now: datetime) -> bool:
    assignment = rota.next(row.owner)
    if assignment.member is None:
        return False
    data = {
        "owner": row.owner.name,
        "assignee": str(assignment.member),
        "why": assignment.why,
    }
    change(row, verb="assigned", fields=assignment.fields, actor=ACTOR, now=now, data=data)
    return True


def _held(ids: Iterable[UUID]) -> dict[UUID, Issue]:
    return lock_issues(list(Issue.objects.filter(pk__in=list(ids))))

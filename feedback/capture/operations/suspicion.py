"""Votes that came in a burst: counted after all, once somebody looked, and taken out again.

What is suspect is kept and stands in no figure and in no issue. Both ways the words are stamped
anew, so that figures are folded again, and the complaints among them are announced, so that they
get their places or lose them.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.operations.announcing import announce
from feedback.errors import ConflictError, NotFoundError
from feedback.models import Announcement, AuditEvent, Feedback, Project

SUBJECT = "suspects"
CLEARED = "suspicion.cleared"
RESTORED = "suspicion.restored"
# An event names each word, so that it can be undone: one act is of so many at the most.
MOST = 5_000


class AlreadyRestoredError(ConflictError):
    code = "already_undone"


@transaction.atomic
def clear_suspicion(*, project: Project, ids: Collection[UUID], actor: str, now: datetime) -> int:
    """Count these words after all: up to MOST of them, passing over others. How many it were."""
    changed = _mark(project, ids, suspect=False, now=now)
    if changed:
        _note(project, actor, CLEARED, now, {"feedback": [str(pk) for pk in changed]})
    return len(changed)


@transaction.atomic
def restore_suspicion(*, project: Project, event_id: UUID, actor: str, now: datetime) -> int:
    """Undo a clearing, named by its audit event: its words count no more. How many it were.

    NotFoundError for no such event; AlreadyRestoredError where it was undone.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    events = AuditEvent.objects.of(project).filter(subject=SUBJECT)
    cleared = events.filter(verb=CLEARED, pk=event_id).first()
    if cleared is None:
        raise NotFoundError("There is no such act.", code="act_unknown")
    if events.filter(verb=RESTORED, data__undoes=str(event_id)).exists():
        raise AlreadyRestoredError("That was undone already.")
    named = [UUID(pk) for pk in cleared.data["feedback"]]
    changed = _mark(project, named, suspect=True, now=now)
    _note(project, actor, RESTORED, now, {"undoes": str(event_id), "count": len(changed)})
    return len(changed)


def _mark(project: Project, ids: Collection[UUID], *, suspect: bool, now: datetime) -> list[UUID]:
    """The words that this changed. Locked in the order in which capture locks them."""
    rows = Feedback.objects.of(project).filter(pk__any=list(ids), suspect=not suspect)
    locked = rows.order_by("id").select_for_update(no_key=True).values_list("id", "complains")
    found = list(locked[:MOST])
    changed = [pk for pk, _ in found]
    Feedback.objects.filter(pk__any=changed).update(suspect=suspect, recorded_at=now)
    Announcement.objects.bulk_create(
        [
            Announcement(project=project, feedback_id=pk, announced_at=now)
            for pk, complains in found
            if complains
        ]
    )
    if changed:
        announce(project=project)
    return changed


def _note(project: Project, actor: str, verb: str, now: datetime, data: dict[str, object]) -> None:
    record(project=project, actor=actor, verb=verb, subject=SUBJECT, now=now, data=data)

"""The space that a project's complaints are compared in: choosing another, and moving there.

A move has three parts, and each can be cut short and gone on with: every complaint is read into
the new space, beside the old one, in which placing goes on meanwhile; then, under the placing
lock, the new one is in force, with centres made anew from the placements; then the old vectors
go. No complaint changes its issue by that, and no issue its id.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Feedback, Project
from triage.clustering.opening import placing_lock
from triage.clustering.queries import complaints_of, unchanged, unread, wording_of
from triage.clustering.tallies import count_again, lock_issues, sum_again
from triage.clustering.wording import vectors_of
from triage.embedding.spaces import embedder_of, spaces
from triage.embedding.vectors import Embedder
from triage.models import ComplaintVector, Grouping, Issue

ACTOR = "system:clustering"
FORGOTTEN = 5000  # vectors deleted at once


class SpaceRefusedError(RefusedError):
    code = "space_refused"


class OtherSpaceError(Exception):
    """A complaint was read into a space that is not, or no longer, the project's."""


@transaction.atomic
def change_space(*, project: Project, space: str, actor: str, now: datetime) -> None:
    """Begin to move to one of the spaces on offer; the present one ends a move that is under
    way. SpaceRefusedError."""
    if space not in spaces():
        raise SpaceRefusedError("Choose one of the spaces on offer.", path="space")
    row = Grouping.objects.select_for_update().get(project=project)
    chosen_before = row.moving_to or row.space
    if space == chosen_before:
        return
    row.moving_to, row.moving_trouble = space, ""
    row.save(update_fields=["moving_to", "moving_trouble"])
    _tell("space_chosen", project, actor, now, before=chosen_before, after=space)


@transaction.atomic
def renew_space(*, project: Project, now: datetime) -> None:
    """Where the model behind a project's space is another than it was, read everything anew."""
    row = Grouping.objects.select_for_update().get(project=project)
    model = embedder_of(row.space).name
    if row.moving_to or row.model == model:
        return
    row.moving_to = row.space
    row.save(update_fields=["moving_to"])
    _tell("space_renewed", project, ACTOR, now, before=row.model, after=model)


def tell_trouble(*, project: Project, **troubles: str) -> None:
    """Keep why complaints can't be read (`trouble`, `moving_trouble`), or "" now that they can."""
    cut = {name: text[:300] for name, text in troubles.items()}
    Grouping.objects.filter(project=project).exclude(**cut).update(**cut)


def hold_to(project: Project, model: str) -> None:
    """Under the placing lock: that model's vectors are the project's, from the first on.

    Raises OtherSpaceError.
    """
    rows = Grouping.objects.filter(project=project)
    if not rows.filter(model=model).exists() and not rows.filter(model="").update(model=model):
        raise OtherSpaceError


@transaction.atomic
def move_on(*, project: Project, space: str, embedder: Embedder, limit: int, now: datetime) -> bool:
    """One step of a project's move into a space, by its embedder; whether there is more to do.

    A step may be repeated, or done by two workers at once: each writes what is true anyway.
    """
    row = Grouping.objects.get(project=project)
    if row.moving_to != space:
        return False
    if _forget(project, but=[row.model, embedder.name]):
        return True
    if row.model == embedder.name:
        Grouping.objects.filter(project=project, moving_to=space, model=row.model).update(
            space=space, moving_to="", moving_trouble=""
        )
        return False
    batch = list(unread(project, model=embedder.name).values_list("feedback_id", flat=True)[:limit])
    if batch:
        _read(project, complaints_of(project, batch), embedder)
        return True
    return _switch(project, space, embedder, now)


def _read(project: Project, complaints: Sequence[Feedback], embedder: Embedder) -> None:
    """What changed meanwhile is left for a later step; what has no words any more, needs none."""
    rows = vectors_of([wording_of(complaint) for complaint in complaints], embedder)
    found = {complaint.id: row for complaint, row in zip(complaints, rows, strict=True)}
    placing_lock(project)
    current = [complaint.id for complaint in unchanged(project, complaints)]
    vectors = [(pk, found[pk]) for pk in current]
    ComplaintVector.objects.bulk_create(
        [
            ComplaintVector(feedback_id=pk, model=embedder.name, vector=vector)
            for pk, vector in vectors
            if vector is not None
        ],
        ignore_conflicts=True,
    )
    _silence([pk for pk, vector in vectors if vector is None])


def _silence(ids: list[UUID]) -> None:
    """Words taken back, with placing still to hear of it: there is nothing to compare."""
    if ids:
        ComplaintVector.objects.filter(feedback_id__in=ids).delete()
        sources = Issue.objects.filter(placements__feedback__in=ids).values_list("id", flat=True)
        count_again(list(lock_issues(set(sources)).values()))


def _switch(project: Project, space: str, embedder: Embedder, now: datetime) -> bool:
    """The new space is in force, if all has been read and nobody has chosen otherwise."""
    placing_lock(project)
    row = Grouping.objects.select_for_update().get(project=project)
    if row.moving_to != space or unread(project, model=embedder.name).exists():
        return True
    before = row.space
    row.space, row.model = space, embedder.name
    row.save(update_fields=["space", "model"])
    sum_again(project, list(Issue.objects.of(project).values_list("id", flat=True)))
    _tell("space_changed", project, ACTOR, now, before=before, after=space)
    return True


def _forget(project: Project, *, but: list[str]) -> int:
    """Delete a batch of vectors by other models; how many there were."""
    ids = ComplaintVector.objects.filter(feedback__project=project).exclude(model__in=but)
    batch = list(ids.values_list("feedback_id", "model")[:FORGOTTEN])
    for model in {model for _, model in batch}:
        stale = [pk for pk, its_model in batch if its_model == model]
        ComplaintVector.objects.filter(feedback_id__in=stale, model=model).delete()
    return len(batch)


def _tell(
    verb: str, project: Project, actor: str, now: datetime, *, before: str, after: str
) -> None:
    record(
        project=project,
        actor=actor,
        verb=f"grouping.{verb}",
        subject=f"project:{project.pk}",
        now=now,
        data={"before": before, "after": after},
    )

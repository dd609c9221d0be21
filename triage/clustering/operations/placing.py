"""Placing what waits: one transaction from the announcements to the placements.

Locks are taken in one order, so that workers and people wait for one another and never cross:
announcements, the project's placing lock, issues by id. The model runs before the placing lock.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from feedback.audit.operations import record
from feedback.models import Announcement, Feedback, Project
from triage.clustering.describing import describe
from triage.clustering.opening import open_issues, placing_lock
from triage.clustering.operations.aftermath import after_placing, has_doubled
from triage.clustering.operations.reading import Reading, read, reckoning_of
from triage.clustering.operations.seating import Seating
from triage.clustering.operations.spaces import hold_to
from triage.clustering.queries import (
    complaints_of,
    issues_set_aside,
    unchanged,
    worded_by_now,
)
from triage.clustering.signals import placed as told
from triage.clustering.tallies import (
    count_on,
    lock_issues,
    sum_again,
    sum_on,
    voters_among,
)
from triage.embedding.vectors import Embedder
from triage.models import ComplaintVector, IssueCounter, Placement
from triage.priority.operations import score_issues
from triage.routing.queries import desk_of
from triage.routing.suggestions import Suggester

ACTOR = "system:clustering"


@transaction.atomic
def place_waiting(*, project: Project, embedder: Embedder, limit: int, now: datetime) -> int:
    """Deal with up to `limit` announcements of a project; how many were dealt with.

    A complaint goes to the issue it is most like, or opens one; noise goes to an issue of its
    own. One that has a place stays there, and only its vector follows its text; one that complains
    no more, or counts no more, gives its place up. Another worker's announcements are passed over;
    a complaint that changed while the model read it waits for the next round. OtherSpaceError
    where the project's complaints are compared in another space than the embedder's.
    """
    claimed = _claim(project, limit)
    late = worded_by_now(project).values_list("feedback_id", flat=True)[:limit]
    complaints = complaints_of(project, {*claimed.values(), *late})
    if not claimed and not complaints:
        return 0
    reading = read(project, complaints, embedder)
    counter = placing_lock(project)
    hold_to(project, embedder.name)
    current = unchanged(project, complaints)
    seating = _seat(counter, current, reading, now=now)
    _write(seating, embedder.name)
    placed = {placement.feedback_id for placement in seating.new}
    overtaken = {c.id for c in complaints} - {c.id for c in current}
    done = [pk for pk, feedback_id in claimed.items() if feedback_id not in overtaken]
    Announcement.objects.filter(pk__in=done).delete()
    return len(done) + len(placed - set(claimed.values()))


def _claim(project: Project, limit: int) -> dict[UUID, UUID]:
    """The oldest announcements that no other worker holds: their feedback by their own id."""
    rows = Announcement.objects.of(project).order_by("id").select_for_update(skip_locked=True)
    return dict(rows.values_list("id", "feedback_id")[:limit])


def _seat(
    counter: IssueCounter, complaints: Sequence[Feedback], reading: Reading, *, now: datetime
) -> Seating:
    project, ids = counter.project, {complaint.id for complaint in complaints}
    rows = Placement.objects.of(project).filter(feedback_id__in=ids).select_related("issue")
    placements = {placement.feedback_id: placement for placement in rows}
    seating = Seating(
        reckoning=reckoning_of(counter, reading, ids=ids, placements=placements),
        placements=placements,
        set_aside=issues_set_aside(project),
        desk=desk_of(project),
        suggester=Suggester(project, model=reading.embedder.name),
        project=project,
        now=now,
    )
    for complaint in complaints:
        seating.seat(complaint)
    return seating


def _write(seating: Seating, model: str) -> None:
    project, now = seating.project, seating.now
    issues = lock_issues(seating.touched - {draft.id for draft in seating.drafts})
    sizes = {issue.pk: issue.complaints for issue in issues.values()}
    opened = open_issues(project=project, drafts=seating.drafts, actor=ACTOR, now=now)
    issues |= {issue.pk: issue for issue in opened}
    had = voters_among([*seating.new, *seating.gone])
    _write_places(seating, model)
    count_on(issues, came=seating.new, went=seating.gone, had=had)
    reckoning = seating.reckoning
    sum_on(project, reckoning.sums, opened={issue.pk for issue in opened}, model=model)
    sum_again(project, reckoning.anew)
    after_placing(
        project=project,
        issues=issues,
        sizes=sizes,
        placed=seating.new,
        desk=seating.desk,
        suggester=seating.suggester,
        now=now,
    )
    grown = [i.pk for i in issues.values() if has_doubled(i, sizes.get(i.pk, 0))]
    score_issues(project=project, ids=grown, now=now)
    if seating.new or seating.gone:
        record(
            project=project,
            actor=ACTOR,
            verb="complaints.placed",
            subject="placements",
            now=now,
            data={"placed": len(seating.new), "opened": len(opened), "gone": len(seating.gone)},
        )
    if seating.heard:
        told.send(Placement, project=project, feedback=seating.heard, now=now)


def _write_places(seating: Seating, model: str) -> None:
    """In the order of the words' ids, as capture locks them: foreign keys lock them here.

    What other models made of the words before goes.
    """
    Placement.objects.filter(pk__in=[placement.pk for placement in seating.gone]).delete()
    stale = Q(feedback_id__in=seating.unheard) | Q(feedback_id__in=seating.heard) & ~Q(model=model)
    ComplaintVector.objects.filter(stale).delete()
    ComplaintVector.objects.bulk_create(
        [
            ComplaintVector(feedback_id=pk, model=model, vector=words.vector)
            for pk, words in sorted(seating.reckoning.now.items())
        ],
        update_conflicts=True,
        unique_fields=["feedback", "model"],
        update_fields=["vector"],
    )
    Placement.objects.bulk_update(seating.reworded, ["wording"])
    Placement.objects.bulk_create(sorted(seating.new, key=lambda placement: placement.feedback_id))
    describe(seating.heard)

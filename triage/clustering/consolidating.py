"""What would group a project's complaints better: what it reads, and what is asked of it."""

from collections.abc import Iterator
from uuid import UUID

import numpy as np
from django.db.models import F

from feedback.models import Project
from triage.clustering.changes import Change, Snapshot
from triage.clustering.merging import likely_merges
from triage.clustering.queries import decoded, raw_vector
from triage.clustering.standing import constraints_of, space_of
from triage.embedding.vectors import Vector
from triage.models import ComplaintVector, Issue

CHUNK = 2000


def changes_of(project: Project) -> list[Change]:
    """What consolidation would change now, the most confident first. Takes no lock: whoever
    writes them down checks that they still hold."""
    snapshot = snapshot_of(project)
    return likely_merges(snapshot) if snapshot else []


def snapshot_of(project: Project) -> Snapshot | None:
    """The complaints with words, in living issues; None where there are none."""
    found = space_of(project)
    if found is None:
        return None
    keys: dict[UUID, int] = {}
    feedback: list[UUID] = []
    issues: list[int] = []
    vectors: list[Vector] = []
    for feedback_id, issue_id, vector in _words(project, model=found[0]):
        feedback.append(feedback_id)
        issues.append(keys.setdefault(issue_id, len(keys)))
        vectors.append(vector)
    if not vectors:
        return None
    return Snapshot(list(keys), feedback, issues, np.stack(vectors), constraints_of(project))


def _words(project: Project, *, model: str) -> Iterator[tuple[UUID, UUID, Vector]]:
    """Each complaint, its issue, and its vector, the oldest complaint first."""
    issue = "feedback__placement__issue"
    rows = (
        ComplaintVector.objects.filter(**{f"{issue}__project": project}, model=model)
        .filter(**{f"{issue}__holds": Issue.Holds.ALIKE})
        .exclude(**{f"{issue}__status": Issue.Status.MERGED})
        .order_by("feedback_id")
        .annotate(raw=raw_vector("vector"), issue_id=F(f"{issue}_id"))
        .values_list("feedback_id", "issue_id", "raw")
    )
    for feedback_id, issue_id, raw in rows.iterator(chunk_size=CHUNK):
        yield feedback_id, issue_id, decoded(raw)

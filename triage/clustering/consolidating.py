"""What would group a project's complaints better: what it reads, and what is asked of it."""

from collections.abc import Iterator
from uuid import UUID

import numpy as np
from django.db.models import F

from feedback.models import Project
from triage.clustering.changes import Change, Snapshot
from triage.clustering.merging import likely_merges
from triage.clustering.queries import _decoded, _raw
from triage.clustering.standing import Space, constraints_of, space_of
from triage.embedding.vectors import Vector
from triage.models import ComplaintVector, Issue

CHUNK = 2000


def changes_of(project: Project) -> list[Change]:
    """What consolidation would change now, the most confident first. Takes no lock: whoever
    writes them down checks that they still hold."""
    snapshot = snapshot_of(project)
    return likely_merges(snapshot) if snapshot else []


def snapshot_of(project: Project) -> Snapshot | None:
    """The complaints with words, in living issues of like complaints; None where there are none.

    The same words in one issue are one row: a copy says no more about likeness.
    """
    space = space_of(project)
    if space is None:
        return None
    keys: dict[UUID, int] = {}
    seen: dict[tuple[int, bytes], int] = {}
    issues: list[int] = []
    vectors: list[Vector] = []
    copies: list[list[UUID]] = []
    for feedback_id, issue_id, wording, vector in _words(project, space):
        issue = keys.setdefault(issue_id, len(keys))
        place = seen.setdefault((issue, wording), len(copies))
        if place == len(copies):
            issues.append(issue)
            vectors.append(vector)
            copies.append([])
        copies[place].append(feedback_id)
    if not vectors:
        return None
    return Snapshot(list(keys), issues, np.stack(vectors), copies, constraints_of(project))


def _words(project: Project, space: Space) -> Iterator[tuple[UUID, UUID, bytes, Vector]]:
    """(complaint, its issue, digest of its words, its vector), the oldest complaint first."""
    issue = "feedback__placement__issue"
    rows = (
        ComplaintVector.objects.filter(
            **{f"{issue}__project": project, f"{issue}__kind": Issue.Kind.LIKENESS},
            space=space.name,
        )
        .exclude(**{f"{issue}__status": Issue.Status.MERGED})
        .exclude(**{f"{issue}__wordless": True})
        .order_by("feedback_id")
        .annotate(raw=_raw("vector"), issue_id=F(f"{issue}_id"))
        .values_list("feedback_id", "issue_id", "wording", "raw")
    )
    for feedback_id, issue_id, wording, raw in rows.iterator(chunk_size=CHUNK):
        # Without a digest nobody knows of copies: each stands for itself.
        yield feedback_id, issue_id, bytes(wording) or feedback_id.bytes, _decoded(raw)

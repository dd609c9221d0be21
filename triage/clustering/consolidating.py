"""What would group a project's complaints better: what it reads, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from feedback.models import Project
from triage.clustering.changes import Change, Snapshot
from triage.clustering.labels import Labels
from triage.clustering.merging import likely_merges
from triage.clustering.queries import decoded, raw_vector
from triage.clustering.regrouping import RUNS, changes_towards
from triage.clustering.standing import constraints_of, learnt_of, space_of
from triage.embedding.vectors import Vector, Vectors
from triage.models import ComplaintVector, Issue, Placement

# The newest wordings, which are grouped afresh, and the complaints that are read to find so many.
# 10,000 take 37 seconds of one CPU and 260 MB; 20,000 take 110 and 480.
MOST_WORDINGS = 10_000
MOST_READ = 100_000
CHUNK = 2000


@dataclass(frozen=True)
class _Read:
    """The complaints that are looked at, the oldest first; their groups in each run."""

    feedback: Sequence[UUID]
    vectors: Vectors
    runs: Sequence[Labels]


class Consolidation:
    """One search. Complaints are grouped afresh when it is first asked; asked again, when some of
    it was done, it says what is left to do, by the same groups."""

    def __init__(self) -> None:
        self._read: _Read | None = None

    def changes_of(self, project: Project) -> list[Change]:
        """What it would change now, the most confident first. Takes no lock: whoever writes them
        down checks that they still hold."""
        self._read = self._read or _read(project)
        if self._read is None:
            return []
        rows, snapshot = _standing(project, self._read)
        if not rows:
            return []
        if not self._read.runs:
            return likely_merges(snapshot)
        return changes_towards([labels[rows] for labels in self._read.runs], snapshot)


def _read(project: Project) -> _Read | None:
    """The newest complaints with words; None where there are none."""
    found = space_of(project)
    if found is None:
        return None
    place = "feedback__placement__issue"
    rows = (
        ComplaintVector.objects.filter(**{f"{place}__project": project}, model=found[0])
        .filter(**{f"{place}__holds": Issue.Holds.ALIKE})
        .order_by("-feedback_id")
        .annotate(raw=raw_vector("vector"))
        .values_list("feedback_id", "raw")
    )
    feedback: list[UUID] = []
    vectors: list[Vector] = []
    wordings: set[bytes] = set()
    for feedback_id, raw in rows[:MOST_READ].iterator(chunk_size=CHUNK):
        wordings.add(bytes(raw))
        if len(wordings) > MOST_WORDINGS:
            break
        feedback.append(feedback_id)
        vectors.append(decoded(raw))
    if not vectors:
        return None
    from triage.clustering.partition import partitions_of  # noqa: PLC0415 - only workers need it

    stacked = np.stack(vectors[::-1])
    return _Read(feedback[::-1], stacked, partitions_of(stacked, runs=RUNS))


def _standing(project: Project, read: _Read) -> tuple[list[int], Snapshot]:
    """Where these complaints are now, of those that have a place still: their rows, and all."""
    placed = Placement.objects.of(project).filter(feedback_id__gte=read.feedback[0])
    living = placed.filter(issue__holds=Issue.Holds.ALIKE)
    places = dict(living.values_list("feedback_id", "issue_id"))
    rows = [row for row, pk in enumerate(read.feedback) if pk in places]
    keys = {places[read.feedback[row]]: 0 for row in rows}
    keys = {key: place for place, key in enumerate(keys)}
    issues = [keys[places[read.feedback[row]]] for row in rows]
    counts = dict(Issue.objects.filter(pk__in=keys).values_list("id", "complaints"))
    seen = np.bincount(issues, minlength=len(keys)).tolist()
    return rows, Snapshot(
        keys=list(keys),
        feedback=[read.feedback[row] for row in rows],
        issues=issues,
        vectors=read.vectors[rows],
        constraints=constraints_of(project),
        lift=learnt_of(project).lift,
        unread=[max(counts[key] - number, 0) for key, number in zip(keys, seen, strict=True)],
    )

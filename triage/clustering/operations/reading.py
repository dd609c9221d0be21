"""What the complaints of a batch mean, and what is known of their words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from feedback.models import Feedback, Project
from triage.clustering.copies import copies_of, known_of
from triage.clustering.queries import vectors_by_id, wording_of
from triage.clustering.reckoning import Reckoning, Worded
from triage.clustering.remembering import recall
from triage.clustering.standing import lessons_of
from triage.clustering.wording import vectors_of
from triage.embedding.vectors import Embedder, Vector
from triage.models import IssueCounter, Placement


@dataclass(frozen=True)
class Reading:
    """The digest of each complaint's words, and what each of those means to the model."""

    digests: Mapping[UUID, int]
    vectors: Mapping[int, Vector]
    embedder: Embedder


def read(project: Project, complaints: Sequence[Feedback], embedder: Embedder) -> Reading:
    """The words of those that complain and have any; what was read before is not read again."""
    words = {c.id: wording_of(c) for c in complaints if c.complains and not c.suspect}
    digests = {pk: wording.digest for pk, wording in words.items() if wording.digest}
    known = known_of(project, set(digests.values()), model=embedder.name).vectors
    unread = {digests[pk]: words[pk] for pk in digests if digests[pk] not in known}
    vectors = zip(unread, vectors_of(list(unread.values()), embedder), strict=True)
    found = {digest: vector for digest, vector in vectors if vector is not None}
    return Reading(digests, known | found, embedder)


def reckoning_of(
    counter: IssueCounter,
    reading: Reading,
    *,
    ids: Collection[UUID],
    placements: Mapping[UUID, Placement],
) -> Reckoning:
    """Under the placing lock, for complaints `ids` and the places that some of them have.

    Copies share one vector: what another worker read meanwhile goes before what was read here.
    """
    project, model = counter.project, reading.embedder.name
    digests = {pk: digest for pk, digest in reading.digests.items() if pk in ids}
    known = known_of(project, set(digests.values()), model=model)
    vectors = {**reading.vectors, **known.vectors}
    old = vectors_by_id(placements)
    before = {
        pk: Worded(placement.wording, old[pk])
        for pk, placement in placements.items()
        if placement.wording is not None and pk in old
    }
    known.copies = copies_of(
        project,
        issues={placement.issue_id for placement in placements.values()},
        wordings={words.wording for words in before.values()} | set(digests.values()),
    )
    known.lessons = lessons_of(project, model=model)
    return Reckoning(
        recall(counter, model=model, dimension=reading.embedder.dimension),
        before=before,
        now={pk: Worded(digest, vectors[digest]) for pk, digest in digests.items()},
        known=known,
    )

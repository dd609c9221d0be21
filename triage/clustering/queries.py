"""What placing reads: waiting complaints, their words, the issues they may join."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import BinaryField, Count, Exists, Func, Min, OuterRef, Q, QuerySet

from feedback.models import Announcement, Feedback, Project, Reason
from triage.clustering.emptiness import Says, judge
from triage.clustering.nearest import Centres
from triage.clustering.titles import Example, title_of
from triage.clustering.wording import Wording, what_to_embed
from triage.embedding.vectors import Vector
from triage.models import ComplaintVector, Grouping, Issue, IssueCentre, Placement

CHUNK = 2000


def complaints_of(project: Project, ids: Collection[UUID]) -> list[Feedback]:
    """The words with all that placing, routing and titles read, in the order of their ids."""
    return list(
        Feedback.objects.of(project)
        .filter(pk__in=ids)
        .select_related("answer__release", "answer__team", "team", "cohort", "correction")
        .prefetch_related("spans", "answer__citations__source")
        .order_by("id")
    )


def unchanged(project: Project, complaints: Sequence[Feedback]) -> list[Feedback]:
    """Those that are, now that the placing lock is held, what they were when they were read.

    Without this, a vote taken back meanwhile could be placed after its withdrawal was dealt with.
    """
    ids = [complaint.id for complaint in complaints]
    rows = Feedback.objects.of(project).filter(pk__in=ids)
    states = {pk: state for pk, *state in rows.values_list("id", "revision", "suspect")}
    return [c for c in complaints if states.get(c.id) == [c.revision, c.suspect]]


def wording_of(complaint: Feedback) -> Wording:
    answer = complaint.answer
    return what_to_embed(
        question=answer.question,
        answer=answer.text,
        comment=complaint.comment,
        correction=correction_of(complaint),
        quotes=[span.quote for span in complaint.spans.all()],
    )


def is_noise(complaint: Feedback) -> bool:
    """Whether its writer takes it back, or it is spam, and nothing else is pointed at."""
    if judge(complaint.comment) not in {Says.MISTAKE, Says.SPAM}:
        return False
    pointed = correction_of(complaint) or complaint.spans.all() or complaint.flags.exists()
    return not pointed


def correction_of(complaint: Feedback) -> str:
    correction = getattr(complaint, "correction", None)
    return correction.text if correction else ""


def centres_of(project: Project, *, model: str, dimension: int) -> Centres[UUID]:
    """The issues that a complaint may join: all that hold complaints read by this model.

    An archived issue goes on taking what belongs to it: that is what keeps it out of the queue.
    """
    return Centres(centres_since(project, -1, model=model), dimension=dimension)


def centres_since(project: Project, turn: int, *, model: str) -> Iterator[tuple[UUID, Vector, int]]:
    """The centres written after a turn (-1: all that are not empty): issue, sum and number.

    Those that another model's vectors make count as empty: nothing there compares.
    """
    rows = IssueCentre.objects.of(project)
    rows = rows.filter(model=model, count__gt=0) if turn < 0 else rows.filter(turn__gt=turn)
    columns = rows.annotate(raw=raw_vector("total")).values_list(
        "issue_id", "model", "raw", "count"
    )
    for issue_id, of, raw, count in columns.order_by("issue_id").iterator(chunk_size=CHUNK):
        yield issue_id, decoded(raw), count if of == model else 0


def issues_set_aside(project: Project) -> dict[str, UUID]:
    """Where complaints go that are not compared, by what the issue holds, once there has been
    one; not one for want of words that was archived empty."""
    rows = (
        Issue.objects.of(project)
        .exclude(holds=Issue.Holds.ALIKE)
        .exclude(status=Issue.Status.MERGED)
        .exclude(holds=Issue.Holds.WORDLESS, status=Issue.Status.ARCHIVED, complaints=0)
    )
    return dict(rows.order_by("-id").values_list("holds", "id"))


def worded_by_now(project: Project) -> QuerySet[Placement]:
    """Placements for want of words, of complaints whose answer has been sent since."""
    return (
        Placement.objects.of(project)
        .filter(issue__holds=Issue.Holds.WORDLESS, by=Placement.By.CLUSTERING)
        .filter(feedback__answer__stub=False)
        .exclude(issue__status=Issue.Status.MERGED)
        .filter(Q(feedback__answer__question__regex=r"\S") | Q(feedback__answer__text__regex=r"\S"))
    )


def has_work(project_id: Any) -> bool:
    """Whether placing a project's complaints would do anything."""
    project = Project(pk=project_id)
    waiting = Announcement.objects.of(project).exists()
    return waiting or worded_by_now(project).exists()


def projects_with_work() -> list[UUID]:
    """The projects for which placing would do something."""
    waiting = set(Announcement.objects.values_list("project_id", flat=True).distinct())
    wordless = Issue.objects.exclude(holds=Issue.Holds.ALIKE).filter(holds=Issue.Holds.WORDLESS)
    having = wordless.values_list("project_id", flat=True).distinct()
    late = {project_id for project_id in having if has_work(project_id)}
    return sorted(waiting | late)


def projects_moving() -> list[UUID]:
    """The projects on their way to another space."""
    moving = Grouping.objects.exclude(moving_to="")
    return list(moving.order_by("project_id").values_list("project_id", flat=True))


def backlog_of(project: Project) -> tuple[int, datetime | None]:
    """How many complaints have no place yet, and since when the oldest of them waits.

    Changes of complaints that have one wait in the same queue, and are not counted.
    """
    found = (
        Announcement.objects.of(project)
        .filter(feedback__complains=True, feedback__suspect=False, feedback__placement=None)
        .aggregate(number=Count("feedback", distinct=True), oldest=Min("announced_at"))
    )
    return found["number"], found["oldest"]


def trouble_of(project: Project) -> str:
    """Why complaints can't be read now; empty where they can."""
    return Grouping.objects.values_list("trouble", flat=True).get(project=project)


def title_for(project: Project, complaints: Sequence[Feedback], *, subject: str = "") -> str:
    """A title for an issue of these complaints; `subject` is what they have in common, where
    that is known."""
    return title_of(typical_of(complaints), labels=labels_of(project), subject=subject)


def typical_of(complaints: Sequence[Feedback]) -> list[Example]:
    """What complaints offer a title, those nearest to their common centre first."""
    vectors = vectors_by_id([complaint.id for complaint in complaints])
    centre = sum(vectors.values(), np.zeros(1, dtype=np.float32))
    typical = sorted(
        complaints, key=lambda c: -float((vectors[c.id] * centre).sum()) if c.id in vectors else 0
    )
    return [example_of(complaint) for complaint in typical]


def example_of(complaint: Feedback) -> Example:
    return Example(
        question=complaint.answer.question,
        comment=complaint.comment,
        correction=correction_of(complaint),
        answer=complaint.answer.text,
        reasons=complaint.reasons,
    )


def labels_of(project: Project) -> dict[str, str]:
    """Each reason's words, by its code."""
    return dict(Reason.objects.of(project).values_list("code", "label"))


def vectors_by_id(feedback_ids: Iterable[UUID]) -> dict[UUID, Vector]:
    """In the space that their project is in now."""
    rows = ComplaintVector.objects.in_force().filter(feedback_id__in=list(feedback_ids))
    raw = rows.annotate(raw=raw_vector("vector")).values_list("feedback_id", "raw")
    return {feedback_id: decoded(data) for feedback_id, data in raw}


def unread(project: Project, *, model: str) -> QuerySet[Placement]:
    """Placements of complaints that are compared, but not by this model's vectors yet; the oldest
    complaint first."""
    vectors = ComplaintVector.objects.filter(feedback=OuterRef("feedback"))
    return (
        Placement.objects.of(project)
        .filter(Exists(vectors.in_force()), ~Exists(vectors.filter(model=model)))
        .order_by("feedback_id")
    )


def raw_vector(column: str) -> Func:
    """pgvector's binary form: a thousand come in 10 ms, where parsing their text takes 200."""
    return Func(column, function="vector_send", output_field=BinaryField())


def decoded(raw: bytes | memoryview) -> Vector:
    """Four bytes of dimension and padding, then big-endian float32."""
    return np.frombuffer(bytes(raw), dtype=">f4", offset=4).astype(np.float32)

"""The verified answers to what a question means, for the assistant at run time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from pgvector.django import CosineDistance

from feedback.models import Project
from triage.corrections.queries.holding import why_stale
from triage.corrections.questions import model_name, read
from triage.embedding.vectors import Vector
from triage.models import VerifiedAnswer

# From which cosine on a question counts as the same: docs/decisions.md says how often it is.
LEAST = 0.8
MOST = 20
# The nearest that are looked at beyond what is asked for: some may hold no more.
SPARE = 20


@dataclass(frozen=True)
class Near:
    """A verified answer, and how like its question is: the cosine, 1 for the same words."""

    answer: VerifiedAnswer
    likeness: float


def nearest(
    project: Project, question: str, *, limit: int, least: float, today: date
) -> list[Near]:
    """Up to `limit` that hold today and whose question is at least so like, the likest first."""
    [vector] = read([question])
    if not vector.any():
        return []
    likeness = _likeness(project, vector, most=limit + SPARE)
    near = [pk for pk, like in likeness.items() if like >= least]
    if not near:
        return []
    rows = VerifiedAnswer.objects.defer("vector").prefetch_related("resting_on__source")
    found = rows.in_bulk(near)
    held = [pk for pk in near if pk in found and not why_stale(found[pk], today=today)]
    return [Near(found[pk], likeness[pk]) for pk in held[:limit]]


def _likeness(project: Project, vector: Vector, *, most: int) -> dict[UUID, float]:
    """The cosines of the nearest current ones, the likest first."""
    rows = VerifiedAnswer.objects.of(project).filter(
        state=VerifiedAnswer.State.CURRENT, vector_model=model_name()
    )
    near = rows.annotate(distance=CosineDistance("vector", vector)).order_by("distance")
    with transaction.atomic():
        _look_on()
        return {pk: 1 - distance for pk, distance in near.values_list("pk", "distance")[:most]}


def _look_on() -> None:
    """The index goes on where its first finds are other projects' answers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = strict_order")

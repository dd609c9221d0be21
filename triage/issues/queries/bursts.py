"""Votes that came in a burst and wait for somebody to look, by answer and hour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour

from feedback.capture.operations.suspicion import CLEARED, MOST, RESTORED, SUBJECT
from feedback.errors import RefusedError
from feedback.models import AuditEvent, Feedback, Project
from triage.issues.wording import who

PAGE = 100
SAMPLES = 3
CLEARINGS = 10


class BurstRefusedError(RefusedError):
    """A name that can be no burst's."""

    code = "burst_refused"
    status = 422


@dataclass(frozen=True)
class Burst:
    """What came about one answer within one hour (UTC). `name` says which in a form."""

    name: str
    answer: str
    question: str
    hour: datetime
    votes: int
    up: int
    down: int
    complaints: int
    voters: int
    comments: list[str]


@dataclass(frozen=True)
class Clearing:
    """So many votes that were counted after all."""

    id: UUID
    at: datetime
    who: str
    votes: int


def suspects_of(project: Project) -> QuerySet[Feedback]:
    """Words that stand and are in no figure yet."""
    return Feedback.objects.of(project).filter(suspect=True, withdrawn=False)


def bursts_of(project: Project, *, limit: int | None = None) -> Iterator[Burst]:
    """By answer and hour, those with the most votes first."""
    rows = (
        suspects_of(project)
        .values("answer_id", "answer__external_id", "answer__question", at=TruncHour("given_at"))
        .annotate(
            votes=Count("id"),
            up=Count("id", filter=Q(rating__gt=0)),
            down=Count("id", filter=Q(rating__lt=0)),
            complaints=Count("id", filter=Q(complains=True)),
            voters=Count("voter", distinct=True),
            comments=ArrayAgg("comment", filter=~Q(comment=""), distinct=True, default=[]),
        )
        .order_by("-votes", "-at", "answer_id")
    )
    return (_burst(dict(row)) for row in rows[:limit])


def _burst(row: dict[str, Any]) -> Burst:
    return Burst(
        name=f"{row['answer_id']}@{row['at']:%Y-%m-%dT%H}",
        answer=row["answer__external_id"],
        question=row["answer__question"],
        hour=row["at"],
        comments=row["comments"][:SAMPLES],
        **{name: row[name] for name in ("votes", "up", "down", "complaints", "voters")},
    )


def words_in(*, project: Project, names: Sequence[str]) -> list[UUID]:
    """The ids of the words in the bursts of these names, up to MOST. BurstRefusedError."""
    if not 1 <= len(names) <= PAGE:
        raise BurstRefusedError(f"Tick 1 to {PAGE} bursts.")
    chosen = Q()
    for name in names:
        answer_id, hour = _named(name)
        until = hour + timedelta(hours=1)
        chosen |= Q(answer=answer_id, given_at__gte=hour, given_at__lt=until)
    ids = suspects_of(project).filter(chosen).order_by("id").values_list("id", flat=True)
    return list(ids[:MOST])


def _named(name: str) -> tuple[UUID, datetime]:
    answer_id, _, hour = name.partition("@")
    try:
        at = datetime.strptime(f"{hour}+0000", "%Y-%m-%dT%H%z")
        return UUID(answer_id), min(at, datetime.max.replace(tzinfo=at.tzinfo) - timedelta(days=1))
    except ValueError as error:
        raise BurstRefusedError("There is no such burst.") from error


def clearings_of(project: Project) -> list[Clearing]:
    """The latest CLEARINGS that stand, newest first."""
    events = AuditEvent.objects.of(project).filter(subject=SUBJECT)
    undone = set(events.filter(verb=RESTORED).values_list("data__undoes", flat=True))
    cleared = events.filter(verb=CLEARED).exclude(pk__in=undone).order_by("-id")
    return [
        Clearing(event.pk, event.at, who(event.actor), len(event.data["feedback"]))
        for event in cleared[:CLEARINGS]
    ]

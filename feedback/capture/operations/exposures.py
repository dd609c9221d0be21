"""Recording who saw which answer: what votes are a share of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.messages import ExposureMessage
from feedback.capture.operations.answers import ensure_answers
from feedback.capture.operations.parts import within_clock
from feedback.capture.operations.retrying import again_on_conflict
from feedback.directory.operations import PersonEntry, sync_people
from feedback.models import Exposure, Project
from feedback.models.base import new_id
from feedback.models.bulk import insert_missing


class Seen(NamedTuple):
    """How many sightings were new, and how many were known."""

    created: int
    duplicate: int


@again_on_conflict
@transaction.atomic
def record_exposures(
    *, project: Project, messages: Sequence[ExposureMessage], actor: str, now: datetime
) -> Seen:
    """One sighting for each answer and viewer: the first that was told. Each message names a
    person or a visitor. ClockRefusedError, with nothing stored, for a time that can't be true.
    """
    times = [
        within_clock(m.seen_at or now, now, path=f"$.exposures[{place}].seen_at")
        for place, m in enumerate(messages)
    ]
    asked: dict[str, datetime] = {}
    for message, time in zip(messages, times, strict=True):
        asked[message.answer] = min(time, asked.get(message.answer, time))
    answers = ensure_answers(project=project, asked=asked, now=now)
    entries = [PersonEntry(m.person, m.team, m.cohort, m.seen_at) for m in messages if m.person]
    people = sync_people(project=project, entries=entries, now=now)
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for message, time in zip(messages, times, strict=True):
        person = people.get(message.person)
        viewer = f"person:{person.id}" if person else f"visitor:{message.visitor}"
        row = {
            "id": new_id(),
            "project_id": project.id,
            "answer_id": answers[message.answer].id,
            "person_id": person.id if person else None,
            "viewer": viewer,
            "team_id": person.team_id if person else None,
            "cohort_id": person.cohort_id if person else None,
            "seen_at": time,
            "recorded_at": now,
        }
        rows.setdefault((message.answer, viewer), row)
    created = insert_missing(Exposure, list(rows.values()))
    if created:
        record(
            project=project,
            actor=actor,
            verb="exposures.recorded",
            subject="exposures",
            now=now,
            data={"created": created},
        )
    return Seen(created, len(messages) - created)

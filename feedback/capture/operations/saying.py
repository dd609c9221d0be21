"""Words on their way to the database: one call, one round trip, whatever their number.

What is found, made, locked, judged and written there, and in which order, stands in
feedback/migrations/sql/record_words.sql.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec
import psycopg
from django.db import connection

from feedback.capture.judgement import Flag, Span
from feedback.capture.operations.drafts import Draft
from feedback.directory.slugs import slug_of
from feedback.models.base import new_id

Outcome = Literal["created", "updated", "duplicate", "outdated", "nothing"]


class Taken(NamedTuple):
    """What became of the message at `place`. "nothing": there was no word to take back."""

    place: int
    id: UUID
    answer: str
    outcome: Outcome
    revision: int
    recorded_at: datetime


class _Row(msgspec.Struct, omit_defaults=True):
    """A word as the type feedback_said has it. What is empty is not sent."""

    place: int
    id: str
    answer: str
    rating: int
    given_at: datetime
    event_id: str | None = None
    person: str | None = None
    voter: str | None = None
    team: str | None = None
    team_slug: str | None = None
    cohort: str | None = None
    cohort_slug: str | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    correction: str = ""
    spans: tuple[Span, ...] = ()
    flags: tuple[Flag, ...] = ()
    withdrawn: bool = False
    complains: bool = False
    suspect: bool = False
    dated: bool = False


def voter_of(draft: Draft) -> str | None:
    """Who has one word here, where it is no known person: a visitor, else this very event."""
    message = draft.message
    if message.person:
        return None
    return f"visitor:{message.visitor}" if message.visitor else f"event:{message.id or new_id()}"


def _row(place: int, draft: Draft) -> _Row:
    message, said = draft.message, draft.said
    return _Row(
        place=place,
        id=new_id(),
        event_id=message.id,
        answer=message.answer,
        person=message.person or None,
        voter=voter_of(draft),
        team=message.team or None,
        team_slug=slug_of(message.team) if message.team else None,
        cohort=message.cohort or None,
        cohort_slug=slug_of(message.cohort) if message.cohort else None,
        rating=said.rating,
        reasons=said.reasons,
        comment=said.comment,
        correction=said.correction,
        spans=said.spans,
        flags=said.flags,
        withdrawn=said.withdrawn,
        complains=said.complains,
        suspect=draft.suspect,
        given_at=draft.given_at,
        dated=message.given_at is not None,
    )


_CALL = (
    "SELECT place, id, answer, outcome, revision, recorded_at"
    " FROM feedback_record_words(%s, %s, %s, %s, %s, %s, %s)"
)
_encode = msgspec.json.Encoder().encode


class StaleDoorError(Exception):
    """The key, or its project, is not what it was when the caller was let in."""


def written(drafts: Sequence[tuple[int, Draft]]) -> bytes:
    """Words as the database takes them, each with the place of its message among the caller's."""
    return _encode([_row(place, draft) for place, draft in drafts])


def say(
    words: bytes,
    *,
    project_id: UUID,
    channel: str,
    actor: str,
    now: datetime,
    key_id: UUID | None = None,
    stamp: str | None = None,
) -> list[Taken]:
    """Record the words, which were `written`, in one statement.

    No two may be of one voter on one answer, or carry one event id. With a `stamp` it is recorded
    only if that is still the key's: StaleDoorError.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            _CALL,
            (project_id, channel, actor, now, words.decode(), key_id, stamp),
            prepare=True,
            binary=True,
        )
        taken = [Taken(*row) for row in cursor.fetchall()]
    if not taken:
        raise StaleDoorError
    return taken

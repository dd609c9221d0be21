"""Rows as they are read back: a few statements for a page, whatever its length."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import F, QuerySet

from feedback.models import Answer, Citation, Rating
from feedback.reading.columns import ANSWERS, FEEDBACK

Row = dict[str, Any]
Fetch = Callable[[Sequence[UUID]], list[Row]]

BATCH = 1_000

# Columns that are known by name elsewhere, and those that are simply the table's own.
_NAMED = ("person", "team", "cohort", "release")
_MADE = ("id", "citations")
_PLAIN = tuple(name for name in ANSWERS if name not in {*_MADE, *_NAMED})


def page_of(rows: QuerySet[Any], *, after: UUID | None, limit: int) -> tuple[list[UUID], bool]:
    """The ids of so many rows, newest first, and whether there are more."""
    rows = rows.filter(pk__lt=after) if after else rows
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[: limit + 1])
    return ids[:limit], len(ids) > limit


def stream_of(rows: QuerySet[Any], fetch: Fetch) -> Iterator[Row]:
    """All rows, newest first, a batch at a time: neither much memory nor one long transaction."""
    after, more = None, True
    while more:
        ids, more = page_of(rows, after=after, limit=BATCH)
        yield from fetch(ids)
        after = ids[-1] if ids else None


# Everything that belongs to a word in one statement, prepared once for each connection: put
# together by the ORM, it is three, and each costs more to write down than to answer.
_WORDS = """
SELECT word.id,
    (SELECT external_id FROM feedback_answer WHERE id = word.answer_id),
    (SELECT external_id FROM feedback_person WHERE id = word.person_id),
    starts_with(word.voter, 'visitor:'),
    (SELECT name FROM feedback_team WHERE id = word.team_id),
    (SELECT name FROM feedback_cohort WHERE id = word.cohort_id),
    (SELECT name FROM feedback_release WHERE id = word.release_id),
    word.channel, word.rating, word.reasons, word.comment,
    coalesce((SELECT text FROM feedback_correction WHERE feedback_id = word.id), ''),
    (SELECT coalesce(json_agg(json_build_object('start', start, 'end', "end", 'quote', quote)
        ORDER BY start), '[]') FROM feedback_markedspan WHERE feedback_id = word.id),
    (SELECT coalesce(json_agg(json_build_object('source', source.external_id, 'says', flag.says)
        ORDER BY source.external_id, flag.says), '[]')
        FROM feedback_sourceflag AS flag
        JOIN feedback_source AS source ON source.id = flag.source_id
        WHERE flag.feedback_id = word.id),
    word.withdrawn, word.complains, word.suspect, word.revision, word.given_at, word.recorded_at
FROM feedback_feedback AS word WHERE word.id = ANY(%s) ORDER BY word.id DESC
"""


def feedback_rows(ids: Sequence[UUID]) -> list[Row]:
    """These words with what belongs to them, newest first."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_WORDS, [list(ids)], prepare=True, binary=True)
        found = [dict(zip(FEEDBACK, row, strict=True)) for row in cursor]
    for row in found:
        row["rating"] = Rating(row["rating"]).label
    return found


def answer_rows(ids: Sequence[UUID]) -> list[Row]:
    """These answers with their citations, in this order."""
    citations: dict[UUID, list[Row]] = defaultdict(list)
    for cited in (
        Citation.objects.filter(answer__any=ids)
        .order_by("answer_id", "position")
        .values(
            "answer_id",
            "position",
            "passage",
            "score",
            name=F("source__external_id"),
            uri=F("source__uri"),
            title=F("source__title"),
            version=F("source__version"),
            owner=F("source__owner"),
            status=F("source__status"),
            approved_until=F("source__approved_until"),
            reviewed_at=F("source__reviewed_at"),
        )
    ):
        citation: Row = dict(cited)
        citations[citation.pop("answer_id")].append({"source": citation.pop("name"), **citation})
    found: dict[UUID, Row] = {
        row["pk"]: dict(row)
        for row in Answer.objects.filter(pk__any=ids).values(
            "pk",
            *_PLAIN,
            name=F("external_id"),
            person_name=F("person__external_id"),
            team_name=F("team__name"),
            cohort_name=F("cohort__name"),
            release_name=F("release__name"),
        )
    }
    return [
        {
            "id": row["name"],
            **{name: row[name] for name in _PLAIN},
            **{name: row[f"{name}_name"] for name in _NAMED},
            "citations": citations[pk],
        }
        for pk in ids
        if (row := found.get(pk))
    ]

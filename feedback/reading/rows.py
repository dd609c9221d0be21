"""Rows as they are read back: a few statements for a page, whatever its length."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from feedback.models import Answer, Citation, Feedback, MarkedSpan, Rating, SourceFlag
from feedback.reading.columns import ANSWERS, FEEDBACK

Row = dict[str, Any]
Fetch = Callable[[Sequence[UUID]], list[Row]]

BATCH = 1_000

# Columns that are known by name elsewhere, and those that are simply the table's own.
_NAMED = ("person", "team", "cohort", "release")
_MADE = ("id", "answer", "visitor", "correction", "spans", "flags", "citations")
_PLAIN_OF_FEEDBACK = tuple(name for name in FEEDBACK if name not in {*_MADE, *_NAMED})
_PLAIN_OF_ANSWERS = tuple(name for name in ANSWERS if name not in {*_MADE, *_NAMED})


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


def feedback_rows(ids: Sequence[UUID]) -> list[Row]:
    """These words with what belongs to them, in this order."""
    spans = defaultdict(list)
    marked = MarkedSpan.objects.filter(feedback__any=ids).order_by("start", "end")
    for feedback, start, end, quote in marked.values_list("feedback_id", "start", "end", "quote"):
        spans[feedback].append({"start": start, "end": end, "quote": quote})
    flags = defaultdict(list)
    flagged = SourceFlag.objects.filter(feedback__any=ids).order_by("source__external_id", "says")
    for feedback, source, says in flagged.values_list("feedback_id", "source__external_id", "says"):
        flags[feedback].append({"source": source, "says": says})
    found: dict[UUID, Row] = {
        row["pk"]: dict(row)
        for row in Feedback.objects.filter(pk__any=ids).values(
            "pk",
            "voter",
            *_PLAIN_OF_FEEDBACK,
            answer_name=F("answer__external_id"),
            person_name=F("person__external_id"),
            team_name=F("team__name"),
            cohort_name=F("cohort__name"),
            release_name=F("release__name"),
            correction_text=F("correction__text"),
        )
    }
    return [
        {
            "id": pk,
            **{name: row[f"{name}_name"] for name in ("answer", *_NAMED)},
            **{name: row[name] for name in _PLAIN_OF_FEEDBACK},
            "visitor": row["voter"].startswith("visitor:"),
            "rating": Rating(row["rating"]).label,
            "correction": row["correction_text"] or "",
            "spans": spans[pk],
            "flags": flags[pk],
        }
        for pk in ids
        if (row := found.get(pk))
    ]


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
            *_PLAIN_OF_ANSWERS,
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
            **{name: row[name] for name in _PLAIN_OF_ANSWERS},
            **{name: row[f"{name}_name"] for name in _NAMED},
            "citations": citations[pk],
        }
        for pk in ids
        if (row := found.get(pk))
    ]

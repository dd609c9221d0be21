"""What capture is measured against: Django, msgspec and one INSERT, with nothing around them.

Served by granian as Errata is, on the same database: `tests.benchmarks.bare:application`.
"""

import os
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import uuid_utils

SETTINGS = "tests.benchmarks.bare_settings"
TABLE = """
CREATE TABLE bare_vote (
    id uuid PRIMARY KEY, answer text NOT NULL, person text NOT NULL, rating smallint NOT NULL,
    reasons text[] NOT NULL, comment text NOT NULL, correction text NOT NULL,
    recorded_at timestamptz NOT NULL
)
"""
COLUMNS = "id, answer, person, rating, reasons, comment, correction, recorded_at"


class Vote(msgspec.Struct):
    answer: str
    person: str = ""
    id: str | None = None
    rating: str = "up"
    reasons: list[str] = []
    comment: str = ""
    correction: str = ""


class Item(msgspec.Struct):
    feedback: Vote


class Batch(msgspec.Struct):
    items: list[Item]


def row(vote: Vote, now: datetime) -> tuple[Any, ...]:
    rating = 1 if vote.rating == "up" else -1
    text = (vote.reasons, vote.comment, vote.correction)
    return (UUID(str(uuid_utils.uuid7())), vote.answer, vote.person, rating, *text, now)


def one(request: Any) -> Any:
    from django.db import connection
    from django.utils import timezone

    vote = msgspec.json.decode(request.body, type=Vote)
    values = row(vote, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bare_vote ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", values
        )
    return _response(msgspec.json.encode({"id": values[0]}))


def many(request: Any) -> Any:
    from django.db import connection
    from django.utils import timezone

    batch = msgspec.json.decode(request.body, type=Batch)
    now = timezone.now()
    rows = [row(item.feedback, now) for item in batch.items]
    ids, answers, people, ratings, reasons, comments, corrections, times = map(
        list, zip(*rows, strict=True)
    )
    lists = ["{" + ",".join(one) + "}" for one in reasons]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bare_vote ({COLUMNS}) SELECT a, b, c, d, e::text[], f, g, h FROM unnest("
            "%s::uuid[], %s::text[], %s::text[], %s::smallint[], %s::text[], %s::text[],"
            " %s::text[], %s::timestamptz[]) AS rows (a, b, c, d, e, f, g, h)",
            (ids, answers, people, ratings, lists, comments, corrections, times),
        )
    return _response(msgspec.json.encode({"ids": ids}))


def _response(body: bytes) -> Any:
    from django.http import HttpResponse

    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="application/json", headers=headers)


def _urls() -> list[Any]:
    from django.urls import path

    return [path("api/v1/feedback", one), path("api/v1/batch", many)]


def __getattr__(name: str) -> Any:
    """`application` and `urlpatterns` when they are asked for: settings come first."""
    if name == "application":
        from django.core.wsgi import get_wsgi_application

        # What starts this server has Errata's own settings in its environment.
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        return get_wsgi_application()
    if name == "urlpatterns":
        return _urls()
    raise AttributeError(name)

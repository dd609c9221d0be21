"""COPY into the models' tables, whatever columns they have."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

from feedback.models.bulk import copy_rows

Row = dict[str, Any]

UNTIL = timezone.now().replace(microsecond=0)
SPAN = timedelta(days=730)
STEP = 20_000


def pk(model: type[models.Model], n: int) -> str:
    """The id of a model's nth row: as a UUIDv7, they are in the order of n."""
    mark = sum(model.__name__.encode()) % 4096
    return f"{n >> 28:08x}-{(n >> 12) & 0xFFFF:04x}-7{n & 0xFFF:03x}-8{mark:03x}-000000000001"


def load(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Copy the rows in; what they leave out is as the model, or the database, begins with it."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if field.db_default is models.NOT_PROVIDED]
    usual = {field.attname: _usual(field) for field in fields}
    filled = (usual | row for row in rows)
    while some := list(islice(filled, STEP)):
        copy_rows(model, some)


def _usual(field: "models.Field[Any, Any]") -> object:
    """A list or an object as PostgreSQL writes it."""
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return "{}" if value == [] else value


def at(share: float) -> datetime:
    """A time, from 0 (two years ago) to 1 (now)."""
    return UNTIL - SPAN * (1 - share)


@contextmanager
def without_indexes(*loaded: type[models.Model]) -> Iterator[None]:
    """Indexes that hold no constraint are built once, at the end, as after a restore."""
    tables = [model._meta.db_table for model in loaded]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
            [tables],
        )
        found = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica")
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in found:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = origin")

"""The project's rows: what was drawn is copied in as plain numbers, of which PostgreSQL makes rows.

Ten million answers take some minutes so. A row's id is made of its number: see `id` below.
"""

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from feedback.models import Answer, Citation, Correction, Exposure, Feedback, Project
from tests.benchmarks.reporting import world as lots
from tests.benchmarks.reporting.rows import MAKE_ID, ROWS
from tests.benchmarks.reporting.world import BEGAN, LANGUAGES, MODELS, World
from tests.benchmarks.triage.loading import without_indexes

LOADED = (Answer, Citation, Correction, Exposure, Feedback)
STEP = 1_000_000

Columns = Mapping[str, npt.NDArray[Any]]

# By numpy's kind of values: PostgreSQL's type, and what it reads of it.
_TYPES = {"i": ("int4", ">i4"), "f": ("float8", ">f8"), "b": ("bool", "?")}


def seed(project: Project, world: World) -> None:
    """All of it, vacuumed and analysed; nothing is folded."""
    known = {
        "project": project.pk,
        "of": world.number,
        "began": BEGAN,
        "models": list(MODELS),
        "languages": list(LANGUAGES),
        **{name.lower(): getattr(lots, name) for name in ("TEAMS", "COHORTS", "RELEASES")},
        **{name.lower(): getattr(lots, name) for name in ("SOURCES", "DAYS")},
    }
    drawn = _drawn(world)
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")  # so that rows stay in the order of time
        cursor.execute(MAKE_ID)
        for table, columns in drawn.items():
            _copy(table, columns)
        with without_indexes(*LOADED):
            for statement in ROWS:
                cursor.execute(statement, known)
        for table in (*drawn, "drawn_who"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("RESET work_mem")
        cursor.execute("VACUUM ANALYZE")


def _drawn(world: World) -> dict[str, Columns]:
    """By temporary table its columns. Times are days since BEGAN."""
    chance = np.random.default_rng(world.number + 50)
    spoken = world.spoken
    said = np.minimum(world.asked[spoken] + chance.exponential(0.1, spoken.size), lots.DAYS - 0.001)
    # Nine of ten in the pilot; fewer in the middle, and more again.
    phases = [0, lots.PILOT_DAYS, 200, 300, lots.DAYS]
    satisfied = np.interp(world.asked[spoken], phases, [0.92, 0.9, 0.6, 0.65, 0.8])
    return {
        "drawn_person": {
            "person": np.arange(world.people),
            "team": world.team,
            "cohort": world.cohort,
            "at": world.registered,
        },
        "drawn_answer": {
            "answer": np.arange(world.asked.size),
            "person": world.person,
            "release": world.release,
            "model": world.model,
            "language": world.language,
            "confidence": chance.random(world.asked.size).round(3),
            "at": world.asked,
        },
        "drawn_word": {
            "word": np.arange(spoken.size),
            "answer": spoken,
            "up": chance.random(spoken.size) < satisfied,
            "at": said,
        },
    }


def _copy(table: str, columns: Columns) -> None:
    """A temporary table of these columns, copied in as PostgreSQL's own bytes."""
    types = {name: _TYPES[of.dtype.kind][0] for name, of in columns.items()}
    written = ", ".join(f"{name} {kind}" for name, kind in types.items())
    [size, *_] = {of.size for of in columns.values()}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({written})")
        with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for first in range(0, size, STEP):
                copy.write(_rows({name: of[first : first + STEP] for name, of in columns.items()}))
            copy.write(struct.pack(">h", -1))
        cursor.execute(f"ANALYZE {table}")


def _rows(columns: Columns) -> bytes:
    """Each row is how many values it has, and of each its length and itself."""
    row = [("values", ">i2")]
    for name, of in columns.items():
        row += [(f"{name} size", ">i4"), (name, _TYPES[of.dtype.kind][1])]
    [size, *_] = {of.size for of in columns.values()}
    rows = np.empty(size, np.dtype(row))
    rows["values"] = len(columns)
    for name, of in columns.items():
        rows[f"{name} size"] = rows.dtype[name].itemsize
        rows[name] = of
    return rows.tobytes()

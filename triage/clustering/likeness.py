"""The issues nearest to a vector: exact by what is compared, and quick by what is looked through.

Each centre's signs are compared first; those with the most signs in common are then compared by
their cosine. The signs are kept in the process, and brought up to date by the centres that were
written after the turn at which they were read.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from pgvector import Vector as Text

from feedback.models import Project
from triage.clustering.signs import Signs
from triage.embedding.vectors import Vector
from triage.models import IssueCounter

LOOKED_AT = 300
# Issues of all projects together: 64 bytes each where vectors have 384 numbers. The project whose
# signs were read longest ago goes first.
MOST_KEPT = 500_000
_CHANGED = """
SELECT string_agg(uuid_send(issue_id), ''::bytea ORDER BY issue_id),
    string_agg(uuid_send(issue_id) || varbit_send(signs), ''::bytea ORDER BY issue_id)
        FILTER (WHERE model = %(model)s AND count > 0)
FROM triage_issuecentre WHERE project_id = %(project)s AND turn > %(turn)s
"""
_ALL = """
SELECT NULL, string_agg(uuid_send(issue_id) || varbit_send(signs), ''::bytea ORDER BY issue_id)
FROM triage_issuecentre WHERE project_id = %(project)s AND model = %(model)s AND count > 0
"""
_COMPARED = """
SELECT issue_id, 1 - (total <=> %(vector)s::vector) AS likeness
FROM triage_issuecentre
WHERE issue_id = ANY(%(ids)s) AND project_id = %(project)s AND model = %(model)s AND count > 0
ORDER BY likeness DESC, issue_id LIMIT %(most)s
"""


@dataclass(frozen=True)
class _Kept:
    """Signs as they were at a turn."""

    turn: int
    signs: Signs


_kept: dict[tuple[UUID, str], _Kept] = {}
_keeping = Lock()


def nearest_to(
    project: Project,
    vector: Vector,
    *,
    model: str,
    least: float,
    most: int,
    looked_at: int = LOOKED_AT,
) -> dict[UUID, float]:
    """Up to `most` issues by their centres' cosine to the vector, `least` or more, the nearest
    first; those that another model reads are passed over. Compared by their cosine are the
    `looked_at` that have the most signs in common with it."""
    signs = _signs_of(project, model=model, dimension=len(vector))
    values: dict[str, Any] = {
        "project": project.pk,
        "model": model,
        "vector": Text(np.asarray(vector)).to_text(),
        "ids": signs.nearest(np.asarray(vector), looked_at),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, values)
        return {issue: likeness for issue, likeness in cursor.fetchall() if likeness >= least}


def _signs_of(project: Project, *, model: str, dimension: int) -> Signs:
    key = (project.pk, model)
    turn = IssueCounter.objects.values_list("turn", flat=True).get(project=project)
    known = _kept.get(key)
    if known is None or known.turn < turn:
        known = _Kept(turn, _read(project, known, model=model, dimension=dimension))
        # What a transaction changed and takes back is never known to others.
        transaction.on_commit(lambda: _keep(key, known))
    return known.signs


def _read(project: Project, known: _Kept | None, *, model: str, dimension: int) -> Signs:
    values: dict[str, Any] = {"project": project.pk, "model": model}
    with connection.cursor() as cursor:
        if known:
            cursor.execute(_CHANGED, values | {"turn": known.turn})
        else:
            cursor.execute(_ALL, values)
        ids, raw = cursor.fetchone()
    now = Signs.read(bytes(raw or b""), dimension=dimension)
    if known is None:
        return now
    return known.signs.changed(np.frombuffer(ids or b"", dtype="S16"), now)


def _keep(key: tuple[UUID, str], known: _Kept) -> None:
    with _keeping:
        _kept.pop(key, None)
        _kept[key] = known
        while len(_kept) > 1 and sum(len(one.signs.ids) for one in _kept.values()) > MOST_KEPT:
            del _kept[next(iter(_kept))]

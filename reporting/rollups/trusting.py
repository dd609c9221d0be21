"""Bins of confidence and sums of sources, recomputed from the raw rows. They have no editions."""

from collections.abc import Collection
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection

from feedback.directory.reasons import COULDNT_VERIFY, SHOULD_ABSTAIN
from reporting.rollups import trust_statements
from reporting.rollups.spans import LENGTHS, Span

REASONS = {"couldnt_verify": COULDNT_VERIFY, "should_abstain": SHOULD_ABSTAIN}


def fold_trust(project_id: UUID, days: Collection[date]) -> None:
    """These days wholly, and every longer span that they are in."""
    parameters: dict[str, Any] = {"project": project_id, "days": sorted(days), **REASONS}
    with connection.cursor() as cursor:
        for statement in (*trust_statements.CLEAR, *trust_statements.FOLD):
            cursor.execute(statement, parameters)
    _add_up(project_id, days)


def clear_rest(project_id: UUID, edition: int) -> None:
    """Leave nothing of days of which a rebuild, of that edition, found nothing."""
    days: set[date] = set()
    with connection.cursor() as cursor:
        for statement in trust_statements.TAKE_REST:
            cursor.execute(statement, {"project": project_id, "edition": edition})
            days |= {day for (day,) in cursor.fetchall()}
    _add_up(project_id, days)


def _add_up(project_id: UUID, days: Collection[date]) -> None:
    with connection.cursor() as cursor:
        for shorter, length in pairwise(LENGTHS):
            firsts = sorted({Span.around(day, length).first for day in days})
            parameters: dict[str, Any] = {"project": project_id, "firsts": firsts}
            parameters |= {"length": length, "shorter": shorter}
            for statement in trust_statements.ADD_UP:
                cursor.execute(statement, parameters)

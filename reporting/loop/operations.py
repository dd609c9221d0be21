"""Folding what happened to issues: those that were touched, and once a day all of them.

All once a day, since of some changes nothing tells: due times that are reckoned anew, people who
are erased.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from feedback.models import Project
from feedback.models.base import first_id
from reporting.loop import statements
from reporting.models import LoopState

# A row's key is made before its transaction commits: far more than any transaction may take.
OVERLAP = timedelta(minutes=10)
AT_ONCE = 1000


@transaction.atomic
def fold(*, project: Project, now: datetime) -> int:
    """Fold every issue that something has happened to; how many. 0 at once where somebody else is
    folding the project: what came while they do is found the next time."""
    LoopState.objects.get_or_create(project=project)
    state = LoopState.objects.select_for_update(skip_locked=True).filter(project=project).first()
    if state is None:
        return 0
    [(newest,)] = _rows(statements.NEWEST_NOTICE, project=project.pk)
    whole = state.whole_on != now.date() or state.folded_through is None
    issues = _issues(statements.ALL, project) if whole else _touched(state)
    for at in range(0, len(issues), AT_ONCE):
        some = issues[at : at + AT_ONCE]
        _run(statements.CLEAR, issues=some)
        _run(statements.FOLD, issues=some)
    _count_receipts(state, now)
    state.folded_through, state.last_notice, state.whole_on = now, newest, now.date()
    state.save()
    return len(issues)


def _touched(state: LoopState) -> list[UUID]:
    assert state.folded_through
    since = first_id(state.folded_through - OVERLAP)
    return _issues(statements.TOUCHED, state.project, since=since, notice=state.last_notice)


def _count_receipts(state: LoopState, now: datetime) -> None:
    """Every day since the one that was folded last; before the first fold, since the project is."""
    day = ((state.folded_through or state.project.created_at) - OVERLAP).date()
    while day <= now.date():
        since, until = _first_id(day), _first_id(day + timedelta(1))
        _run(statements.RECEIPTS, project=state.project_id, day=day, since=since, until=until)
        day += timedelta(1)


def _first_id(day: date) -> UUID:
    return first_id(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _issues(statement: str, project: Project, **given: Any) -> list[UUID]:
    return [pk for (pk,) in _rows(statement, project=project.pk, **given)]


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _run(statement: str, **given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)

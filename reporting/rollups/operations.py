"""Folding raw rows into the daily tables: by arrival as they come, or all of it anew.

A day is always recomputed wholly, so that folding twice changes nothing, whoever does it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from feedback.directory.reasons import COULDNT_VERIFY, SHOULD_ABSTAIN
from feedback.models import Project
from reporting.models import FoldState, LeftDay
from reporting.rollups import statements, trust_statements

# A row is stamped before its transaction commits. One that commits later than this after its
# stamp is missed until somebody rebuilds, so this is far more than any transaction may take.
OVERLAP = timedelta(minutes=10)
EVER = datetime(1, 1, 1, tzinfo=UTC)
DAYS_AT_ONCE = 31

Progress = Callable[[int, int], None]


def _untold(done: int, total: int) -> None:
    """Progress that nobody asked about."""


@transaction.atomic
def fold(*, project: Project, now: datetime) -> int:
    """Recompute every day on which something has arrived or left. The number of days recomputed.

    Returns 0 at once when nothing is new, or when somebody else is folding the project: what
    arrives while they do is found the next time.
    """
    FoldState.objects.get_or_create(project=project)
    state = FoldState.objects.select_for_update(skip_locked=True).filter(project=project).first()
    if state is None:
        return 0
    since = _since(state.folded_through)
    # Looked at before the days are: what is committed in between is folded now, and once more.
    arrivals = _arrivals(project, since)
    if arrivals == state.arrivals and not LeftDay.objects.of(project).exists():
        FoldState.objects.filter(project=project).update(checked_at=now)
        return 0
    next_arrivals = _arrivals(project, now - OVERLAP)
    days = _dates(statements.DAYS_OF_ARRIVALS, project=project.id, since=since)
    days |= _dates(statements.TAKE_LEFT_DAYS, project=project.id)
    for some in _in_portions(days):
        _recompute(project.id, some)
    FoldState.objects.filter(project=project).update(
        folded_through=now, arrivals=next_arrivals, checked_at=now
    )
    return len(days)


@transaction.atomic
def rebuild(*, project: Project, now: datetime, progress: Progress = _untold) -> int:
    """Make the project's daily tables anew from the raw rows. The number of days.

    Waits for a fold that is at work. `progress(done, total)` is called in days. Readers see the
    old figures until it is done. Needed after rows were deleted: nothing tells of those.
    """
    FoldState.objects.get_or_create(project=project)
    FoldState.objects.select_for_update().get(project=project)
    arrivals = _arrivals(project, now - OVERLAP)
    with connection.cursor() as cursor:
        for statement in (*statements.CLEAR_ALL, *trust_statements.CLEAR_ALL):
            cursor.execute(statement, {"project": project.id})
    days = _dates(statements.DAYS_OF_ARRIVALS, project=project.id, since=EVER)
    done = 0
    progress(done, len(days))
    for some in _in_portions(days):
        _recompute(project.id, some)
        done += len(some)
        progress(done, len(days))
    FoldState.objects.filter(project=project).update(
        folded_through=now, arrivals=arrivals, checked_at=now
    )
    return len(days)


def _since(folded_through: datetime | None) -> datetime:
    return folded_through - OVERLAP if folded_through else EVER


def _arrivals(project: Project, since: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statements.ARRIVALS, {"project": project.id, "since": since})
        return str(cursor.fetchone()[0])


def _dates(statement: str, **parameters: Any) -> set[date]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {day for (day,) in cursor.fetchall()}


def _in_portions(days: Iterable[date]) -> Iterable[list[date]]:
    ordered = sorted(days)
    return (ordered[at : at + DAYS_AT_ONCE] for at in range(0, len(ordered), DAYS_AT_ONCE))


def _recompute(project_id: UUID, days: list[date]) -> None:
    parameters: dict[str, Any] = {
        "project": project_id,
        "days": days,
        "couldnt_verify": COULDNT_VERIFY,
        "should_abstain": SHOULD_ABSTAIN,
    }
    clear = (*statements.CLEAR, *trust_statements.CLEAR)
    fold = (statements.FOLD_COUNTS, statements.FOLD_PEOPLE, *trust_statements.FOLD)
    with connection.cursor() as cursor:
        for statement in (*clear, *fold):
            cursor.execute(statement, parameters)

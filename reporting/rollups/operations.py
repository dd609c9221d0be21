"""Folding raw rows into spans: by arrival as they come, or all of it anew.

A day is always recomputed wholly, so that folding twice changes nothing, whoever does it.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from feedback.models import Project
from reporting.models import FoldState, Stale
from reporting.rollups import arrivals, statements
from reporting.rollups.asking import days_by, locked, one_by
from reporting.rollups.folding import Folder, number, with_groups
from reporting.rollups.marking import keep_marks
from reporting.rollups.rebuilding import EVER, begin, portions
from reporting.rollups.registering import keep_weeks, note_first_use, register_people

Progress = Callable[[int, int], None]


def _untold(done: int, total: int) -> None:
    """Progress that nobody asked about."""


def fold(*, project: Project, now: datetime) -> int:
    """Recompute every day on which something has arrived or left. The number of days recomputed.

    Returns 0 at once when nothing is new, or when somebody else is folding the project: what
    arrives while they do is found the next time. What was never folded is rebuilt.
    """
    FoldState.objects.get_or_create(project=project)
    with transaction.atomic():
        state = locked(project, wait=False)
        if state is None:
            return 0
        if state.folded_through is not None:
            return _fold(project, state, now)
        since = begin(project, state, now)
    return sum(portions(project, since, now=now, wait=False))


def _fold(project: Project, state: FoldState, now: datetime) -> int:
    assert state.folded_through
    since = state.folded_through - arrivals.OVERLAP
    # Looked at before the days are: what is committed in between is folded now, and once more.
    arrived = one_by(arrivals.ARRIVALS, project, since=since)
    if arrived == state.arrivals and not Stale.objects.of(project).exists():
        state.checked_at = now
        state.save(update_fields=["checked_at"])
        return 0
    state.arrivals = one_by(arrivals.ARRIVALS, project, since=now - arrivals.OVERLAP)
    stale = days_by(arrivals.TAKE_STALE, project)
    found = stale | days_by(arrivals.DAYS_OF_ARRIVALS, project, since=since)
    days = {day for day in found if day}
    if None in stale:
        number(state, statements.NUMBER_PEOPLE, {"project": project.id})
    editions = [state.edition, *([state.edition + 1] if state.rebuilding_since else [])]
    Folder.of(project, state, editions).recompute(days)
    register = with_groups(project)
    if None in stale:
        register_people(register)
    if days:
        note_first_use(register, state, days)
        keep_marks(project, state, days)
    keep_weeks(project)
    state.folded_through = state.checked_at = now
    state.save()
    return len(days)


def rebuild(*, project: Project, now: datetime, progress: Progress = _untold) -> int:
    """Make everything that is folded anew from the raw rows. The number of days that were left.

    Readers see the old figures until it is whole. One that was killed goes on where it was; folds
    go on meanwhile. `progress(done, total)` is called in days.
    """
    FoldState.objects.get_or_create(project=project)
    with transaction.atomic():
        state = locked(project, wait=True)
        assert state
        since = begin(project, state, now)
    first = state.rebuilt_before or one_by(arrivals.NEXT_DAY, project, start=EVER)
    last = one_by(arrivals.LAST_DAY, project)
    total = (last - first).days + 1 if first and last else 0
    done = 0
    progress(done, total)
    for days in portions(project, since, now=now):
        done += days
        progress(done, total)
    return done

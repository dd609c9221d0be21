"""A rebuild: the next edition, written portion by portion, then turned to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from feedback.models import Project
from reporting.models import FoldState, Homes, SpanCount
from reporting.rollups import arrivals, statements
from reporting.rollups.asking import days_by, locked, one_by
from reporting.rollups.folding import Folder, number, with_groups
from reporting.rollups.marking import keep_marks
from reporting.rollups.registering import (
    homes_at_present,
    keep_homes,
    keep_weeks,
    note_first_use,
    register_people,
)
from reporting.rollups.spans import Span
from reporting.rollups.trusting import clear_rest

# So many days are one transaction: what a killed rebuild loses.
DAYS_AT_ONCE = 28
EVER = datetime(1, 1, 1, tzinfo=UTC)


def begin(project: Project, state: FoldState, now: datetime) -> datetime:
    """Begin a rebuild, or go on with the one that was begun: since when it is at work."""
    if state.rebuilding_since is None:
        state.rebuilding_since, state.rebuilt_before = now, None
        if state.folded_through is None:
            state.arrivals = one_by(arrivals.ARRIVALS, project, since=now - arrivals.OVERLAP)
            days_by(arrivals.TAKE_STALE, project)
        number(state, statements.NUMBER_PEOPLE, {"project": project.id})
        keep_homes(project.id, state.edition + 1, homes_at_present(project))
        state.save()
    return state.rebuilding_since


def portions(
    project: Project, since: datetime, *, now: datetime, wait: bool = True
) -> Iterator[int]:
    """Do what is left of the rebuild begun then, and yield how many days each portion had.

    Each is one transaction. It ends when the whole is done, by whomever; and without `wait`, when
    somebody else is at it.
    """
    while days := _portion(project, since, now=now, wait=wait):
        yield days


@transaction.atomic
def _portion(project: Project, since: datetime, *, now: datetime, wait: bool) -> int:
    state = locked(project, wait=wait)
    if state is None or state.rebuilding_since != since:
        return 0
    start = state.rebuilt_before or EVER.date()
    first = one_by(arrivals.NEXT_DAY, project, start=datetime.combine(start, EVER.timetz()))
    if first is None:
        _turn_to_it(project, state, now)
        return 0
    last = one_by(arrivals.LAST_DAY, project)
    over = min(Span.around(first, DAYS_AT_ONCE).over, last + timedelta(1))
    days = [first + timedelta(n) for n in range((over - first).days)]
    Folder.of(project, state, [state.edition + 1]).recompute(days)
    done: int = (over - (state.rebuilt_before or first)).days  # those without any row too
    state.rebuilt_before = over
    state.save(update_fields=["rebuilt_before"])
    return done


def _turn_to_it(project: Project, state: FoldState, now: datetime) -> None:
    state.edition += 1
    state.folded_through = state.folded_through or state.rebuilding_since
    state.rebuilding_since = state.rebuilt_before = None
    state.checked_at = now
    state.save()
    clear_rest(project.id, state.edition)
    former = SpanCount.objects.of(project).filter(edition__lt=state.edition)
    former._raw_delete(former.db)  # noqa: SLF001 - nothing hangs on them
    Homes.objects.of(project).filter(edition__lt=state.edition - 1).delete()
    register = with_groups(project)
    register_people(register)
    note_first_use(register, state)
    keep_marks(project, state)
    keep_weeks(project)

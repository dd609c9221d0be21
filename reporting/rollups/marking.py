"""Keeping what each person's days of use come to, as of the end of every 28 days that are over."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Max

from feedback.models import Project
from reporting.models import FoldState, PersonMarks, SpanCount
from reporting.rollups.people import People
from reporting.rollups.spans import Span
from reporting.rollups.stored import stored_marks, stored_users

EVERY = 28


def keep_marks(project: Project, state: FoldState, days: Collection[date] = ()) -> None:
    """Forget those that rest on any of these days, or all, and make those that are missing.

    Of 28 days in which nobody used it none are kept: those before hold on.
    """
    kept = PersonMarks.objects.of(project)
    stale = kept.filter(last__gte=min(days)) if days else kept
    stale._raw_delete(stale.db)  # noqa: SLF001 - nothing hangs on them
    folded = SpanCount.objects.of(project).filter(edition=state.edition, kind="", value="", days=1)
    newest = folded.aggregate(newest=Max("first"))["newest"]
    if newest is None:
        return
    over = Span.around(newest, EVERY).first
    last, marks = stored_marks(project, before=over)
    marks = marks.of_size(state.numbered)
    used = stored_users(project, days=1, first=last + timedelta(1), last=over - timedelta(1))
    for span, of_span in groupby(sorted(used, key=_day), key=_span):
        for day, people in of_span:
            marks.add(day.toordinal(), people.numbers())
        end = span.over - timedelta(1)
        PersonMarks.objects.create(project=project, last=end, columns=marks.to_bytes())


def _day(used: tuple[date, People]) -> date:
    return used[0]


def _span(used: tuple[date, People]) -> Span:
    return Span.around(used[0], EVERY)

"""What the report, the API and the CSV show: tables of figures, scoped by project."""

from datetime import date

from feedback.models import Cohort, Project, Release, Team
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, Tables
from reporting.metrics.figures import Table
from reporting.rollups.queries import tallies
from reporting.rollups.tally import Window


def groups_of(project: Project) -> Groups:
    teams = Team.objects.of(project).order_by("name").values_list("slug", "name")
    cohorts = Cohort.objects.of(project).order_by("started_on", "name").values_list("slug", "name")
    return Groups(dict(teams), dict(cohorts))


def releases_in(*, project: Project, window: Window) -> list[tuple[str, date]]:
    """The releases first seen in the window: name and day."""
    rows = Release.objects.of(project).filter(
        first_seen__date__gte=window.first, first_seen__date__lte=window.last
    )
    return [(row.name, row.first_seen.date()) for row in rows]


def table_for(*, project: Project, question: Question, today: date) -> Table:
    """The table of the window that the question is about, with its weeks if asked by week."""
    window = question.window_by(today)
    weeks = list(window.weeks()) if question.by == "week" else []
    found = tallies(project=project, windows=[window, *weeks])
    return Table(window, found[0], dict(zip(weeks, found[1:], strict=True)))


def tables_for(
    *,
    project: Project,
    question: Question,
    whole: Window,
    today: date,
    other: Window | None = None,
) -> Tables:
    """The window asked for, the one of equal length before it, the weeks of the whole, and that
    other window: all at once, as each reading goes through everybody."""
    key = question.window_by(today)
    weeks = list(whole.weeks())
    more = [other] if other else []
    windows = [key, key.before(), *more, whole, *weeks]
    now, before, *found = tallies(project=project, windows=windows)
    beside = Table(other, found.pop(0)) if other else None
    return Tables(
        key=Table(key, now),
        before=Table(key.before(), before),
        weeks=Table(whole, found[0], dict(zip(weeks, found[1:], strict=True))),
        other=beside,
    )

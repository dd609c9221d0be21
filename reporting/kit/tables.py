"""What the report, the API and the CSV show: tables of figures, scoped by project."""

from collections.abc import Sequence
from datetime import date

from feedback.models import Cohort, Project, Release, Team
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, Tables
from reporting.metrics.figures import Table
from reporting.rollups.queries import GroupSlugs, tallies
from reporting.rollups.tally import Cell, Tally, Window


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
    return _table(window, [None, *weeks], found)


def tables_for(*, project: Project, question: Question, whole: Window, today: date) -> Tables:
    """The window asked for, the one of equal length before it, and the weeks of the whole."""
    key = question.window_by(today)
    weeks = list(whole.weeks())
    now, before, *found = tallies(project=project, windows=[key, key.before(), whole, *weeks])
    return Tables(
        key=_table(key, [None], [now]),
        before=_table(key.before(), [None], [before]),
        weeks=_table(whole, [None, *weeks], found),
    )


def _table(
    window: Window, weeks: Sequence[Window | None], found: Sequence[dict[GroupSlugs, Tally]]
) -> Table:
    cells = {
        Cell(week.first if week else None, *groups): tally
        for week, tallied in zip(weeks, found, strict=True)
        for groups, tally in tallied.items()
    }
    return Table(window, cells)

"""What the report, the API and the CSV show: tables of figures, scoped by project."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from feedback.models import Cohort, Project, Release, Team
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, Tables
from reporting.metrics.among import Among
from reporting.metrics.figures import Table
from reporting.rollups.placed import Counts
from reporting.rollups.queries import people_among, tallies
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
    [table] = tabled(project=project, question=question, windows={window: weeks})
    return table


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
    windows: dict[Window, list[Window]] = {key: [], key.before(): []}
    windows |= {other: []} if other else {}
    windows |= {whole: list(whole.weeks())}
    found = tabled(project=project, question=question, windows=windows)
    by_window = dict(zip(windows, found, strict=True))
    return Tables(
        key=by_window[key],
        before=by_window[key.before()],
        weeks=by_window[whole],
        other=by_window[other] if other else None,
    )


def tabled(
    *, project: Project, question: Question, windows: Mapping[Window, Sequence[Window]]
) -> list[Table]:
    """For each window with its weeks a table, of the answers of the facet asked for, if one is."""
    every = list(dict.fromkeys(w for window, weeks in windows.items() for w in (*weeks, window)))
    kind, value = question.facet or ("", "")
    read = tallies(project=project, windows=every, kind=kind, value=value)
    found = dict(zip(every, read, strict=True))
    if not question.facet:
        return [
            Table(window, found[window], {week: found[week] for week in weeks})
            for window, weeks in windows.items()
        ]
    people = people_among(project=project, windows=every, kind=kind)
    by_role = cache(people.of)
    at = {window: place for place, window in enumerate(every)}
    return [
        Table(
            window,
            found[window],
            {week: found[week] for week in weeks},
            among=_among(people.values, by_role, [at[one] for one in (*weeks, window)]),
            value=value,
            life=question.life,
        )
        for window, weeks in windows.items()
    ]


def tables_by_value(
    *, project: Project, kind: str, window: Window, weeks: Sequence[Window]
) -> dict[str, Table]:
    """The table of the window with these weeks of it, for each value of that kind of facet. What is
    hidden is decided for all values at once. Four statements."""
    every = list(dict.fromkeys((*weeks, window)))
    people = people_among(project=project, windows=every, kind=kind)
    among = _among(people.values, cache(people.of), [every.index(one) for one in (*weeks, window)])
    found = {}
    for part, value in enumerate(people.values):
        of = dict(zip(every, people.tallied(part), strict=True))
        by_week = {week: of[week] for week in weeks}
        found[value] = Table(window, of[window], by_week, among=among, value=value)
    return found


def _among(values: Sequence[str], by_role: Callable[[str], Counts], places: Sequence[int]) -> Among:
    """Those of the windows in these places, all weeks last."""
    return Among(values, lambda role: by_role(role)[:, places])

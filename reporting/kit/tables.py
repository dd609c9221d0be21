"""What the report, the API and the CSV show: tables of figures, scoped by project."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from feedback.models import Cohort, Project, Release, Team
from reporting.kit.facets import Facet
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, Tables
from reporting.metrics.among import ROLES, Among
from reporting.metrics.figures import Table
from reporting.rollups.queries import people_among, tallies
from reporting.rollups.tallied import FIELDS, Tallied
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
    [table] = tabled(project=project, facet=question.facet, windows={window: weeks})
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
    found = tabled(project=project, facet=question.facet, windows=windows)
    by_window = dict(zip(windows, found, strict=True))
    return Tables(
        key=by_window[key],
        before=by_window[key.before()],
        weeks=by_window[whole],
        other=by_window[other] if other else None,
    )


def tabled(
    *, project: Project, facet: Facet | None, windows: Mapping[Window, Sequence[Window]]
) -> list[Table]:
    """For each window with its weeks a table, of that facet's answers where there is one."""
    every = list(dict.fromkeys(w for window, weeks in windows.items() for w in (*weeks, window)))
    kind, value = facet or ("", "")
    read = tallies(project=project, windows=every, kind=kind, value=value)
    found = dict(zip(every, read, strict=True))
    if facet is None:
        return [
            Table(window, found[window], {week: found[week] for week in weeks})
            for window, weeks in windows.items()
        ]
    values, parts = people_among(project=project, windows=every, kind=kind)
    beside = [dict(zip(every, part, strict=True)) for part in parts]
    return [
        Table(
            window,
            found[window],
            {week: found[week] for week in weeks},
            among=_among(values, [[of[one] for one in (*weeks, window)] for of in beside]),
            value=value,
        )
        for window, weeks in windows.items()
    ]


def tables_by_value(
    *, project: Project, kind: str, window: Window, weeks: Sequence[Window]
) -> dict[str, Table]:
    """The table of the window with these weeks of it, for each value of that kind of facet. What is
    hidden is decided for all values at once. Four statements."""
    every = list(dict.fromkeys((*weeks, window)))
    values, parts = people_among(project=project, windows=every, kind=kind)
    among = _among(values, parts)
    found = {}
    for value, part in zip(values, parts, strict=False):  # the last is the whole
        some = next(tallied for tallied in part if tallied)
        blank = replace(some, counts=np.zeros_like(some.counts))
        of = {one: tallied or blank for one, tallied in zip(every, part, strict=True)}
        by_week = {week: of[week] for week in weeks}
        found[value] = Table(window, of[window], by_week, among=among, value=value)
    return found


def _among(values: Sequence[str], parts: Sequence[Sequence[Tallied | None]]) -> Among | None:
    """Out of what was counted in each window of each part, the last of which is the whole; none
    where nothing was."""
    found = [
        ((at, place), tallied.counts)
        for at, part in enumerate(parts)
        for place, tallied in enumerate(part)
        if tallied
    ]
    if not found:
        return None
    fields = [FIELDS.index(role) for role in ROLES]
    shape = len(parts), len(parts[0]), *found[0][1].shape[1:]
    people = np.zeros((len(ROLES), *shape), np.int64)
    for (at, place), counts in found:
        people[:, at, place] = counts[fields]
    return Among(values, dict(zip(ROLES, people, strict=True)))

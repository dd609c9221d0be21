"""Slices of a table: by week, by team, by cohort, and the names they go by. Pure."""

from dataclasses import dataclass

from reporting.kit.questions import Question
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.rollups.tally import Cell, Window


@dataclass(frozen=True)
class Groups:
    """The project's teams and cohorts: names by slug, in the order in which they are shown."""

    teams: dict[str, str]
    cohorts: dict[str, str]

    def of(self, kind: str) -> dict[str, str]:
        return self.teams if kind == "team" else self.cohorts

    def name(self, kind: str, slug: str) -> str:
        return self.of(kind).get(slug) or f"No {kind}"


@dataclass(frozen=True)
class Part:
    """One element of a series: a week, or a team's or cohort's slug, and its figure."""

    key: Window | str
    figure: Figure


@dataclass(frozen=True)
class Tables:
    """What a report is made of: the window asked for, the one before it, all weeks, and another
    window where one is wanted."""

    key: Table
    before: Table
    weeks: Table
    other: Table | None = None


def by_week(table: Table, metric: Metric, cell: Cell) -> list[Part]:
    """The metric in each week of the cell's slice."""
    figures = table.by_week(metric, cell)
    return [Part(week, figure) for week, figure in zip(table.weeks, figures, strict=True)]


def by_group(table: Table, metric: Metric, cell: Cell, kind: str, groups: Groups) -> list[Part]:
    """The metric in each team or cohort of the cell's slice; "" last, where anything is in it."""
    return [
        Part(slug, table.figure(metric, narrowed(cell, kind, slug)))
        for slug in slugs_of(table, cell, kind, groups)
    ]


def narrowed(cell: Cell, kind: str, slug: str) -> Cell:
    """The cell, cut to one team or cohort."""
    return cell._replace(team=slug) if kind == "team" else cell._replace(cohort=slug)


def slugs_of(table: Table, cell: Cell, kind: str, groups: Groups) -> list[str]:
    """The teams or cohorts that the slice has: one where it is cut to one, else all."""
    asked = getattr(cell, kind)
    if asked is not None:
        return [asked]
    found = table.teams if kind == "team" else table.cohorts
    return [*groups.of(kind), *([""] if "" in found else [])]


def series(table: Table, metric: Metric, question: Question, groups: Groups) -> list[Part]:
    """The metric in each week, team or cohort, whichever the question asks by."""
    if question.by == "week":
        return by_week(table, metric, question.cell)
    if question.by:
        return by_group(table, metric, question.cell, question.by, groups)
    return []

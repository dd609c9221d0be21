"""Each metric against its plain recomputation from raw rows, for every slice and week."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from feedback.models import Answer, Feedback, Person, Project
from reporting.kit.questions import Question
from reporting.kit.tables import table_for
from reporting.metrics.figures import Status, Table
from reporting.report.definitions import METRICS
from reporting.rollups.operations import rebuild
from reporting.rollups.tally import Cell, Window
from tests.reporting.history import (
    START,
    History,
    Key,
    counts_from_raw_rows,
    rows_of_people,
)

GROUPS = [None, "", "finance", "legal", "sales"]
COHORTS = [None, "", "pilot", "rollout"]


@pytest.fixture(scope="module")
def window() -> Window:
    return Window(START.date() + timedelta(3), START.date() + timedelta(23))


@pytest.fixture
def table(project: Project, window: Window) -> Table:
    history = History(project, 5)
    history.go_on(400)
    rebuild(project=project, now=history.now)
    return table_for(
        project=project, question=Question(window=window, by="week"), today=window.last
    )


def cells(table: Table) -> Iterator[tuple[Cell, Window]]:
    for week in (None, *table.weeks):
        for team in GROUPS:
            for cohort in COHORTS:
                yield Cell(week.first if week else None, team, cohort), week or table.window


def in_groups(cell: Cell, team: str, cohort: str) -> bool:
    return cell.team in (None, team) and cell.cohort in (None, cohort)


def of_groups(cell: Cell, row: Answer | Feedback | Person) -> bool:
    return in_groups(cell, row.team.slug if row.team else "", row.cohort.slug if row.cohort else "")


def within(window: Window, row: Answer | Feedback) -> bool:
    at = row.given_at if isinstance(row, Feedback) else row.asked_at
    return window.first <= at.date() <= window.last


def counted(raw: dict[Key, Counter[str]], cell: Cell, window: Window) -> Counter[str]:
    total: Counter[str] = Counter()
    for (day, team, cohort), counts in raw.items():
        if window.first <= day <= window.last and in_groups(cell, team, cohort):
            total += counts
    return total


def test_every_count_of_every_slice_and_week(project: Project, table: Table) -> None:
    raw = counts_from_raw_rows(project)
    for cell, window in cells(table):
        expected = counted(raw, cell, window)
        tally = table.tally(cell)
        assert +Counter({name: getattr(tally, name) for name in expected}) == expected


def test_people_are_counted_once_in_every_slice_and_week(project: Project, table: Table) -> None:
    rows = rows_of_people(project)
    for cell, window in cells(table):
        users = {who for row, who in rows if within(window, row) and of_groups(cell, row)}
        tally = table.tally(cell)
        assert tally.users - tally.anonymous == len(users)


def test_active_people_are_a_part_of_the_registered(project: Project, table: Table) -> None:
    rows = rows_of_people(project)
    people = list(Person.objects.of(project).select_related("team", "cohort"))
    for cell, window in cells(table):
        there = [p for p in people if p.registered_at.date() <= window.last]
        registered = {str(person.id) for person in there if of_groups(cell, person)}
        active = registered & {who for row, who in rows if within(window, row)}
        tally = table.tally(cell)
        assert (tally.registered, tally.active) == (len(registered), len(active))


def test_every_share_is_a_part_of_its_whole_with_its_interval_around_it(table: Table) -> None:
    figures = [table.figure(m, cell) for m in METRICS.values() for cell, _ in cells(table)]
    told = [figure for figure in figures if figure.interval]
    assert len(told) > 50
    for figure in told:
        low, high = figure.interval
        assert 0 <= low <= figure.value <= high <= 1


def test_nothing_is_told_of_fewer_than_five_people(table: Table) -> None:
    for metric in METRICS.values():
        for cell, _ in cells(table):
            if 0 < metric.people(table.tally(cell)) < 5:
                assert table.figure(metric, cell).status is Status.HIDDEN

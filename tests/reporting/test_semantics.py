"""Every metric says what it says it does: recomputed from raw rows, after whatever happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Project
from reporting.kit.facets import Facet
from reporting.kit.questions import Question
from reporting.kit.tables import tabled
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.report.definitions import METRICS
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies, tallies_by_value
from reporting.rollups.tallied import Tallied
from reporting.rollups.tally import Cell, Tally, Window
from tests.reporting import folded, plainly
from tests.reporting.history import DAYS, START
from tests.reporting.wild import WildHistory

GROUPS = ["", "finance", "legal", "sales", None]
COHORTS = ["", "pilot", "rollout", None]
FACETS = {"release": ["", "r-1", "r-2"], "model": ["", "m-1", "m-2"], "language": ["", "de", "en"]}

seldom = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(figure: Figure) -> tuple[Any, ...]:
    around = figure.interval and tuple(round(limit, 9) for limit in figure.interval)
    return figure.status.value, figure.numerator, figure.denominator, around


def order_of(weeks: list[Any], tallied: Tallied) -> plainly.Order:
    """That in which cells of as many people are hidden: totals last, then as the table has them."""
    ranks = [weeks, [*tallied.teams, None], [*tallied.cohorts, None]]

    def order(place: plainly.Place) -> tuple[Any, ...]:
        value, *groups = (None, *place)[-4:]
        totals = sum(key is None for key in place)
        at = [axis.index(key) for axis, key in zip(ranks, groups, strict=True)]
        return totals, value or "", at

    return order


def holds(
    table: Table, metric: Metric, expected: Mapping[Cell, Tally], hidden: set[plainly.Place]
) -> None:
    """The figure of each cell is the plain one, and hidden where it must be."""
    for cell, tally in expected.items():
        plain = plainly.figure(metric, tally, hidden=tuple(cell) in hidden)
        status, part, whole, interval = plain
        around = interval and tuple(round(limit, 9) for limit in interval)
        found = told(table.figure(metric, cell))
        assert found == (status, part, whole, around), (metric.name, cell)


def cells_of(window: Window) -> dict[Cell, Window]:
    """Every cell of the window's table, with its days."""
    return {
        Cell(week.first if week else None, team, cohort): week or window
        for week in (None, *window.weeks())
        for team in GROUPS
        for cohort in COHORTS
    }


@seldom
@given(seed=st.integers(0, 10**6), first=st.integers(0, DAYS - 1), days=st.integers(1, DAYS))
def test_each_metric_is_what_plain_python_makes_of_the_raw_rows(
    project: Project, seed: int, first: int, days: int
) -> None:
    with transaction.atomic():
        history = WildHistory(project, seed)
        for _ in range(3):
            history.go_on(70)
            fold(project=project, now=history.now)
        begin = START.date() + timedelta(first)
        window = Window(begin, begin + timedelta(days - 1))
        weeks = list(window.weeks())
        whole, *parts = tallies(project=project, windows=[window, *weeks])
        table = Table(window, whole, dict(zip(weeks, parts, strict=True)))
        raw = plainly.Raw(project)
        expected = {cell: raw.tally(cell, days) for cell, days in cells_of(window).items()}
        order = order_of([*(week.first for week in weeks), None], whole)
        for metric in METRICS.values():
            people = {tuple(cell): metric.people(tally) for cell, tally in expected.items()}
            holds(table, metric, expected, plainly.hidden_of(people, order))
        transaction.set_rollback(True)


def test_each_metric_of_one_release_too_and_what_the_others_would_tell_is_hidden(
    project: Project,
) -> None:
    history = WildHistory(project, 23)
    history.go_on(250)
    fold(project=project, now=history.now)
    window = Window(START.date() + timedelta(2), START.date() + timedelta(18))
    weeks = list(window.weeks())
    asked = Question(facet=Facet("release", "r-1"))
    [table] = tabled(project=project, question=asked, windows={window: weeks})
    raw = plainly.Raw(project)
    by_value = {
        value: {
            cell: raw.tally(cell, days, ("release", value) if value is not None else ("", ""))
            for cell, days in cells_of(window).items()
        }
        for value in (*FACETS["release"], None)
    }
    order = order_of(
        [*(w.first for w in weeks), None], tallies(project=project, windows=[window])[0]
    )
    for metric in METRICS.values():
        people = {
            (value, *cell): metric.people(tally)
            for value, of in by_value.items()
            for cell, tally in of.items()
        }
        if metric.people(Tally(registered=1)):  # whatever they ask
            own = {place[1:]: number for place, number in people.items() if place[0] == "r-1"}
            hidden = plainly.hidden_of(own, order)
        else:
            hidden = {p[1:] for p in plainly.hidden_by_value(people, order) if p[0] == "r-1"}
        holds(table, metric, by_value["r-1"], hidden)


def test_each_count_by_each_facet(project: Project) -> None:
    history = WildHistory(project, 21)
    history.go_on(250)
    fold(project=project, now=history.now)
    window = Window(START.date() + timedelta(2), START.date() + timedelta(25))
    found = tallies_by_value(project=project, window=window, kinds=[*FACETS])
    raw = plainly.Raw(project)
    for (kind, values), by_value in zip(FACETS.items(), found, strict=True):
        assert set(by_value) <= set(values)
        for value, tallied in by_value.items():
            for team in GROUPS:
                expected = raw.tally(Cell(None, team, None), window, (kind, value))
                told = replace(expected, registered=0, active=0, never_used=0)
                assert tallied.get((team, None), Tally()) == told


@pytest.mark.parametrize("seed", [31, 32])
def test_after_a_wild_day_folding_ends_where_a_rebuild_does(project: Project, seed: int) -> None:
    history = WildHistory(project, seed)
    for _ in range(8):
        history.go_on(30)
        fold(project=project, now=history.now)
    people, counts = folded.people(project), folded.counts(project)
    rebuild(project=project, now=history.now)
    assert folded.people(project) == people
    assert folded.counts(project) == counts

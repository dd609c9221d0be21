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
from reporting.metrics.figures import Figure, Table
from reporting.report.definitions import METRICS
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies, tallies_by_value
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


def holds(table: Table, expected: Mapping[Cell, Tally], groups: dict[str, list[str]]) -> None:
    """Each figure of each cell is the plain one, and hidden where it must be."""
    first = list(dict.fromkeys(cell.week for cell in expected))
    ranks = [first[1:] + first[:1], [*groups["team"], None], [*groups["cohort"], None]]

    def order(place: plainly.Place) -> tuple[Any, ...]:
        totals = sum(key is None for key in place)
        return totals, [axis.index(key) for axis, key in zip(ranks, place, strict=True)]

    for metric in METRICS.values():
        places = {(c.week, c.team, c.cohort): metric.people(t) for c, t in expected.items()}
        hidden = plainly.hidden_of(places, order)
        for cell, tally in expected.items():
            place = (cell.week, cell.team, cell.cohort)
            plain = plainly.figure(metric, tally, hidden=place in hidden)
            status, part, whole, interval = plain
            around = interval and tuple(round(limit, 9) for limit in interval)
            assert told(table.figure(metric, cell)) == (status, part, whole, around), (
                metric.name,
                cell,
            )


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
        names = {"team": list(whole.teams), "cohort": list(whole.cohorts)}
        expected = {
            Cell(week.first if week else None, team, cohort): raw.tally(
                Cell(None, team, cohort), week or window
            )
            for week in (None, *weeks)
            for team in GROUPS
            for cohort in COHORTS
        }
        holds(table, expected, names)
        transaction.set_rollback(True)


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

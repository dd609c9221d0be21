"""A window told apart by release, model or language."""

from datetime import date

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reporting.metrics.facets import FacetTable
from reporting.metrics.figures import Status, Table
from reporting.metrics.minimum import hidden_cells
from reporting.quality.metrics import SATISFACTION
from reporting.rollups.placed import Counts
from reporting.rollups.tallied import FIELDS, Tallied
from reporting.rollups.tally import Cell, Window

DAY = Window(date(2026, 3, 2), date(2026, 3, 2))
TEAMS = ["finance", "legal"]
VOTERS = arrays(np.int64, (3, 2), elements=st.integers(0, 12))


def tallied(voters: Counts) -> Tallied:
    """So many voters in each team, all content with twenty answers each; no cohorts."""
    with_all = np.append(voters, voters.sum())
    counts = np.zeros((len(FIELDS), len(TEAMS) + 1, 1), np.int64)
    counts[FIELDS.index("voters"), :, 0] = with_all
    counts[FIELDS.index("up"), :, 0] = 20 * with_all
    return Tallied(TEAMS, [], counts)


@example(np.array([[1, 5], [0, 5], [0, 0]]))
@given(VOTERS)
def test_no_release_can_be_worked_out_from_the_others(voters: Counts) -> None:
    names = ["1.0", "1.1", "2.0"]
    by_release = {name: tallied(row) for name, row in zip(names, voters, strict=True)}
    table = FacetTable(Table(DAY, tallied(voters.sum(axis=0))), by_release)

    elsewhere = hidden_cells(np.append(voters.sum(axis=0), voters.sum()))
    for at, team in enumerate([*TEAMS, None]):
        counts = voters.sum(axis=1) if team is None else voters[:, at]
        hidden = [
            table.figure(SATISFACTION, name, Cell(None, team, None)).status is Status.HIDDEN
            for name in names
        ]
        assert all(hidden[place] for place, number in enumerate(counts) if 0 < number < 5)
        # One alone is the total less the others, unless the total is shown nowhere.
        assert sum(hidden) != 1 or sum(counts > 0) == 1 or elsewhere[at]


def test_a_value_tells_what_was_of_it() -> None:
    voters = np.array([[6, 7], [8, 9], [10, 11]])
    by_release = {name: tallied(row) for name, row in zip("abc", voters, strict=True)}
    table = FacetTable(Table(DAY, tallied(voters.sum(axis=0))), by_release)

    figure = table.figure(SATISFACTION, "b", Cell(None, "legal", None))

    assert (figure.numerator, figure.people, figure.value) == (180, 9, 1.0)

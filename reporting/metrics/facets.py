"""A window told apart by release, model or language, from which each figure is read. Pure."""

from collections.abc import Mapping, Sequence

import numpy as np

from reporting.metrics.among import Among
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.rollups.placed import Counts
from reporting.rollups.tallied import FIELDS, Tallied
from reporting.rollups.tally import Cell


class FacetTable:
    """A table for each of a facet's values, in which what is hidden is decided for all at once."""

    def __init__(self, whole: Table, by_value: Mapping[str, Tallied]) -> None:
        """All of the window, and what of it is of each value; all of the same groups."""
        self.values = sorted(by_value)
        among = Among(
            self.values,
            lambda role: _people(whole, by_value, self.values, FIELDS.index(role)),
            lambda count: whole.hidden(count)[-1:],
        )
        self._tables = {
            value: Table(whole.window, by_value[value], among=among, value=value)
            for value in self.values
        }

    def figure(self, metric: Metric, value: str, cell: Cell) -> Figure:
        """The metric of that value, in the cell's team and cohort."""
        return self._tables[value].figure(metric, cell)


def _people(
    whole: Table, by_value: Mapping[str, Tallied], values: Sequence[str], field: int
) -> Counts:
    """That field of the tallies [value, all weeks, team, cohort], the whole last."""
    parts = (by_value[value].counts[field] for value in values)
    return np.stack([*parts, whole.counted(field)[-1]])[:, None]

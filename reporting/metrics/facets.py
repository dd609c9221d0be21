"""A window told apart by release, model or language, from which each figure is read. Pure."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from reporting.metrics.definition import Count, Metric
from reporting.metrics.figures import Figure, Status, figure_of
from reporting.metrics.minimum import Mask, hidden_cells
from reporting.rollups.placed import Counts
from reporting.rollups.tallied import Tallied
from reporting.rollups.tally import Cell, Tally


class FacetTable:
    """Tallies by a facet's value, team and cohort.

    What is hidden is decided for all of them at once, with their totals: no value can be worked
    out from the others, in no team and no cohort.
    """

    def __init__(self, whole: Tallied, by_value: Mapping[str, Tallied]) -> None:
        """All of the window, and what of it is of each value; all of the same groups."""
        self.values = sorted(by_value)
        self._teams = {slug: at for at, slug in enumerate(whole.teams)} | {None: -1}
        self._cohorts = {slug: at for at, slug in enumerate(whole.cohorts)} | {None: -1}
        # [field, value, team, cohort], and last in each of these all of them.
        parts = [by_value[value].counts for value in self.values]
        self._fields = np.stack([*parts, whole.counts], axis=1)
        self._counted: dict[Count, Counts] = {}
        self._hidden: dict[Count, Mask] = {}

    def figure(self, metric: Metric, value: str, cell: Cell) -> Figure:
        """The metric of that value, in the cell's team and cohort."""
        team, cohort = self._teams.get(cell.team), self._cohorts.get(cell.cohort)
        if team is None or cohort is None:
            return figure_of(metric, 0, 0, 0)
        place = (self.values.index(value), team, cohort)
        if self._hides(metric.people)[place]:
            return Figure(Status.HIDDEN)
        counts = (metric.numerator, metric.denominator or metric.numerator, metric.people)
        return figure_of(metric, *(int(self._all(count)[place]) for count in counts))

    def _hides(self, people: Count) -> Mask:
        if people not in self._hidden:
            self._hidden[people] = hidden_cells(self._all(people))
        return self._hidden[people]

    def _all(self, count: Count) -> Counts:
        """The count in every cell, worked out once."""
        if count not in self._counted:
            every: Any = Tally(*self._fields)
            self._counted[count] = np.broadcast_to(count(every), self._fields.shape[1:])
        return self._counted[count]

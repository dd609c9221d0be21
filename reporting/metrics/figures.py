"""Figures: metrics read off a table of tallies, or the reason why they are not told. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from reporting.metrics.among import Among
from reporting.metrics.definition import Count, Metric
from reporting.metrics.minimum import Mask, hidden_cells
from reporting.rollups.placed import Counts
from reporting.rollups.tallied import Tallied
from reporting.rollups.tally import Cell, Tally, Window
from triage.statistics import newcombe, wilson

_NO_WEEKS: Mapping[Window, Tallied] = MappingProxyType({})

# Of a week in which nothing was: it is not hidden.
_NOTHING = (False, 0, 0, 0)


class Status(StrEnum):
    OK = "ok"
    TOO_EARLY = "too_early"
    NOT_MEASURED = "not_measured"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Figure:
    """One metric in one cell.

    Hidden or not measured, nothing of it is told. Too early, only how many events there are and
    how many are missing. A count has neither denominator nor interval.
    """

    status: Status
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    interval: tuple[float, float] | None = None
    people: int | None = None
    missing: int = 0


@dataclass(frozen=True)
class Change:
    """A share less what it was before. `clear` where the interval of that leaves out zero."""

    difference: float
    interval: tuple[float, float]

    @property
    def clear(self) -> bool:
        low, high = self.interval
        return low > 0 or high < 0


class Table:
    """All tallies of a window, by week, team and cohort, from which each figure is read.

    What is hidden is decided for the table as a whole, so that no slice of it, asked for
    alone, tells what the others hide. Each count of a metric is worked out once, for all cells.
    """

    def __init__(
        self,
        window: Window,
        tallied: Tallied,
        by_week: Mapping[Window, Tallied] = _NO_WEEKS,
        *,
        among: Among | None = None,
        value: str = "",
        life: Window | None = None,
    ) -> None:
        """The whole window's, and those of each of its weeks; all of the same groups. If they are
        of one value of a facet, that value `among` all of them, and the days of its `life`."""
        self.window, self._life = window, life
        self._among, self._value = among, value
        self._places: tuple[Mapping[Any, int], ...] = (
            {week.first: at for at, week in enumerate(by_week)} | {None: -1},
            {slug: at for at, slug in enumerate(tallied.teams)} | {None: -1},
            {slug: at for at, slug in enumerate(tallied.cohorts)} | {None: -1},
        )
        # [field, week, team, cohort], and last in each of these all of them.
        self._fields = np.stack([of.counts for of in (*by_week.values(), tallied)], axis=1)
        self._counted: dict[Count, Counts] = {}
        self._hidden: dict[Count, Mask] = {}

    def figure(self, metric: Metric, cell: Cell) -> Figure:
        """The metric in that cell; a cell that isn't in the table is one where nothing was."""
        place = self._place(cell)
        if place is None:
            return figure_of(metric, 0, 0, 0)
        if self.hidden(metric.people)[place]:
            return Figure(Status.HIDDEN)
        counts = (metric.numerator, metric.denominator or metric.numerator, metric.people)
        return figure_of(metric, *(int(self._all(count)[place]) for count in counts))

    def by_week(self, metric: Metric, cell: Cell) -> list[Figure]:
        """The metric in each week of the cell's team and cohort, in the order of `weeks`."""
        return [
            Figure(Status.HIDDEN) if hidden else figure_of(metric, *counted)
            for hidden, *counted in self._by_week(metric, cell)
        ]

    def counts_by_week(self, metric: Metric, cell: Cell) -> list[tuple[int, int] | None]:
        """Of what out of what, likewise; None where that may not be shown."""
        return [
            None if hidden else (part, whole)
            for hidden, part, whole, _ in self._by_week(metric, cell)
        ]

    def _by_week(self, metric: Metric, cell: Cell) -> Iterator[tuple[bool, int, int, int]]:
        """Whether it is hidden, its numerator, its denominator and the people behind it."""
        place = self._place(cell._replace(week=None))
        if place is None:
            return iter([_NOTHING] * len(self.weeks))
        at = slice(None), *place[1:]
        counts = (metric.numerator, metric.denominator or metric.numerator, metric.people)
        columns = [self._all(count)[at].tolist() for count in counts]
        rows = list(zip(self.hidden(metric.people)[at].tolist(), *columns, strict=True))
        weeks = self._places[0]
        return (rows[weeks[w.first]] if w.first in weeks else _NOTHING for w in self.weeks)

    def hides(self, people: Count, cell: Cell) -> bool:
        """Whether what those people are behind may not be shown in the cell."""
        place = self._place(cell)
        return place is not None and bool(self.hidden(people)[place])

    def hidden(self, people: Count) -> Mask:
        """[week, team, cohort]: where what those people are behind may not be shown; last in each
        of these all of them."""
        if people not in self._hidden:
            hidden = self._among.hides(people, self._value) if self._among else None
            self._hidden[people] = hidden_cells(self._all(people)) if hidden is None else hidden
        return self._hidden[people]

    def tally(self, cell: Cell) -> Tally:
        """Everything counted in the cell, whoever is behind it: not to be shown."""
        place = self._place(cell)
        return Tally() if place is None else Tally(*self._fields[:, *place].tolist())

    def counted(self, field: int) -> Counts:
        """That field of the tallies [week, team, cohort], whoever is behind it: not to be shown."""
        found: Counts = self._fields[field]
        return found

    def _place(self, cell: Cell) -> tuple[int, int, int] | None:
        weeks, teams, cohorts = self._places
        try:
            return weeks[cell.week], teams[cell.team], cohorts[cell.cohort]
        except KeyError:
            return None

    def _all(self, count: Count) -> Counts:
        """The count in every cell: its arithmetic is the same for one number and for many."""
        if count not in self._counted:
            every: Any = Tally(*self._fields)
            self._counted[count] = np.broadcast_to(count(every), self._fields.shape[1:])
        return self._counted[count]

    @cached_property
    def weeks(self) -> list[Window]:
        """Those of the window that have a day of its life."""
        weeks, life = self.window.weeks(), self._life
        return [w for w in weeks if not life or (w.first <= life.last and w.last >= life.first)]

    @cached_property
    def teams(self) -> list[str]:
        """The slugs of the teams in which anything is, "" for without."""
        return self._filled(1)

    @cached_property
    def cohorts(self) -> list[str]:
        return self._filled(2)

    def _filled(self, axis: int) -> list[str]:
        others = tuple(other for other in range(4) if other != axis + 1)
        filled: Mask = np.any(self._fields, axis=others)
        named = self._places[axis].items()
        return sorted(slug for slug, at in named if isinstance(slug, str) and filled[at])


def figure_of(metric: Metric, part: int, whole: int, people: int) -> Figure:
    """The metric of so many, out of so many, of so many people."""
    if metric.denominator is None:
        return Figure(Status.OK, numerator=part, value=float(part), people=people)
    if metric.unmeasured and not whole:
        return Figure(Status.NOT_MEASURED)
    if whole < metric.enough:
        missing = metric.enough - whole
        return Figure(Status.TOO_EARLY, denominator=whole, people=people, missing=missing)
    return Figure(
        Status.OK,
        numerator=part,
        denominator=whole,
        value=part / whole,
        interval=wilson(part=part, whole=whole),
        people=people,
    )


def share(part: int, whole: int) -> Figure:
    """A part of a whole, whatever its size: of none there is nothing to tell."""
    if not whole:
        return Figure(Status.TOO_EARLY, denominator=0)
    return Figure(
        Status.OK,
        numerator=part,
        denominator=whole,
        value=part / whole,
        interval=wilson(part=part, whole=whole),
    )


def change(now: Figure, before: Figure) -> Change | None:
    """How a share has moved, where both are told."""
    if not (now.denominator and before.denominator) or now.value is None or before.value is None:
        return None
    interval = newcombe(
        (now.numerator or 0, now.denominator), (before.numerator or 0, before.denominator)
    )
    return Change(difference=now.value - before.value, interval=interval)

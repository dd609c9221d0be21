"""Figures: metrics read off a table of tallies, or the reason why they are not told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from reporting.metrics.definition import Count, Metric
from reporting.metrics.minimum import hidden_places
from reporting.rollups.tally import Cell, Tally, Window
from triage.statistics import newcombe, wilson


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


@dataclass(frozen=True)
class Table:
    """All tallies of a window, by week, team and cohort, from which each figure is read.

    What is hidden is decided for the table as a whole, so that no slice of it, asked for
    alone, tells what the others hide.
    """

    window: Window
    cells: Mapping[Cell, Tally]
    _hidden: dict[Count, set[Cell]] = field(default_factory=dict, init=False, repr=False)

    def figure(self, metric: Metric, cell: Cell) -> Figure:
        """The metric in that cell; a cell that isn't in the table is one where nothing was."""
        tally = self.cells.get(cell, Tally())
        if cell in self._hidden_for(metric.people):
            return Figure(Status.HIDDEN)
        return _figure(metric, tally)

    def _hidden_for(self, people: Count) -> set[Cell]:
        if people not in self._hidden:
            self._hidden[people] = hidden_places({c: people(t) for c, t in self.cells.items()})
        return self._hidden[people]

    @cached_property
    def weeks(self) -> list[Window]:
        return list(self.window.weeks())

    @cached_property
    def teams(self) -> list[str]:
        """The slugs of the teams in which anything is, "" for without."""
        return sorted({cell.team for cell in self.cells if cell.team is not None})

    @cached_property
    def cohorts(self) -> list[str]:
        return sorted({cell.cohort for cell in self.cells if cell.cohort is not None})


def _figure(metric: Metric, tally: Tally) -> Figure:
    part, people = metric.numerator(tally), metric.people(tally)
    if metric.denominator is None:
        return Figure(Status.OK, numerator=part, value=float(part), people=people)
    whole = metric.denominator(tally)
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


def change(now: Figure, before: Figure) -> Change | None:
    """How a share has moved, where both are told."""
    if not (now.denominator and before.denominator) or now.value is None or before.value is None:
        return None
    interval = newcombe(
        (now.numerator or 0, now.denominator), (before.numerator or 0, before.denominator)
    )
    return Change(difference=now.value - before.value, interval=interval)

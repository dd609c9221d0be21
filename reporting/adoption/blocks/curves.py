"""Estimates from people of whom some are known only for a while, in figures and drawings. Pure."""

from collections.abc import Sequence

import numpy as np

from reporting.adoption.bits import flags_of
from reporting.adoption.blocks.view import View
from reporting.adoption.crowd import Cell, Shares
from reporting.adoption.retention import Lifetime
from reporting.kit import words
from reporting.kit.blocks import Head, Plot
from reporting.kit.charts.steps import steps
from reporting.kit.charts.trend import Row
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.metrics.survival import Survival, survival

LOW = 150


class Curves:
    """How long something takes, in every team and cohort.

    `share` is of those whom it has not happened to, or, where `happened`, of the others.
    """

    def __init__(
        self, view: View, times: Lifetime, *, median: Definition, share: Definition, happened: bool
    ) -> None:
        self.view, self.times = view, times
        self.median, self.share, self.happened = median, share, happened
        self._shares = Shares(view.crowd, times.within)

    def of(self, cell: Cell) -> Survival | None:
        """The curve of a cell; None, where it may not be shown or nobody is in it."""
        if self._shares.hidden[cell] or not self._shares.wholes[cell]:
            return None
        row = self._shares.whole & self._shares.crowd.within(cell)
        who = np.flatnonzero(flags_of(row, len(self.times.days)))
        return survival(self.times.days.take(who), self.times.observed.take(who))

    def heads(self, days: Sequence[int]) -> tuple[Head, ...]:
        return (
            Head("people", "People"),
            Head("median_days", f"{self.median.title}, median days", self.median.definition),
            Head("median_low", "from"),
            Head("median_high", "to"),
            *(
                Head(
                    f"{self.share.name}_{day}",
                    f"{self.share.title}, day {day}",
                    self.share.definition,
                )
                for day in days
            ),
        )

    def entries(self, cell: Cell, curve: Survival | None, days: Sequence[int]) -> tuple[Entry, ...]:
        """A row of such heads."""
        if curve is None:
            return (
                *[Plain(None, words.HIDDEN)] * 4,
                *[Told(self.share, Figure(Status.HIDDEN))] * len(days),
            )
        low, high = curve.median_interval
        return (
            Plain(curve.people, href=self._behind(cell, 0)),
            Plain(curve.median, "" if curve.median is not None else "not half yet"),
            Plain(low, "" if low is not None else "not known yet"),
            Plain(high, "" if high is not None else "not known yet"),
            *(Told(self.share, self.figure(curve, day), self._behind(cell, day)) for day in days),
        )

    def figure(self, curve: Survival, day: int) -> Figure:
        """The share by the end of that many days, if anybody was known for so long."""
        if day > curve.followed:
            return Figure(Status.TOO_EARLY, denominator=curve.people, people=curve.people)
        value, low, high = self._as_told(*curve.at(day))
        return Figure(
            Status.OK,
            denominator=curve.people,
            value=value,
            interval=(low, high),
            people=curve.people,
        )

    def _behind(self, cell: Cell, day: int) -> str:
        """The answers of those whom it has not happened to by that day, or, where `happened`, those
        with which it did."""
        return self.view.behind(cell, 0 if self.happened else day, later=not self.happened)

    def plot(
        self,
        id_: str,
        name: str,
        cell: Cell,
        curve: Survival | None,
        *,
        title: str,
        across: str,
        days: int,
    ) -> Plot:
        """The curve as far as anybody is known, up to so many days."""
        rows = self._rows(cell, curve, days) if curve else []
        spec = steps(
            rows,
            title=f"{title}{', ' if name else ''}{name}",
            days=days,
            height=LOW,
            hue="use",
            across=across,
        )
        return Plot(f"plot-{id_}", spec, name, empty=not rows)

    def _rows(self, cell: Cell, curve: Survival, days: int) -> list[Row]:
        """The curve to two hundredths: a row for the first day of each, and for the last."""
        end = min(curve.followed, days)
        _, firsts = np.unique((curve.share * 50).astype(np.int64), return_index=True)
        marks = {0, *(int(day) for day in curve.days[firsts] if day < end), end}
        rows: list[Row] = []
        for day in sorted(marks):
            value, low, high = (round(one, 4) for one in self._as_told(*curve.at(day)))
            told = words.told(self.share, self.figure(curve, day))
            row = {"day": day, "value": value, "low": low, "high": high, "told": told}
            rows.append(row | {"href": self._behind(cell, day)})
        return rows

    def _as_told(self, value: float, low: float, high: float) -> tuple[float, float, float]:
        return (1 - value, 1 - high, 1 - low) if self.happened else (value, low, high)

    def said(self, curve: Survival | None) -> str:
        """The median in words."""
        if curve is None:
            return words.HIDDEN
        if curve.median is None:
            return "fewer than half so far"
        low, high = (("not known" if end is None else f"{end:,}") for end in curve.median_interval)
        return f"half by day {curve.median:,} ({low} to {high})"

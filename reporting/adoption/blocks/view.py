"""What every block of the page is made from. Pure."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reporting.adoption.bits import Bits, Flags, flags_of, sizes
from reporting.adoption.crowd import Cell, Counts, Crowd, Shares
from reporting.adoption.states import Standing, course, standing
from reporting.kit import words
from reporting.kit.charts.trend import Row
from reporting.kit.questions import WITHOUT
from reporting.kit.slices import Groups
from reporting.kit.told import Plain
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure
from reporting.metrics.minimum import Mask, hidden_cells
from reporting.rollups.tally import Window


@dataclass(frozen=True)
class View:
    """`window` ends with the last day of use; `whole` are the days that are drawn."""

    crowd: Crowd
    groups: Groups
    window: Window
    whole: Window

    @cached_property
    def standing(self) -> Standing:
        return standing(self.crowd.use)

    @cached_property
    def registered(self) -> Shares:
        """Shares of those who are registered at the end of the last day and have not left."""
        return Shares(self.crowd, self.flags(self.standing.there))

    @cached_property
    def course(self) -> dict[Cell, NDArray[np.int64]]:
        """How many are in each state at the end of each week [weeks, states], in the cell that is
        asked about and in each of its cohorts."""
        cells = [self.crowd.cell, *(cell for _, cell in self.cells_by("cohort"))]
        cells = list(dict.fromkeys(cells))
        rows = np.array([self.crowd.within(cell) for cell in cells])
        weeks = [np.array(list(states.values())) for states in course(self.crowd.use)]
        found = np.array([sizes(states & rows[:, None]) for states in weeks])
        return {cell: found[:, at] for at, cell in enumerate(cells)}

    @cached_property
    def there(self) -> Counts:
        """How many are registered at the end of each week, by cell."""
        return self.crowd.there()

    @cached_property
    def hidden(self) -> list[Mask]:
        """The cells that may not be shown at the end of each week."""
        return [hidden_cells(people) for people in self.there]

    def flags(self, row: Bits) -> Flags:
        return flags_of(row, self.crowd.use.people)

    def cells_by(self, kind: str) -> list[tuple[str, Cell]]:
        """The teams or cohorts of the slice that is asked about, in the order of the project's."""
        order = list(self.groups.of(kind))
        found = self.crowd.cells_by(kind)
        return sorted(found, key=lambda one: order.index(one[0]) if one[0] in order else len(order))

    def entry(self, kind: str, slug: str) -> Plain:
        """A group's name, with the way to the page of it alone."""
        address = self.crowd.question.address(**{kind: slug or WITHOUT})
        return Plain(slug or WITHOUT, self.groups.name(kind, slug), href=f"?{address}")


def marked(entry: Plain, definition: Definition, figure: Figure) -> Row:
    """A figure as a dot of that name."""
    low, high = figure.interval or (None, None)
    return {
        "name": entry.words,
        "value": figure.value,
        "low": low,
        "high": high,
        "told": words.told(definition, figure),
        "href": entry.href,
    }

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
from reporting.kit.facets import WITHOUT
from reporting.kit.slices import Groups
from reporting.kit.told import Plain
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure
from reporting.metrics.minimum import Mask, hidden_cells
from reporting.rollups.marks import NEVER
from reporting.rollups.tally import Window


@dataclass(frozen=True)
class View:
    """`window` ends with the last day of use, which may be still `going_on`; `whole` are the days
    that are drawn."""

    crowd: Crowd
    groups: Groups
    window: Window
    whole: Window
    going_on: bool = False

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

    def answers_of(self, days: Window, of: str = "", *, cell: Cell | None = None) -> str:
        """Where the answers of those days to the cell, or those asked about, are listed."""
        asked = {
            **self.crowd.slugs(self.crowd.cell if cell is None else cell),
            "from": days.first.isoformat(),
            "to": days.last.isoformat(),
            "of": of,
        }
        return f"../answers/?{self.crowd.question.address(**asked)}"

    def behind(self, cell: Cell, day: int, *, later: bool = False) -> str:
        """Where the answers are listed that those of the cell got so many days after their first
        use, or then and later; "" for none."""
        use = self.crowd.use
        began, ended = self._first_uses[cell]
        first, last = began + day, use.last if later else min(ended + day, use.last)
        if first > last:
            return ""
        asked = {
            **self.crowd.slugs(cell),
            "from": use.date(first),
            "to": use.date(last),
            "day": f"{day}{'-' if later else ''}",
        }
        return f"../answers/?{self.crowd.question.address(**asked)}"

    @cached_property
    def _first_uses(self) -> dict[Cell, tuple[int, int]]:
        """The days of the first and of the last first use in the cell asked about and in each of
        its cohorts."""
        found = {}
        for cell in (self.crowd.cell, *(cell for _, cell in self.cells_by("cohort"))):
            first = self.crowd.use.marks.first[self.flags(self.crowd.within(cell))]
            used = first[first < NEVER]
            found[cell] = (int(used.min()), int(used.max())) if used.size else (int(NEVER), 0)
        return found

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

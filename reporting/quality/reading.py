"""What the page reads, each when it is first asked for, and what all its parts go by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reporting.kit.asking import Asked
from reporting.kit.questions import By
from reporting.kit.slices import Tables
from reporting.kit.tables import releases_in, table_for, tables_for
from reporting.kit.weekly import Weekly
from reporting.metrics.figures import Table
from reporting.quality.course import (
    Happening,
    Level,
    Shift,
    Week,
    comparable,
    course,
    levels,
    shifts,
)
from reporting.quality.queries import source_updates
from reporting.rollups.tally import Window


@dataclass(frozen=True)
class Reading:
    """A slice with its weeks, the levels of its satisfaction, and what happened meanwhile."""

    asked: Asked

    @cached_property
    def tables(self) -> Tables:
        asked = self.asked
        return tables_for(
            project=asked.project, question=asked.question, whole=asked.whole, today=asked.today
        )

    @cached_property
    def key(self) -> Table:
        """The window asked for."""
        return self._alone("", self.asked.window) if self.asked.part else self.tables.key

    @cached_property
    def by_week(self) -> Table:
        """All weeks shown: read with the other tables, if these are wanted too."""
        return self._alone("week", self.asked.whole) if self.asked.part else self.tables.weeks

    @cached_property
    def together(self) -> Table:
        """The same days, whether with their weeks or without."""
        return self._alone("", self.asked.whole) if self.asked.part else self.tables.weeks

    @property
    def weekly(self) -> Weekly:
        asked = self.asked
        return Weekly(self.by_week, asked.question, asked.groups, asked.today)

    @cached_property
    def weeks(self) -> list[Week]:
        return course(self.by_week, self.asked.question.cell)

    @cached_property
    def told(self) -> list[Week]:
        """Those that can be held against each other."""
        return comparable(self.weeks, self.asked.today)

    @cached_property
    def levels(self) -> list[Level]:
        return levels(self.told)

    @cached_property
    def releases(self) -> Sequence[Happening]:
        return releases_in(project=self.asked.project, window=self.asked.whole)

    @cached_property
    def updates(self) -> Sequence[Happening]:
        """Days on which sources were updated."""
        return source_updates(self.asked.project, self.asked.whole)

    @cached_property
    def changes(self) -> list[Shift]:
        return shifts(self.levels, [*self.releases, *self.updates])

    def _alone(self, by: By, window: Window) -> Table:
        asked = self.asked
        question = replace(asked.question, window=window, by=by)
        return table_for(project=asked.project, question=question, today=asked.today)

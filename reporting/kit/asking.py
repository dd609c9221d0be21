"""Who asks what of which project, and the names and extent that the answer needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from feedback.models import Project
from reporting.kit.blocks import Page
from reporting.kit.facets import Values
from reporting.kit.questions import Question, understand
from reporting.kit.slices import Groups
from reporting.kit.tables import groups_of
from reporting.rollups.queries import Extent, extent, facet_values
from reporting.rollups.tally import Window

# Who asks of no days gets three years: one clock that was far behind would stretch every drawing.
LOOKED_BACK = timedelta(days=1096)


@dataclass(frozen=True)
class Asked:
    """A question put to a project. `parameters` are the address's own, for a page's own filters."""

    project: Project
    question: Question
    groups: Groups
    values: Values
    extent: Extent
    now: datetime
    parameters: Mapping[str, str]

    @property
    def part(self) -> str:
        """The block that is wanted alone, by its id: nothing else needs to be in the page."""
        return self.parameters.get("part", "")

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def window(self) -> Window:
        """The window asked for, else the latest 28 days."""
        return self.question.window_by(self.today)

    @property
    def began(self) -> date:
        """The first day of all, or LOOKED_BACK ago if that is later."""
        first = self.extent.first_day or self.today
        return min(max(first, self.today - LOOKED_BACK), self.today)

    @property
    def whole(self) -> Window:
        """The window asked for, else everything since it began."""
        return self.question.window or Window(self.began, self.today)

    def of_all(self) -> "Asked":
        """The same, whatever the facet."""
        return replace(self, question=replace(self.question, facet=None, life=None))


Maker = Callable[[Asked], Page]


def ask(*, project: Project, parameters: Mapping[str, str], now: datetime) -> Asked:
    """The question checked. QuestionRefusedError names the part that is refused."""
    groups = groups_of(project)
    values = facet_values(project=project)
    question = understand(
        parameters,
        teams=groups.teams,
        cohorts=groups.cohorts,
        values=values,
        today=now.date(),
    )
    return Asked(project, question, groups, values, extent(project=project), now, parameters)

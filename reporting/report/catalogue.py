"""Every report page and every definition, by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from feedback.errors import NotFoundError
from reporting.adoption.page import page as adoption
from reporting.alerts.page import page as alerts
from reporting.answers.page import page as answers
from reporting.compare.page import page as compare
from reporting.fixes.page import page as fixes
from reporting.kit.asking import Asked, Maker
from reporting.kit.blocks import Page
from reporting.kit.facets import Facet
from reporting.loop.page import page as loop
from reporting.metrics.definition import Metric
from reporting.overview.page import page as overview
from reporting.quality.page import page as quality
from reporting.report.definitions import METRICS
from reporting.report.glossary import page as glossary
from reporting.trajectory.page import page as trajectory
from reporting.trust.page import page as trust

Found = TypeVar("Found")

SLICES = ("team", "cohort", "dates")
WITH_FACET = (*SLICES, "facet")


@dataclass(frozen=True)
class Report:
    """A report page: what it is called, what makes it, which of the common filters it honours.

    `undated` says what it is of where no dates are asked for. One that is not `listed` is led to
    from the others.
    """

    title: str
    make: Maker
    filters: tuple[str, ...] = SLICES
    undated: str = "figures of the last 28 days, charts of all weeks"
    listed: bool = True

    def facet(self, asked: Asked) -> Facet | None:
        """What the page is of, where it can be told of a facet."""
        return asked.question.facet if "facet" in self.filters else None

    def heading(self, asked: Asked) -> str:
        facet = self.facet(asked)
        return f"{self.title}: {facet.name}" if facet else self.title

    def page(self, asked: Asked) -> Page:
        """The page. One that can't be told of the facet asked for is of all, and says so."""
        facet = asked.question.facet
        if facet is None or not self.filters or self.facet(asked):
            return self.make(asked)
        page = self.make(asked.of_all())
        said = f"This can't be told by {facet.kind}: it is of all answers, not of {facet.within}."
        return replace(page, says=(said, *page.says))


EVERYTHING = "everything since the first day"
REPORTS: dict[str, Report] = {
    "overview": Report("Overview", overview, filters=WITH_FACET),
    "adoption": Report("Adoption", adoption),
    "quality": Report("Quality", quality, filters=WITH_FACET),
    "trust": Report("Trust", trust),
    "trajectory": Report("Trajectory", trajectory, undated=EVERYTHING),
    "loop": Report("Loop health", loop, undated=EVERYTHING),
    "fixes": Report("Fixes", fixes, filters=("dates",), undated=EVERYTHING),
    "compare": Report("Compare", compare, filters=WITH_FACET),
    "alerts": Report("Alerts", alerts, filters=()),
    "answers": Report(
        "Answers behind a figure",
        answers,
        filters=WITH_FACET,
        undated="those of the last 28 days",
        listed=False,
    ),
    "glossary": Report("Glossary", glossary, filters=()),
}


def metric_named(name: str) -> Metric:
    """The metric. NotFoundError names those that there are."""
    return _named(name, METRICS, "metric")


def report_named(name: str) -> Report:
    """The report. NotFoundError names those that there are."""
    return _named(name, REPORTS, "report")


def _named(name: str, known: Mapping[str, Found], kind: str) -> Found:
    if name not in known:
        raise NotFoundError(f"There is no such {kind}; there are {', '.join(known)}.")
    return known[name]

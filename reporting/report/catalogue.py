"""Every report page and every definition, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from feedback.errors import NotFoundError
from reporting.adoption.page import page as adoption
from reporting.alerts.page import page as alerts
from reporting.answers.page import page as answers
from reporting.compare.page import page as compare
from reporting.fixes.page import page as fixes
from reporting.kit.asking import Maker
from reporting.loop.page import page as loop
from reporting.metrics.definition import Metric
from reporting.overview.page import page as overview
from reporting.quality.page import page as quality
from reporting.report.definitions import METRICS
from reporting.report.glossary import page as glossary
from reporting.trajectory.page import page as trajectory
from reporting.trust.page import page as trust

Found = TypeVar("Found")


@dataclass(frozen=True)
class Report:
    """A report page: what it is called, what makes it, which of the common filters it honours.

    One that is not `listed` is led to from the others.
    """

    title: str
    make: Maker
    filters: tuple[str, ...] = ("team", "cohort", "dates")
    listed: bool = True


REPORTS: dict[str, Report] = {
    "overview": Report("Overview", overview),
    "adoption": Report("Adoption", adoption),
    "quality": Report("Quality", quality),
    "trust": Report("Trust", trust),
    "trajectory": Report("Trajectory", trajectory),
    "loop": Report("Loop health", loop),
    "fixes": Report("Fixes", fixes, filters=("dates",)),
    "compare": Report("Compare", compare),
    "alerts": Report("Alerts", alerts, filters=()),
    "answers": Report("Answers behind a figure", answers, listed=False),
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

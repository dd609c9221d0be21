"""Every report page and every definition, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from feedback.errors import NotFoundError
from reporting.adoption import metrics as adoption
from reporting.kit.asking import Maker
from reporting.metrics.definition import Metric
from reporting.overview.page import page as overview
from reporting.quality import metrics as quality

Found = TypeVar("Found")

METRICS: dict[str, Metric] = {m.name: m for m in (*adoption.METRICS, *quality.METRICS)}


@dataclass(frozen=True)
class Report:
    """A report page: what it is called, what makes it, which of the common filters it honours."""

    title: str
    make: Maker
    filters: tuple[str, ...] = ("team", "cohort", "dates")


REPORTS: dict[str, Report] = {
    "overview": Report("Overview", overview),
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

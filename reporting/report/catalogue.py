"""Every metric by name. Pure."""

from feedback.errors import NotFoundError
from reporting.adoption import metrics as adoption
from reporting.metrics.definition import Metric
from reporting.quality import metrics as quality

METRICS: dict[str, Metric] = {m.name: m for m in (*adoption.METRICS, *quality.METRICS)}


def metric_named(name: str) -> Metric:
    """The metric. NotFoundError names those that there are."""
    if name not in METRICS:
        raise NotFoundError(f"There is no such metric; there are {', '.join(METRICS)}.")
    return METRICS[name]

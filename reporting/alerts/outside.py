"""An alert as it is told to other systems: the message that docs/integrations.md writes down."""

from typing import Any

from django.conf import settings

from reporting.alerts.wording import Line, line_of
from reporting.kit.told import Told
from reporting.models import Alert
from triage.integrations.messages import written
from triage.integrations.outbox import put_news_in_line
from triage.models import Endpoint

EVENT = "report.alert"


def put_alert_in_line(alert: Alert) -> int:
    """In the transaction that raises it: a message for every endpoint that asked for alerts; how
    many."""

    def body(endpoint: Endpoint) -> str:
        return written(endpoint, EVENT, alert.raised_at, _data(line_of(alert)))

    return put_news_in_line(alert.project, EVENT, alert.raised_at, body)


def _data(line: Line) -> dict[str, Any]:
    alert = line.alert
    return {
        "project": alert.project.slug,
        "says": line.says,
        "url": f"{settings.URL}{line.place}",
        "alert": {
            "id": str(alert.pk),
            "metric": alert.metric,
            "team": alert.team.slug if alert.team else None,
            "cohort": alert.cohort.slug if alert.cohort else None,
            "since": alert.since.isoformat(),
            "through": alert.through.isoformat(),
            "now": _figure(line.since),
            "before": _figure(line.before),
        },
    }


def _figure(told: Told) -> dict[str, Any]:
    low, high = told.figure.interval or (None, None)
    return {
        "numerator": told.figure.numerator,
        "denominator": told.figure.denominator,
        "value": told.figure.value,
        "low": low,
        "high": high,
    }

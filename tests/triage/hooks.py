"""Endpoints that tests begin with, and turns of sending without a broker."""

from datetime import datetime
from random import Random
from typing import Any

from feedback.models import Project
from tests.builders import NOW
from tests.triage.acting import ANN, MENDED
from triage.integrations.operations import Made, add_endpoint
from triage.integrations.outbox import claim, due_endpoints, settle
from triage.integrations.sending import send
from triage.issues.operations import resolve
from triage.models import Attempt, Issue

ALL = ("issue.opened", "issue.resolved", "issue.reopened", "issue.merged", "issue.assigned")


def add(project: Project, url: str, **fields: Any) -> Made:
    chosen = {"kind": "webhook", "name": "Hook", "events": ALL, "tells_texts": False} | fields
    return add_endpoint(project=project, url=url, actor=ANN, now=NOW, **chosen)


def send_due(now: datetime) -> list[int | None]:
    """Send what is due, once; the statuses."""
    statuses = []
    for endpoint_id in due_endpoints(now):
        for sending in claim(endpoint_id=endpoint_id, now=now):
            outcome = send(sending, lambda: now)
            settle(sending=sending, outcome=outcome, now=now, chance=Random(1))
            statuses.append(outcome.status)
    return statuses


def said() -> list[str]:
    return list(Attempt.objects.order_by("id").values_list("says", flat=True))


def close(issue: Issue, *, now: datetime = NOW) -> None:
    resolve(
        issue=issue,
        fix=MENDED,
        resolution="Put right by Ann",
        version=None,
        actor=ANN,
        now=now,
    )

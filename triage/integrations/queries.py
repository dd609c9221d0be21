"""Endpoints and their log: every read."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.integrations.sealing import UnreadableError, unseal
from triage.models import Attempt, Delivery, Endpoint

State = Delivery.State


@dataclass(frozen=True)
class EndpointLine:
    """An endpoint with what its messages come to. `url` is "" where the address is a secret, or
    can't be read any more."""

    endpoint: Endpoint
    waiting: int
    dead: int
    url: str
    last: Attempt | None


def endpoint_lines(project: Project) -> list[EndpointLine]:
    """The project's endpoints by name."""
    return _lines(Endpoint.objects.of(project))


def endpoint_line(project: Project, endpoint_id: UUID) -> EndpointLine:
    """One of the project's. NotFoundError."""
    found = _lines(Endpoint.objects.of(project).filter(pk=endpoint_id))
    if not found:
        raise NotFoundError("There is no such endpoint.", code="endpoint_unknown")
    return found[0]


def _lines(rows: QuerySet[Endpoint]) -> list[EndpointLine]:
    endpoints = list(rows.select_related("project"))
    counted = (
        Delivery.objects.filter(endpoint__in=endpoints, state__in=[State.WAITING, State.DEAD])
        .values_list("endpoint", "state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts = {(endpoint, state): count for endpoint, state, count in counted}
    last = {
        attempt.delivery.endpoint_id: attempt
        for attempt in Attempt.objects.filter(delivery__endpoint__in=endpoints)
        .select_related("delivery")
        .order_by("delivery__endpoint_id", "-id")
        .distinct("delivery__endpoint_id")
    }
    return [
        EndpointLine(
            endpoint=row,
            waiting=counts.get((row.pk, State.WAITING), 0),
            dead=counts.get((row.pk, State.DEAD), 0),
            url=_url(row),
            last=last.get(row.pk),
        )
        for row in endpoints
    ]


def _url(row: Endpoint) -> str:
    if row.kind == Endpoint.Kind.SLACK:
        return ""
    try:
        return unseal(row.sealed_url)
    except UnreadableError:
        return ""


def deliveries_of(
    endpoint: Endpoint, *, state: str = "", before: UUID | None = None, limit: int
) -> list[Delivery]:
    """The endpoint's messages, the newest first, with their issues and tries."""
    rows = endpoint.deliveries.select_related("issue__project").prefetch_related("attempts")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])

"""Which sources are cited after the day until which they were approved."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet

from feedback.models import Citation, Feedback, Project, Source
from triage.findings.expired_source import Cited, expired_sources
from triage.findings.found import Found, Heard, Window
from triage.findings.queries.common import MOST, answers_in, complaints_in, window_to


def expired_sources_in(project: Project, now: datetime) -> list[Found]:
    """Of the four weeks up to now. The day of approval's end still counts as approved."""
    window = window_to(now)
    expired = Source.objects.of(project).filter(approved_until__lt=now.date())
    sources = {source.pk: source for source in expired}
    cited = [
        Cited(
            id=pk,
            title=str(sources[pk]),
            owner=sources[pk].owner,
            approved_until=sources[pk].approved_until,  # type: ignore[arg-type]  # filtered by it
            answers=counts["answers"],
            first=counts["first"],
            last=counts["last"],
            heard=tuple(heard),
        )
        for pk, counts, heard in _counted(project, list(sources), window)
    ]
    citing = answers_in(project, window).filter(citations__isnull=False).distinct().count()
    return expired_sources(cited, citing=citing, window=window)


def _counted(
    project: Project, sources: list[UUID], window: Window
) -> list[tuple[UUID, dict[str, Any], list[Heard]]]:
    late = Citation.objects.filter(
        source__in=sources,
        answer__asked_at__gte=window.since,
        answer__asked_at__lt=window.until,
        answer__asked_at__date__gt=F("source__approved_until"),
    )
    rows = (
        late.values("source_id")
        .annotate(
            answers=Count("answer", distinct=True),
            first=Min("answer__asked_at"),
            last=Max("answer__asked_at"),
        )
        .order_by("source_id")
    )
    heard = _heard(project, sources, window)
    return [(row["source_id"], dict(row), heard[row["source_id"]]) for row in rows]


def _heard(project: Project, sources: list[UUID], window: Window) -> dict[UUID, list[Heard]]:
    """By source, the complaints about answers that cited it too late."""
    rows: QuerySet[Feedback] = complaints_in(project, window).filter(
        answer__citations__source__in=sources,
        answer__asked_at__date__gt=F("answer__citations__source__approved_until"),
    )
    found: dict[UUID, dict[UUID, Heard]] = defaultdict(dict)
    columns = ("answer__citations__source_id", "id", "voter", "given_at")
    for source, pk, voter, at in rows.order_by("-given_at").values_list(*columns)[:MOST]:
        found[source][pk] = Heard(pk, voter, at)
    return defaultdict(list, {source: list(heard.values()) for source, heard in found.items()})

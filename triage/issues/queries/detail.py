"""One issue: what its complaints have in common, on which sources they rest, what is like it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Func, QuerySet, TextField
from django.db.models.functions import TruncWeek
from pgvector.django import CosineDistance

from feedback.models import Citation, Feedback, Reason, Source
from triage.issues.freshness import Freshness, freshness
from triage.issues.queries.origins import Origin, origins_of
from triage.issues.queries.within import complaints_within
from triage.issues.trend import WEEKS, Bar, in_words, weekly_bars
from triage.models import Issue, IssueCentre

MOST_SOURCES = 8
MOST_SHARES = 5
MOST_ALIKE = 3
# Two issues whose centres are further apart than this are about other things.
LEAST_LIKENESS = 0.5


@dataclass(frozen=True)
class CitedSource:
    source: Source
    complaints: int
    freshness: Freshness


@dataclass(frozen=True)
class Share:
    """How many of the issue's complaints are of one team (or release), in percent of those that
    have one."""

    name: str
    count: int
    percent: int


@dataclass(frozen=True)
class ReasonCount:
    label: str
    count: int


@dataclass(frozen=True)
class Detail:
    """What the complaints of an issue come to."""

    reasons: list[ReasonCount]
    teams: list[Share]
    releases: list[Share]
    sources: list[CitedSource]
    origins: list[Origin]
    bars: list[Bar]
    trend_in_words: str


def detail_of(*, issue: Issue, now: datetime) -> Detail:
    """The figures beside an issue, as they are now."""
    here = complaints_within(issue)
    bars = weekly_bars(_by_week(here, now), today=now.date())
    return Detail(
        reasons=_reasons(issue, here),
        teams=_shares("team__name", here),
        releases=_shares("answer__release__name", here),
        sources=_sources(here, today=now.date()),
        origins=origins_of(issue),
        bars=bars,
        trend_in_words=in_words(bars),
    )


def _reasons(issue: Issue, here: QuerySet[Feedback]) -> list[ReasonCount]:
    labels = dict(Reason.objects.of(issue.project).values_list("code", "label"))
    counted = (
        here.annotate(reason=Func("reasons", function="unnest", output_field=TextField()))
        .values_list("reason")
        .annotate(count=Count("id"))
        .order_by("-count", "reason")
    )
    return [ReasonCount(labels.get(code, code), count) for code, count in counted]


def _shares(column: str, here: QuerySet[Feedback]) -> list[Share]:
    known = here.filter(**{f"{column}__isnull": False}).values_list(column)
    counts: dict[str, int] = dict(known.annotate(count=Count("id")).order_by())
    total = sum(counts.values())
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHARES]
    return [Share(name, count, round(100 * count / total)) for name, count in most]


def _by_week(here: QuerySet[Feedback], now: datetime) -> dict[date, int]:
    recent = here.filter(given_at__gte=now - timedelta(weeks=WEEKS + 1))
    counted = recent.annotate(week=TruncWeek("given_at")).values_list("week")
    found: Iterable[tuple[Any, int]] = counted.annotate(count=Count("id")).order_by()
    return {week.date(): count for week, count in found}


def _sources(here: QuerySet[Feedback], *, today: date) -> list[CitedSource]:
    counted = (
        Citation.objects.filter(answer__feedback__in=here)
        .values_list("source")
        .annotate(count=Count("answer__feedback", distinct=True))
        .order_by("-count", "source")[:MOST_SOURCES]
    )
    counts: dict[Any, int] = dict(counted)
    sources = Source.objects.in_bulk(list(counts))
    return [
        CitedSource(
            sources[pk],
            count,
            freshness(
                status=sources[pk].status,
                approved_until=sources[pk].approved_until,
                today=today,
            ),
        )
        for pk, count in counts.items()
    ]


def alike(issue: Issue) -> list[Issue]:
    """Up to MOST_ALIKE living issues whose complaints mean nearly the same, nearest first."""
    centre = IssueCentre.objects.filter(issue=issue, count__gt=0).first()
    if centre is None:
        return []
    near = (
        IssueCentre.objects.filter(issue__project=issue.project, model=centre.model, count__gt=0)
        .exclude(issue=issue)
        .exclude(issue__status=Issue.Status.MERGED)
        .annotate(distance=CosineDistance("total", centre.total))
        .filter(distance__lte=1 - LEAST_LIKENESS)
        .select_related("issue__project", "issue__owner")
        .order_by("distance")
    )
    return [row.issue for row in near[:MOST_ALIKE]]

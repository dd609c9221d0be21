"""One issue: what its complaints have in common, on which sources they rest, what is like it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, QuerySet

from feedback.models import Reason, Release, Source, SourceFlag, Team
from triage.clustering.likeness import nearest_to
from triage.issues.freshness import Freshness, freshness
from triage.issues.queries.course import Trend, trend_of
from triage.issues.queries.origins import Origin, origins_of
from triage.issues.queries.within import places_within
from triage.models import Issue, IssueCentre, IssueFacet

MOST_SOURCES = 8
MOST_SHARES = 5
MOST_ALIKE = 5
# What people say of sources is counted of so many of the newest complaints.
NEWEST = 1000
# Two issues whose centres are further apart than this are about other things.
LEAST_LIKENESS = 0.5

_FLAGGED = {
    "out_of_date": "out of date",
    "doesnt_say": "doesn't say it",
    "unreachable": "can't open it",
}


@dataclass(frozen=True)
class CitedSource:
    """A source, with how many complaints are about answers that cite it; `flags` is what people
    say of it ("out of date"), and how many."""

    source: Source
    complaints: int
    freshness: Freshness
    flags: list[tuple[str, int]]

    @property
    def link(self) -> str:
        """Where to read it, if that is an address of the web: nothing else is linked to."""
        uri = self.source.uri
        return uri if urlsplit(uri).scheme.lower() in {"http", "https"} else ""


@dataclass(frozen=True)
class Share:
    """How many of the complaints are of one team (or release), in percent of those that have
    one."""

    name: str
    count: int
    percent: int


@dataclass(frozen=True)
class ReasonCount:
    label: str
    count: int


@dataclass(frozen=True)
class Detail:
    """What the complaints of an issue come to. Flags are of the newest NEWEST, if there are
    `more`."""

    reasons: list[ReasonCount]
    teams: list[Share]
    releases: list[Share]
    sources: list[CitedSource]
    origins: list[Origin]
    trend: Trend
    more: bool


@dataclass(frozen=True)
class AlikeIssue:
    """Another issue, and how like their complaints are on the whole: the cosine of the centres."""

    issue: Issue
    likeness: float


def detail_of(*, issue: Issue, now: datetime) -> Detail:
    """The figures beside an issue, as they are now."""
    return Detail(
        reasons=_reasons(issue),
        teams=_shares(issue, Team.objects.of(issue.project)),
        releases=_shares(issue, Release.objects.of(issue.project)),
        sources=_sources(issue, today=now.date()),
        origins=origins_of(issue),
        trend=trend_of(issue, today=now.date()),
        more=issue.complaints > NEWEST,
    )


def _counts(issue: Issue, rows: QuerySet[Any]) -> QuerySet[IssueFacet, tuple[UUID, int]]:
    """How many of the issue's complaints have each of these teams (or the like), most first."""
    found = IssueFacet.objects.filter(issue=issue, facet__in=rows.order_by().values("pk"))
    return found.order_by("-complaints", "facet").values_list("facet", "complaints")


def _reasons(issue: Issue) -> list[ReasonCount]:
    reasons = Reason.objects.of(issue.project)
    labels = dict(reasons.values_list("pk", "label"))
    counted = [ReasonCount(labels[pk], count) for pk, count in _counts(issue, reasons)]
    return sorted(counted, key=lambda reason: (-reason.count, reason.label))


def _shares(issue: Issue, rows: QuerySet[Any]) -> list[Share]:
    counts = dict(_counts(issue, rows))
    total = sum(counts.values())
    names = dict(rows.filter(pk__any=list(counts)).values_list("pk", "name"))
    most = sorted((-count, names[pk]) for pk, count in counts.items())[:MOST_SHARES]
    return [Share(name, -count, round(-100 * count / total)) for count, name in most]


def _sources(issue: Issue, *, today: date) -> list[CitedSource]:
    """Those that most complaints are about."""
    counts = dict(_counts(issue, Source.objects.of(issue.project))[:MOST_SOURCES])
    sources = Source.objects.in_bulk(list(counts))
    flags = _flags(issue, sources)
    return [
        CitedSource(sources[pk], count, _freshness(sources[pk], today), flags[pk])
        for pk, count in counts.items()
    ]


def _freshness(source: Source, today: date) -> Freshness:
    return freshness(status=source.status, approved_until=source.approved_until, today=today)


def _flags(issue: Issue, sources: Collection[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """What people say of each source, and how many do."""
    newest = places_within(issue).order_by("-given_at").values_list("feedback", flat=True)[:NEWEST]
    rows = SourceFlag.objects.filter(feedback__in=list(newest), source__in=list(sources))
    counted = rows.values_list("source", "says").annotate(n=Count("feedback__voter", distinct=True))
    found: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for source, says, number in counted.order_by("-n", "says"):
        found[source].append((_FLAGGED[says], number))
    return found


def alike(issue: Issue) -> list[AlikeIssue]:
    """Up to MOST_ALIKE issues whose complaints mean nearly the same, nearest first, the closed
    ones too: what was done about those may do again."""
    centre = IssueCentre.objects.filter(issue=issue, count__gt=0).first()
    if centre is None:
        return []
    near = nearest_to(
        issue.project,
        centre.total,
        model=centre.model,
        least=LEAST_LIKENESS,
        most=2 * MOST_ALIKE + 1,
    )
    rows = Issue.objects.exclude(pk=issue.pk).exclude(status=Issue.Status.MERGED)
    found = rows.select_related("project", "owner", "assignee__user").in_bulk(list(near))
    likest = [AlikeIssue(found[pk], likeness) for pk, likeness in near.items() if pk in found]
    return likest[:MOST_ALIKE]

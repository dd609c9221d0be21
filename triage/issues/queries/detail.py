"""One issue: what its complaints have in common, on which sources they rest, what is like it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count

from feedback.models import Source, SourceFlag
from triage.clustering.likeness import nearest_to
from triage.issues.freshness import Freshness, freshness
from triage.issues.queries.common import ReasonCount, Share, common_of
from triage.issues.queries.course import Trend, trend_of
from triage.issues.queries.tags import TagCount, tags_of
from triage.issues.queries.within import places_within
from triage.models import Issue, IssueCentre

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
class Detail:
    """What the complaints of an issue come to. Flags are of the newest NEWEST, if there are
    `more`."""

    reasons: list[ReasonCount]
    teams: list[Share]
    releases: list[Share]
    sources: list[CitedSource]
    tags: list[TagCount]
    trend: Trend
    more: bool


@dataclass(frozen=True)
class AlikeIssue:
    """Another issue, and how like their complaints are on the whole: the cosine of the centres."""

    issue: Issue
    likeness: float


def detail_of(*, issue: Issue, now: datetime) -> Detail:
    """The figures beside an issue, as they are now."""
    common = common_of(issue)
    return Detail(
        reasons=common.reasons,
        teams=common.teams,
        releases=common.releases,
        sources=_sources(issue, common.sources, today=now.date()),
        tags=tags_of(issue),
        trend=trend_of(issue, today=now.date()),
        more=issue.complaints > NEWEST,
    )


def _sources(issue: Issue, counts: Mapping[UUID, int], *, today: date) -> list[CitedSource]:
    """Those that most complaints are about."""
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
    newest = places_within(issue).order_by("-given_at").values("feedback")[:NEWEST]
    rows = SourceFlag.objects.filter(feedback__in=newest, source__in=list(sources))
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

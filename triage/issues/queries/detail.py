"""One issue: what its complaints have in common, on which sources they rest, what is like it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, QuerySet
from pgvector.django import CosineDistance

from feedback.models import Citation, Feedback, Reason, Source, SourceFlag
from triage.issues.freshness import Freshness, freshness
from triage.issues.queries.course import Trend, trend_of
from triage.issues.queries.origins import Origin, origins_of
from triage.issues.queries.within import complaints_within
from triage.models import Issue, IssueCentre

MOST_SOURCES = 8
MOST_SHARES = 5
MOST_ALIKE = 5
# The figures are of so many of the newest complaints: the page costs the same whatever the issue's
# size.
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
    """What the complaints of an issue come to: of the newest NEWEST, if there are `more`."""

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
    newest = complaints_within(issue).order_by("-placement__feedback_id")[:NEWEST]
    columns = ("id", "answer_id", "reasons", "team__name", "answer__release__name")
    rows: Sequence[Any] = list(newest.values_list(*columns))
    here = Feedback.objects.filter(pk__in=[row[0] for row in rows])
    return Detail(
        reasons=_reasons(issue, Counter(code for row in rows for code in row[2])),
        teams=_shares(row[3] for row in rows),
        releases=_shares(row[4] for row in rows),
        sources=_sources(here, Counter(row[1] for row in rows), today=now.date()),
        origins=origins_of(issue),
        trend=trend_of(issue, here, today=now.date()),
        more=issue.complaints > len(rows),
    )


def _reasons(issue: Issue, counts: Counter[str]) -> list[ReasonCount]:
    labels = dict(Reason.objects.of(issue.project).values_list("code", "label"))
    most = sorted(counts.items(), key=_most_first)
    return [ReasonCount(labels.get(code, code), count) for code, count in most]


def _shares(names: Iterable[str | None]) -> list[Share]:
    counts = Counter(name for name in names if name is not None)
    most = sorted(counts.items(), key=_most_first)[:MOST_SHARES]
    return [Share(name, count, round(100 * count / counts.total())) for name, count in most]


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _sources(
    here: QuerySet[Feedback], complaints: Counter[UUID], *, today: date
) -> list[CitedSource]:
    """Those that most complaints are about."""
    counts: Counter[UUID] = Counter()
    cited = Citation.objects.filter(answer__in=list(complaints)).values_list("answer", "source")
    for answer, source in cited.distinct():
        counts[source] += complaints[answer]
    sources = Source.objects.in_bulk([pk for pk, _ in counts.most_common(MOST_SOURCES)])
    flags = _flags(here, sources)
    return [
        CitedSource(source, counts[pk], _freshness(source, today), flags[pk])
        for pk, source in sorted(sources.items(), key=lambda item: (-counts[item[0]], item[0]))
    ]


def _freshness(source: Source, today: date) -> Freshness:
    return freshness(status=source.status, approved_until=source.approved_until, today=today)


def _flags(here: QuerySet[Feedback], sources: Iterable[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """What people say of each source, and how many do."""
    rows = SourceFlag.objects.filter(feedback__in=here, source__in=list(sources))
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
    near = (
        IssueCentre.objects.filter(issue__project=issue.project, model=centre.model, count__gt=0)
        .exclude(issue=issue)
        .exclude(issue__status=Issue.Status.MERGED)
        .annotate(distance=CosineDistance("total", centre.total))
        .filter(distance__lte=1 - LEAST_LIKENESS)
        .select_related("issue__project", "issue__owner", "issue__assignee__user")
        .order_by("distance")
    )
    return [AlikeIssue(row.issue, 1 - row.distance) for row in near[:MOST_ALIKE]]

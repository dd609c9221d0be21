"""How an issue went in the last weeks, beside the answers given and the releases that came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncWeek

from feedback.models import Project, Release
from triage.issues.queries.within import places_within
from triage.issues.trend import (
    MOST_ANSWERS,
    Bar,
    Tick,
    in_words,
    mondays,
    ticks,
    weekly_bars,
)
from triage.models import Issue

# So many releases are named below the drawing; all are marked in it.
MOST_NAMED = 3

# A week's answers are counted up to a limit, so that a busy project's page stays quick.
_ANSWERS = """
SELECT week, (
    SELECT count(*) FROM (
        SELECT FROM feedback_answer
        WHERE project_id = %s AND asked_at >= week AND asked_at < week + interval '7 days'
        LIMIT %s
    ) AS given
)
FROM unnest(%s::timestamptz[]) AS week
"""


@dataclass(frozen=True)
class Trend:
    """`named` are the latest releases of `ticks`; `more` is how many besides."""

    bars: list[Bar]
    ticks: list[Tick]
    words: str

    @property
    def named(self) -> list[Tick]:
        return self.ticks[-MOST_NAMED:]

    @property
    def more(self) -> int:
        return max(0, len(self.ticks) - MOST_NAMED)


def trend_of(issue: Issue, *, today: date) -> Trend:
    """Of the issue's complaints, by when they were given."""
    since = _at(mondays(today)[0])
    recent = places_within(issue).filter(given_at__gte=since).annotate(week=TruncWeek("given_at"))
    counted: Iterable[tuple[Any, int]] = recent.values_list("week").annotate(n=Count("feedback"))
    counts = {week.date(): number for week, number in counted.order_by()}  # type: ignore[attr-defined]
    bars = weekly_bars(counts, _answers(issue.project, today), today=today)
    came = Release.objects.of(issue.project).filter(first_seen__gte=since)
    marked = ticks(came.values_list("name", "first_seen"), today=today)
    return Trend(bars, marked, in_words(bars, marked))


def _answers(project: Project, today: date) -> dict[date, int]:
    weeks = [_at(monday) for monday in mondays(today)]
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [project.pk, MOST_ANSWERS, weeks])
        return {week.astimezone(UTC).date(): number for week, number in cursor.fetchall()}


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

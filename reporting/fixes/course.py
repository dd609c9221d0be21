"""One fix, week by week: how many answers to like questions were complained of. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from reporting.metrics.figures import Figure, Status
from triage.statistics import wilson

WEEK = 7


class Counted(Protocol):
    """A day as triage counted it: -1 is the last before the fix, 0 the first since."""

    day: int
    begins_at: datetime
    alike: int
    alike_wrong: int
    others: int
    others_wrong: int


@dataclass(frozen=True)
class Week:
    """Seven days from the fix, or as many of them as were counted; `week` -1 is the last before."""

    week: int
    first: date
    days: int
    like: Figure
    others: Figure


def weeks_of(days: Iterable[Counted]) -> list[Week]:
    """In their order; those of which nothing was counted are left out."""
    parts: dict[int, list[Counted]] = {}
    for day in days:
        parts.setdefault(day.day // WEEK, []).append(day)
    return [_week(week, parts[week]) for week in sorted(parts)]


def _week(week: int, days: list[Counted]) -> Week:
    return Week(
        week,
        min(day.begins_at for day in days).date(),
        len(days),
        _share(sum(day.alike_wrong for day in days), sum(day.alike for day in days)),
        _share(sum(day.others_wrong for day in days), sum(day.others for day in days)),
    )


def _share(part: int, whole: int) -> Figure:
    """Of any number of answers: the interval says how little few of them tell."""
    if not whole:
        return Figure(Status.TOO_EARLY, denominator=0)
    interval = wilson(part=part, whole=whole)
    return Figure(
        Status.OK, numerator=part, denominator=whole, value=part / whole, interval=interval
    )

"""Working hours as people write them: `9:00-12:30, 13:30-17:00` for each weekday. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from triage.routing.hours import DAY_MINUTES, EmptyWeekError, Hours, Interval

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_HOLIDAYS = 400
LEAST_A_WEEK = timedelta(hours=1)

_INTERVAL = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*[-\u2013]\s*([0-9]{1,2})(?::([0-9]{2}))?")


class HoursError(ValueError):
    """What is no working time; `field` is the weekday, "zone", "holidays" or "week"."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field, self.detail = field, detail


def hours_from(week: Mapping[str, str], zone: str, holidays: str) -> Hours:
    """A text for each weekday, empty for none; the name of a time zone; dates, apart by spaces,
    commas or lines. HoursError."""
    if zone not in zones():
        raise HoursError("zone", f"{zone[:40] or 'Nothing'} is no time zone: Europe/Berlin is one")
    days = tuple(_day(name, week.get(name, "")) for name in WEEKDAYS)
    free = frozenset(_dates(holidays))
    try:
        hours = Hours(days, ZoneInfo(zone), free)
    except EmptyWeekError as error:
        raise HoursError("week", "Somebody must work some time in the week.") from error
    if sum(b - a for day in days for a, b in day) < LEAST_A_WEEK.total_seconds() / 60:
        raise HoursError("week", "The week has an hour of working time at least.")
    return hours


@cache
def zones() -> frozenset[str]:
    """The names of time zones: those with a place, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def day_text(day: Sequence[Sequence[int]]) -> str:
    """A day's intervals as people write them."""
    return ", ".join(f"{_clock(a)}-{_clock(b)}" for a, b in day)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _day(name: str, text: str) -> tuple[Interval, ...]:
    intervals = [_interval(name, part.strip()) for part in text.split(",") if part.strip()]
    intervals.sort()
    for (_, ends), (begins, _) in pairwise(intervals):
        if begins <= ends:
            raise HoursError(name, f"{name.title()}: from {_clock(begins)} on is said twice.")
    return tuple(intervals)


def _interval(name: str, text: str) -> Interval:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise HoursError(name, f"{name.title()}: {text[:40]} is no time; write 9:00-17:00.")
    begins, ends = (int(match[n]) * 60 + int(match[n + 1] or 0) for n in (1, 3))
    minutes = [int(match[n] or 0) for n in (2, 4)]
    if not 0 <= begins < ends <= DAY_MINUTES or max(minutes) > 59:
        raise HoursError(name, f"{name.title()}: {text[:40]} does not end later that day.")
    return begins, ends


def _dates(text: str) -> list[date]:
    found = []
    for part in re.split(r"[\s,;]+", text.strip()):
        if part:
            try:
                found.append(date.fromisoformat(part))
            except ValueError as error:
                raise HoursError(
                    "holidays", f"{part[:40]} is no date: 2026-12-25 is one."
                ) from error
    if len(found) > MOST_HOLIDAYS:
        raise HoursError("holidays", f"Up to {MOST_HOLIDAYS} holidays.")
    return found

"""Working time: how much lies between two moments, and when so much of it has passed. Pure.

A week has intervals of local time on each weekday, in a time zone; holidays have none. Where clocks
are put forward, the local times that are left out count as the moment of the change; where they are
put back, a local time that comes twice is its first. So a local time is one moment, later ones are
never earlier moments, and a working day is as long as it is really worked.

Years are summed once and kept, so that a due time decades away costs as much as one next week.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
NOTHING = timedelta(0)
_DAY = timedelta(days=1)

Interval = tuple[int, int]


class EmptyWeekError(ValueError):
    """Nobody ever works: no amount of working time ever passes."""


@dataclass(frozen=True)
class Hours:
    """Seven weekdays from Monday, each with its intervals in order and apart, in minutes from
    midnight (0 to 1,440). EmptyWeekError where there is none; ValueError for other nonsense."""

    week: tuple[tuple[Interval, ...], ...]
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        for day in self.week:
            edges = [edge for interval in day for edge in interval]
            apart = all(a < b for a, b in day) and edges == sorted(edges)
            if not apart or (edges and not 0 <= edges[0] < edges[-1] <= DAY_MINUTES):
                raise ValueError("a day's intervals are in order, apart, and within the day")
        if not any(self.week):
            raise EmptyWeekError("there is no working time in the week")


def worked_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much of the time from `start` to `end` is working time; nothing where `end` is before.

    Both know their zone.
    """
    if end <= start:
        return NOTHING
    first, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
    clipped = sum((_within(hours, day, start, end) for day in {first, last}), NOTHING)
    return clipped + _worked_on(hours, first + _DAY, last)


def add_working(hours: Hours, start: datetime, duration: timedelta) -> datetime:
    """The first moment, in UTC, by which `duration` of working time has passed since `start`.

    OverflowError where that is beyond the calendar.
    """
    left = duration
    if left <= NOTHING:
        return start.astimezone(UTC)
    day = start.astimezone(hours.zone).date()
    today = [(max(a, start), b) for a, b in _moments(hours, day) if b > start]
    if _length(today) < left:
        left -= _length(today)
        day, skipped = _day_reaching(hours, day + _DAY, left)
        left -= skipped
        today = list(_moments(hours, day))
    for begins, ends in today:
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    raise AssertionError("the day is long enough: its moment was among them")


def _day_reaching(hours: Hours, day: date, left: timedelta) -> tuple[date, timedelta]:
    """The day by whose end `left` of working time has passed since `day` began; and what is worked
    on the days from `day` to that one, without it."""
    skipped = NOTHING
    while True:
        year = _year(hours, day.year)
        before = year.until(day)
        if skipped + year.whole - before >= left:
            found = year.first_reaching(left - skipped + before)
            return found, skipped + year.until(found) - before
        skipped += year.whole - before
        day = date(day.year + 1, 1, 1)


def _worked_on(hours: Hours, first: date, end: date) -> timedelta:
    """What is worked on the days from `first` to `end`, without that one."""
    if end <= first:
        return NOTHING
    years = range(first.year, end.year)
    whole = sum((_year(hours, year).whole for year in years), NOTHING)
    return whole + _year(hours, end.year).until(end) - _year(hours, first.year).until(first)


def _within(hours: Hours, day: date, start: datetime, end: datetime) -> timedelta:
    return _length(
        [(max(a, start), min(b, end)) for a, b in _moments(hours, day) if b > start and a < end]
    )


def _length(intervals: list[tuple[datetime, datetime]]) -> timedelta:
    return sum((b - a for a, b in intervals), NOTHING)


@dataclass(frozen=True)
class _Year:
    """`sums[n]`: what is worked on the first n days of the year."""

    number: int
    sums: tuple[timedelta, ...]

    @property
    def whole(self) -> timedelta:
        return self.sums[-1]

    def until(self, day: date) -> timedelta:
        return self.sums[day.timetuple().tm_yday - 1]

    def first_reaching(self, worked: timedelta) -> date:
        """The day by whose end so much (more than nothing) is worked since the year began."""
        return date(self.number, 1, 1) + (bisect_left(self.sums, worked) - 1) * _DAY


@lru_cache(maxsize=1024)
def _year(hours: Hours, number: int) -> _Year:
    if not date.min.year < number < date.max.year:
        raise OverflowError("that is beyond the calendar")
    usual = [timedelta(minutes=sum(b - a for a, b in day)) for day in hours.week]
    changes = _changes(hours.zone, number)
    sums, day = [NOTHING], date(number, 1, 1)
    while day.year == number:
        if day in hours.holidays:
            worked = NOTHING
        elif day in changes:
            worked = _length(list(_moments(hours, day)))
        else:
            worked = usual[day.weekday()]
        sums.append(sums[-1] + worked)
        day += _DAY
    return _Year(number, tuple(sums))


@lru_cache(maxsize=1024)
def _changes(zone: ZoneInfo, year: int) -> frozenset[date]:
    """The days of a year on which clocks are changed: which don't end at the offset of their
    beginning."""
    midnight = datetime(year, 1, 1, tzinfo=zone)
    days, offset = [], midnight.utcoffset()
    while midnight.year == year:
        following = midnight + _DAY
        if following.utcoffset() != offset:
            days.append(midnight.date())
        midnight, offset = following, following.utcoffset()
    return frozenset(days)


def _moments(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The day's working intervals as moments in UTC; those that a change of clocks swallows are
    left out."""
    if day in hours.holidays:
        return
    for begins, ends in hours.week[day.weekday()]:
        a, b = _moment(hours.zone, day, begins), _moment(hours.zone, day, ends)
        if a < b:
            yield a, b


def _moment(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """When it is so many minutes past midnight by the clocks of that day."""
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    return _change_before(zone, moment)


def _change_before(zone: ZoneInfo, late: datetime) -> datetime:
    """The moment, to the second, at which clocks were put forward over a local time that, by the
    clocks before, would have been `late`."""
    after = _offset(zone, late)
    early = late - (after - _offset(zone, late - _DAY))
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if _offset(zone, middle) == after:
            late = middle
        else:
            early = middle
    return late


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset

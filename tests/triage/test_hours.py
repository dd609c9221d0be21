"""Working time: measured, and added."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.routing.hours import EmptyWeekError, Hours, add_working, worked_between

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
ZONES += ["Africa/Casablanca", "America/Sao_Paulo", "America/Havana", "Pacific/Apia"]
OFFICE = ((9 * 60, 17 * 60),)
HOUR = timedelta(hours=1)


def office(zone: str = "UTC", holidays: frozenset[date] = frozenset()) -> Hours:
    return Hours((OFFICE,) * 5 + ((), ()), ZoneInfo(zone), holidays)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@st.composite
def days(draw: st.DrawFn, step: int = 1) -> tuple[tuple[int, int], ...]:
    edges = draw(st.lists(st.integers(0, 1440 // step), max_size=6, unique=True))
    edges = sorted(edge * step for edge in edges[: len(edges) // 2 * 2])
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def some_hours(draw: st.DrawFn, step: int = 1) -> Hours:
    week = draw(st.lists(days(step), min_size=7, max_size=7).filter(any))
    holidays = draw(st.frozensets(st.dates(date(2010, 1, 1), date(2031, 1, 1)), max_size=20))
    return Hours(tuple(week), ZoneInfo(draw(st.sampled_from(ZONES))), holidays)


DECADES = [datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2031-01-01")]
MOMENTS = st.datetimes(*DECADES, timezones=st.just(UTC))
DURATIONS = st.timedeltas(timedelta(0), timedelta(hours=40))


@given(some_hours(), MOMENTS, DURATIONS)
def test_what_was_added_is_what_is_measured(
    hours: Hours, start: datetime, duration: timedelta
) -> None:
    assert worked_between(hours, start, add_working(hours, start, duration)) == duration


@given(some_hours(), MOMENTS, DURATIONS.filter(bool))
def test_the_moment_is_the_first_of_its_kind(
    hours: Hours, start: datetime, duration: timedelta
) -> None:
    due = add_working(hours, start, duration)

    assert worked_between(hours, start, due - timedelta(microseconds=1)) < duration


@given(some_hours(), MOMENTS, st.lists(DURATIONS, min_size=2, max_size=2))
def test_more_time_is_due_later(hours: Hours, start: datetime, both: list[timedelta]) -> None:
    less, more = sorted(both)

    assert add_working(hours, start, less) <= add_working(hours, start, more)


@given(some_hours(), st.lists(MOMENTS, min_size=2, max_size=2), DURATIONS)
def test_what_begins_later_is_due_later(
    hours: Hours, both: list[datetime], duration: timedelta
) -> None:
    early, late = sorted(both)

    assert add_working(hours, early, duration) <= add_working(hours, late, duration) or not duration


@given(some_hours(), st.lists(MOMENTS, min_size=3, max_size=3))
def test_parts_add_up_to_the_whole(hours: Hours, moments: list[datetime]) -> None:
    a, b, c = sorted(moments)

    whole = worked_between(hours, a, c)

    assert worked_between(hours, a, b) + worked_between(hours, b, c) == whole
    assert timedelta(0) <= whole <= c - a


@given(some_hours(step=60), MOMENTS, st.integers(0, 100))
def test_it_is_what_counting_half_hours_by_the_clock_on_the_wall_gives(
    hours: Hours, start: datetime, halves: int
) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    moments = [start + n * HOUR / 4 for n in range(2 * halves)]

    def works(moment: datetime) -> bool:
        local = moment.astimezone(hours.zone)
        minute = local.hour * 60 + local.minute
        there = local.date() not in hours.holidays
        return there and any(a <= minute < b for a, b in hours.week[local.weekday()])

    counted = sum(works(moment) for moment in moments) * HOUR / 4
    assert worked_between(hours, start, start + halves * HOUR / 2) == counted


def test_evenings_weekends_and_holidays_count_for_nothing() -> None:
    hours = office(holidays=frozenset({date(2026, 5, 1)}))
    thursday = at("2026-04-30 16:00")

    assert add_working(hours, thursday, 2 * HOUR) == at("2026-05-04 10:00")


def test_a_lunch_break_counts_for_nothing() -> None:
    split = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
    hours = Hours((split,) * 5 + ((), ()), ZoneInfo("UTC"))

    assert add_working(hours, at("2026-06-15 11:00"), 2 * HOUR) == at("2026-06-15 14:00")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-03-29", 23),  # put forward at 2:00
        ("2026-10-25", 25),  # put back at 3:00
        ("2026-10-26", 24),
    ],
)
def test_a_day_on_which_clocks_are_changed_is_as_long_as_it_is(day: str, worked: int) -> None:
    hours = Hours((((0, 1440),),) * 7, ZoneInfo("Europe/Berlin"))
    start = at(f"{day} 00:00", "Europe/Berlin")
    end = at(f"{date.fromisoformat(day) + timedelta(days=1)} 00:00", "Europe/Berlin")

    assert worked_between(hours, start, end) == worked * HOUR
    assert add_working(hours, start, worked * HOUR) == end


def test_local_times_that_the_change_leaves_out_are_not_worked() -> None:
    night = ((2 * 60 + 15, 2 * 60 + 45), (2 * 60 + 50, 4 * 60))
    hours = Hours((night,) * 7, ZoneInfo("Europe/Berlin"))

    worked = worked_between(hours, at("2026-03-29 00:00"), at("2026-03-29 12:00"))

    assert worked == HOUR


def test_a_day_that_a_place_left_out_is_no_working_day() -> None:
    hours = Hours((OFFICE,) * 7, ZoneInfo("Pacific/Apia"))  # no 30 December 2011 there

    worked = worked_between(hours, at("2011-12-29 00:00"), at("2012-01-01 00:00"))

    # from 14:00 on the 28th, the 29th and the 31st, until 14:00 on the 1st
    assert worked == (3 + 8 + 8 + 5) * HOUR


def test_nobody_who_never_works_is_due() -> None:
    with pytest.raises(EmptyWeekError):
        Hours(((),) * 7, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "day", [((60, 60),), ((60, 30),), ((60, 90), (80, 100)), ((-1, 5),), ((0, 1441),)]
)
def test_a_days_intervals_are_in_order_and_apart(day: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="intervals"):
        Hours((day,) + ((),) * 6, ZoneInfo("UTC"))


def test_a_minute_a_week_and_decades_away_are_quick() -> None:
    scarce = Hours((((600, 601),),) + ((),) * 6, ZoneInfo("Europe/Berlin"))
    began = time.process_time()

    due = add_working(scarce, at("2026-01-01 00:00"), 80 * HOUR)
    measured = worked_between(scarce, at("2026-01-01 00:00"), due)

    assert due.year == 2117
    assert measured == 80 * HOUR
    # 0.1 s the first time; a loop over minutes, or over days each time, takes far longer
    assert time.process_time() - began < 2


def test_what_is_due_beyond_the_calendar_is_refused() -> None:
    scarce = Hours((((600, 601),),) + ((),) * 6, ZoneInfo("UTC"))

    with pytest.raises(OverflowError):
        add_working(scarce, at("2026-01-01 00:00"), timedelta(days=500))

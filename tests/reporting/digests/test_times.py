"""When digests are due, and when nobody is disturbed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from reporting.digests.times import Quiet, last_digest

MONDAY = datetime(2026, 6, 15, tzinfo=UTC)
hours = st.integers(0, 23)
zones = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland")]
)
moments = st.integers(0, 365 * 24 * 60).map(lambda n: MONDAY + timedelta(minutes=n))
quiets = st.builds(Quiet, zones, hours, hours, st.frozensets(st.integers(0, 6), max_size=5))


@given(quiets, moments)
def test_what_waits_goes_in_the_first_hour_that_is_not_quiet(quiet: Quiet, at: datetime) -> None:
    over = quiet.over(at)

    assert over >= at
    assert not quiet.holds(over)
    assert over == at or quiet.holds(over - timedelta(minutes=1))


@given(hours, zones, moments)
def test_a_digest_is_due_once_a_week_and_tells_of_a_week_that_is_over(
    hour: int, zone: ZoneInfo, now: datetime
) -> None:
    week, due = last_digest(now, hour=hour, zone=zone)

    assert now - timedelta(days=7, hours=1) <= due <= now
    assert week.weekday() == 0
    assert due.date() >= week + timedelta(7)
    assume(due + timedelta(days=6) > now)
    assert last_digest(due, hour=hour, zone=zone) == (week, due)


def test_it_is_due_at_the_hour_of_the_readers_own_monday() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert last_digest(MONDAY + timedelta(hours=7), hour=8, zone=berlin) == (
        date(2026, 6, 8),
        MONDAY + timedelta(hours=6),
    )


def test_where_monday_comes_early_it_waits_until_the_week_is_over_everywhere() -> None:
    _, due = last_digest(MONDAY + timedelta(days=1), hour=8, zone=ZoneInfo("Pacific/Auckland"))

    assert due == MONDAY + timedelta(hours=1)


def test_quiet_hours_may_go_over_midnight() -> None:
    quiet = Quiet(ZoneInfo("UTC"), 22, 7, frozenset({5, 6}))

    assert quiet.over(MONDAY.replace(hour=23)) == MONDAY + timedelta(hours=31)
    friday = MONDAY + timedelta(days=4, hours=22)
    assert quiet.over(friday) == MONDAY + timedelta(days=7, hours=7)

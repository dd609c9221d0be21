"""When a member is sent something, and when they are left in peace. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# After a week is over (UTC), until its figures are complete.
SETTLING = timedelta(hours=1)


@dataclass(frozen=True)
class Quiet:
    """Hours of each day from `begins` to before `ends`, over midnight where that is earlier, and
    whole days (0 is Monday), in a zone. Not all seven days."""

    zone: ZoneInfo
    begins: int | None = None
    ends: int | None = None
    days: frozenset[int] = frozenset()

    def holds(self, at: datetime) -> bool:
        """Whether nothing is sent at that moment."""
        local = at.astimezone(self.zone)
        return local.weekday() in self.days or self._in_hours(local.hour)

    def over(self, at: datetime) -> datetime:
        """That moment, or the full hour in which the quiet around it ends."""
        while self.holds(at):
            local = at.astimezone(self.zone).replace(minute=0, second=0, microsecond=0)
            at = local.astimezone(UTC) + timedelta(hours=1)
        return at

    def _in_hours(self, hour: int) -> bool:
        if self.begins is None or self.ends is None:
            return False
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


def last_digest(now: datetime, *, hour: int, zone: ZoneInfo) -> tuple[date, datetime]:
    """Of the digest that was due last: the Monday on which its week began, and when it was due.

    It is due on Monday at that hour of the zone, but not before the week, which ends in UTC, is
    over.
    """
    local = now.astimezone(zone)
    monday = local.date() - timedelta(local.weekday())
    due = _due(monday, hour, zone)
    if due > now:
        monday -= timedelta(weeks=1)
        due = _due(monday, hour, zone)
    return monday - timedelta(weeks=1), due


def _due(monday: date, hour: int, zone: ZoneInfo) -> datetime:
    at_hour = datetime(monday.year, monday.month, monday.day, hour, tzinfo=zone).astimezone(UTC)
    return max(at_hour, datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + SETTLING)

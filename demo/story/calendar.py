"""When things happen: the pilot, the rollout, releases, working hours. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random

PILOT_WEEKS = 8
ROLLOUT_WEEKS = 26
WEEKS = PILOT_WEEKS + ROLLOUT_WEEKS

# How busy Monday to Sunday are, beside each other; the same for the hours from 7 to 18 UTC.
_DAYS = (1.15, 1.1, 1.05, 1.0, 0.75, 0.06, 0.03)
_HOURS = (0.3, 0.8, 1.2, 1.3, 1.1, 0.5, 0.9, 1.2, 1.0, 0.7, 0.3, 0.1)
_FIRST_HOUR = 7


@dataclass(frozen=True)
class Release:
    """A version of the assistant, from a week of the story on."""

    name: str
    week: int
    model: str


# 2.2 made travel expenses worse (see knowledge/finance.toml); 2.3 mended it.
RELEASES = (
    Release("1.0", 0, "quill-2"),
    Release("1.1", 4, "quill-2"),
    Release("2.0", 8, "quill-2"),
    Release("2.1", 14, "quill-3"),
    Release("2.2", 20, "quill-3"),
    Release("2.3", 28, "quill-3"),
)


def release_in(week: int) -> Release:
    """The release that answers in that week."""
    return next(release for release in reversed(RELEASES) if release.week <= week)


@dataclass(frozen=True)
class Calendar:
    """Turns weeks of the story into days. `end` is its last day."""

    end: date

    @cached_property
    def start(self) -> date:
        """The first day, as many weeks before the end as the story is long."""
        return self.end - timedelta(weeks=WEEKS) + timedelta(days=1)

    def day(self, week: float) -> date:
        """The day on which that week begins (or, with a fraction, on the way through it)."""
        return self.start + timedelta(days=int(week * 7))

    def instant(self, week: float) -> datetime:
        """Eight in the morning of that day."""
        return datetime.combine(self.day(week), time(8), UTC)

    def week_of(self, moment: datetime) -> int:
        """The week of the story, from 0."""
        return (moment.date() - self.start).days // 7

    def busy_moment(self, week: int, *, random: Random) -> datetime:
        """A moment of that week, as often as people work then."""
        offset = random.choices(range(7), weights=self._days_from_start)[0]
        hour = random.choices(range(len(_HOURS)), weights=_HOURS)[0] + _FIRST_HOUR
        seconds = random.randrange(3600)
        day = self.start + timedelta(weeks=week, days=offset)
        return datetime.combine(day, time(hour), UTC) + timedelta(seconds=seconds)

    @cached_property
    def _days_from_start(self) -> tuple[float, ...]:
        """How busy the days of a week of the story are, which begins on any weekday."""
        first = self.start.weekday()
        return _DAYS[first:] + _DAYS[:first]

"""Complaints a week, as bars, with the releases that came meanwhile. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEKS = 12
BAR_WIDTH, GAP, HEIGHT = 14, 4, 40
# So many answers of a week are counted at most.
MOST_ANSWERS = 10_000


@dataclass(frozen=True)
class Bar:
    """One week, from its Monday; `x`, `y`, `height` in units of the drawing (see HEIGHT).

    `answers` is how many the project gave in that week, MOST_ANSWERS for more than those.
    """

    week: date
    count: int
    answers: int
    x: int
    y: int
    height: int

    @property
    def rate(self) -> str:
        """Complaints of this issue for each 100 answers of the project, in words; "" where no
        answer is known."""
        if not self.answers:
            return ""
        often = _short(100 * self.count / self.answers)
        if self.answers >= MOST_ANSWERS:
            return f"at most {often} per 100 of more than {MOST_ANSWERS:,} answers"
        answers = "1 answer" if self.answers == 1 else f"{self.answers:,} answers"
        return f"{often} per 100 of {answers}"


@dataclass(frozen=True)
class Tick:
    """A release where it was first seen; `x` in units of the drawing."""

    name: str
    day: date
    x: float


def _short(rate: float) -> str:
    """Two digits that count, from 10 on none behind the point."""
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.2g}"


def mondays(today: date, weeks: int = WEEKS) -> list[date]:
    """The last `weeks` weeks, this one included, oldest first."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(weeks))]


def weekly_bars(
    counts: Mapping[date, int], answers: Mapping[date, int], *, today: date
) -> list[Bar]:
    """A bar for each of the last WEEKS weeks; weeks without any complaint are there.

    Both are by the Monday of their week. A week with any complaint is at least 2 units high.
    """
    days = mondays(today)
    most = max((counts.get(day, 0) for day in days), default=0) or 1
    bars = []
    for place, day in enumerate(days):
        count = counts.get(day, 0)
        height = max(2, round(HEIGHT * count / most)) if count else 0
        x, y = place * (BAR_WIDTH + GAP), HEIGHT - height
        bars.append(Bar(day, count, answers.get(day, 0), x, y, height))
    return bars


def ticks(releases: Iterable[tuple[str, datetime]], *, today: date) -> list[Tick]:
    """Those that were first seen within the drawing's weeks, oldest first."""
    first = mondays(today)[0]
    found = [
        Tick(name, seen.date(), round((seen.date() - first).days / 7 * (BAR_WIDTH + GAP), 1))
        for name, seen in releases
        if first <= seen.date() <= today
    ]
    return sorted(found, key=lambda tick: (tick.day, tick.name))


def in_words(bars: Sequence[Bar], marked: Sequence[Tick]) -> str:
    """What the drawing shows, for those who don't see it."""
    counts = ", ".join(str(bar.count) for bar in bars)
    said = f"Complaints a week, the last {len(bars)} weeks, oldest first: {counts}."
    if marked:
        names = ", ".join(f"{tick.name} on {tick.day}" for tick in marked)
        said += f" Releases first seen: {names}."
    return said

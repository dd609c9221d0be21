"""Complaints a week, as bars. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 12
BAR_WIDTH, GAP, HEIGHT = 14, 4, 40


@dataclass(frozen=True)
class Bar:
    """One week, from its Monday; `x`, `y`, `height` in units of the drawing (see HEIGHT)."""

    week: date
    count: int
    x: int
    y: int
    height: int


def weekly_bars(counts: Mapping[date, int], *, today: date, weeks: int = WEEKS) -> list[Bar]:
    """A bar for each of the last `weeks` weeks, this one included; weeks without any are there.

    `counts` is complaints by the Monday of their week. A week with any is at least 2 units high.
    """
    this = today - timedelta(days=today.weekday())
    days = [this - timedelta(weeks=back) for back in reversed(range(weeks))]
    most = max((counts.get(day, 0) for day in days), default=0) or 1
    bars = []
    for place, day in enumerate(days):
        count = counts.get(day, 0)
        height = max(2, round(HEIGHT * count / most)) if count else 0
        bars.append(Bar(day, count, place * (BAR_WIDTH + GAP), HEIGHT - height, height))
    return bars


def in_words(bars: Sequence[Bar]) -> str:
    """What the drawing shows, for those who don't see it."""
    counts = ", ".join(str(bar.count) for bar in bars)
    return f"Complaints a week, the last {len(bars)} weeks, oldest first: {counts}."

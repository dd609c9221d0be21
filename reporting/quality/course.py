"""How satisfaction went, week by week: its levels, and what happened where they changed. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.kit import words
from reporting.kit.slices import by_week
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.quality.changes import FEWEST_WEEKS, spread_of, stretches
from reporting.quality.metrics import AT_BEST, AT_WORST, RESPONSE_RATE, SATISFACTION
from reporting.rollups.tally import Cell, Window
from triage.statistics import score_interval

# What happened so near to the week in which a level changed is named beside it.
NEAR = timedelta(days=7)

Happening = tuple[str, date]


@dataclass(frozen=True)
class Week:
    """What readers said in one week."""

    window: Window
    satisfaction: Figure
    response: Figure
    best: Figure
    worst: Figure


@dataclass(frozen=True)
class Level:
    """Weeks of like satisfaction, the first and the last; the interval takes into account that
    weeks differ by more than chance."""

    first: Window
    last: Window
    part: int
    whole: int
    interval: tuple[float, float]

    @property
    def share(self) -> float:
        return self.part / self.whole

    @property
    def window(self) -> Window:
        return Window(self.first.first, self.last.last)

    @property
    def told(self) -> str:
        low, high = map(words.percent, self.interval)
        return f"{words.percent(self.share)} ({low} to {high})"


@dataclass(frozen=True)
class Shift:
    """A change from one level to the next, with what came within a week of it."""

    before: Level
    after: Level
    near: tuple[Happening, ...]

    @property
    def week(self) -> Window:
        """The first week of the new level."""
        return self.after.first

    @property
    def sentence(self) -> str:
        """What changed and when; what it may have to do with, said as no more than that."""
        moved = "rose" if self.after.share > self.before.share else "fell"
        said = (
            f"Satisfaction {moved} from {self.before.told} to {self.after.told} with the week "
            f"from {words.day(self.week.first)}."
        )
        if not self.near:
            return f"{said} No release or source update is known within a week of that."
        named = " and ".join(f"{name} ({words.day(day)})" for name, day in self.near)
        return f"{said} Within a week of that: {named}. That is no proof that it is the cause."


def course(table: Table, cell: Cell) -> list[Week]:
    """Every week of the slice."""
    columns = (
        _column(table, one, cell) for one in (SATISFACTION, RESPONSE_RATE, AT_BEST, AT_WORST)
    )
    return [Week(*row) for row in zip(table.weeks, *columns, strict=True)]


def _column(table: Table, metric: Metric, cell: Cell) -> list[Figure]:
    return [part.figure for part in by_week(table, metric, cell)]


def comparable(weeks: Sequence[Week], today: date) -> list[Week]:
    """Those that are whole and whose satisfaction is told."""
    return [
        week
        for week in weeks
        if week.satisfaction.value is not None and words.full(week.window, today)
    ]


def counts_of(weeks: Sequence[Week]) -> list[tuple[int, int]]:
    """Thumbs up and all thumbs of each comparable week."""
    return [
        (week.satisfaction.numerator or 0, week.satisfaction.denominator or 0) for week in weeks
    ]


def levels(weeks: Sequence[Week]) -> list[Level]:
    """The levels of comparable weeks, one after the other."""
    counts = counts_of(weeks)
    spread = spread_of(counts)
    return [
        Level(
            first=weeks[one.first].window,
            last=weeks[one.end - 1].window,
            part=one.part,
            whole=one.whole,
            interval=score_interval(one.part / one.whole, one.whole / spread),
        )
        for one in stretches(counts)
    ]


def shifts(found: Sequence[Level], happened: Sequence[Happening]) -> list[Shift]:
    """Every change of level, the latest first."""
    return [
        Shift(before, after, tuple(h for h in happened if abs(h[1] - after.first.first) <= NEAR))
        for before, after in itertools.pairwise(found)
    ][::-1]


def steadiness(weeks: Sequence[Week], found: Sequence[Shift]) -> str:
    """What can be said of changes altogether, in a sentence."""
    if len(weeks) < FEWEST_WEEKS:
        missing = FEWEST_WEEKS - len(weeks)
        return f"Too early to tell of changes: {missing} more full weeks are needed."
    if not found:
        return f"No change of its level can be told in {len(weeks)} weeks."
    if len(found) == 1:
        return found[0].sentence
    return f"{found[0].sentence} It is the latest of {len(found)} changes."

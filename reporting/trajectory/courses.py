"""Each promise against its weeks, with the forecast, as a block. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.course import course
from reporting.kit.charts.trend import Row
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.figures import Figure, Table
from reporting.rollups.tally import Window
from reporting.trajectory.measures import Measure
from reporting.trajectory.metrics import CHANCE, FORECAST
from reporting.trajectory.outlook import Ahead, Outlook
from reporting.trajectory.wording import Promised, chance_words, sentence

KEY = (
    "Points are full weeks with 95% intervals, the bands ahead the forecast (80% and 95%), grey the"
    " range expected in production."
)


@dataclass(frozen=True)
class Standing:
    """A measure with what is promised of it, how it goes lately, and how it looks."""

    measure: Measure
    promised: Promised
    latest: Figure
    outlook: Outlook

    @property
    def told(self) -> Told:
        return Told(self.measure.metric, self.latest)

    @property
    def chance(self) -> Plain:
        chance = self.outlook.chance
        return Plain(chance, "too early to tell" if chance is None else chance_words(chance))

    @property
    def says(self) -> str:
        told, over = self.told, "over four weeks" if self.measure.pooled else "in the last week"
        measured = f"{told.words} ({told.interval}) {over}" if told.is_told else told.words
        return sentence(self.measure.metric.title, self.promised, measured, self.outlook)


def course_block(
    standing: Standing, table: Table, weeks: Sequence[Window], question: Question
) -> Block:
    """The full weeks and the forecast up to the target's date, with what was promised."""
    metric = standing.measure.metric
    figures = [
        (week, table.figure(metric, question.cell._replace(week=week.first))) for week in weeks
    ]
    heads = (
        *(Head("from", "Week from"), Head("kind", "Is")),
        Head(metric.name, metric.title, metric.definition),
        *(Head("likely_low", "80% from"), Head("likely_high", "to")),
        *(Head("low", "95% from"), Head("high", "to")),
    )
    return Block(
        id=f"course-{standing.measure.name.replace('_', '-')}",
        title=f"{metric.title} against what was promised",
        section="Course and forecast",
        summary=standing.says,
        grid=Grid(heads, (*_measured(standing, figures, question), *_ahead(standing))),
        plots=(_plot(standing, figures, question),),
        notes=(KEY, FORECAST),
        definitions=(metric, CHANCE),
    )


def _measured(
    standing: Standing, figures: Sequence[tuple[Window, Figure]], question: Question
) -> list[tuple[Entry, ...]]:
    metric = standing.measure.metric
    return [
        (
            *(Plain(week.first), Plain("measured")),
            Told(metric, figure, _behind(standing, question, week)),
            *(Plain(None), Plain(None), *_shares(*(figure.interval or (None, None)))),
        )
        for week, figure in figures
    ]


def _ahead(standing: Standing) -> list[tuple[Entry, ...]]:
    return [
        (
            *(Plain(one.monday), Plain("forecast")),
            *_shares(one.middle, *one.likely, *one.limits),
        )
        for one in standing.outlook.ahead
    ]


def _shares(*shares: float | None) -> list[Plain]:
    return [Plain(None) if s is None else Plain(s, words.percent(s)) for s in shares]


def _plot(standing: Standing, figures: Sequence[tuple[Window, Figure]], question: Question) -> Plot:
    metric, promised = standing.measure.metric, standing.promised
    rows = [_mark(standing, question, *one) for one in figures]
    ahead = [_band(one) for one in standing.outlook.ahead]
    first = figures[0][0].first if figures else promised.target_on - timedelta(28)
    last = max(promised.target_on, figures[-1][0].first if figures else first)
    marks = promise_marks(promised, first)
    spec = course(
        rows,
        title=f"{metric.title} by week, the forecast, and what was promised",
        domain=(first, last),
        top=_top(standing, rows, ahead, marks),
        hue=standing.measure.hue,
        ahead=ahead,
        promised=marks,
        expected=promised.expected,
    )
    name = f"plot-course-{standing.measure.name.replace('_', '-')}"
    return Plot(name, spec, empty=all(row["value"] is None for row in rows))


def _mark(standing: Standing, question: Question, week: Window, figure: Figure) -> Row:
    low, high = figure.interval or (None, None)
    return {
        "week": week.first.isoformat(),
        "value": figure.value,
        "low": low,
        "high": high,
        "told": words.told(standing.measure.metric, figure),
        "href": _behind(standing, question, week),
    }


def _behind(standing: Standing, question: Question, week: Window) -> str:
    return behind(standing.measure.metric.behind, question, **{"from": week.first, "to": week.last})


def _band(one: Ahead) -> Row:
    (low, high), (likely_low, likely_high) = one.limits, one.likely
    told = f"{words.percent(one.middle)} (80%: {' to '.join(map(words.percent, one.likely))})"
    return {
        "week": one.monday.isoformat(),
        "value": one.middle,
        "low": low,
        "high": high,
        "likely_low": likely_low,
        "likely_high": likely_high,
        "told": told,
    }


def promise_marks(promised: Promised, first: date) -> list[Row]:
    """What was promised, as marks of a drawing that begins on that day."""
    target, claimed = promised.target, promised.claimed
    marks = [(promised.target_on, target, f"target {promised.target_words}", "square")]
    if claimed is not None:
        on = max(promised.claimed_on or first, first)
        marks.append((on, claimed, f"claimed {promised.claimed_words}", "diamond"))
    # Their names stand on the sides that face away from one another.
    highest = max(share for _, share, _, _ in marks)
    return [
        {
            "week": on.isoformat(),
            "value": share,
            "name": name,
            "shape": shape,
            "above": share == highest,
        }
        for on, share, name, shape in marks
    ]


def _top(
    standing: Standing, rows: Sequence[Row], ahead: Sequence[Row], marks: Sequence[Row]
) -> float:
    """Where less is better the shares are small: the drawing ends a little above the highest."""
    if standing.measure.metric.better == "up":
        return 1.0
    shares: list[float] = [mark["value"] for mark in marks] + [
        row["high"] or 0.0 for row in (*rows, *ahead)
    ]
    return min(1.0, max(*shares, *(standing.promised.expected or ()), 0.01) * 1.15)

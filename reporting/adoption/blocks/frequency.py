"""How often those who use it do so, week by week. Pure."""

from datetime import timedelta
from math import sqrt

from reporting.adoption.blocks.view import View
from reporting.adoption.definitions import STICKY_MONTH, STICKY_WEEK
from reporting.adoption.states import Stickiness, stickiness
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.trend import Row, weekly_share
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tally import Window
from triage.statistics import Z

# Days that are shown where none are asked for: of each its people must be read.
USUAL = 84

SECTION = "How often"
LOW = 150

Weeks = list[tuple[Window, tuple[Figure, Figure]]]


def stickiness_block(view: View) -> Block:
    """Days of use of those who use it, per week, of the weeks whose days are at hand."""
    weeks = _weeks(view)
    rows: list[tuple[Entry, ...]] = [
        (
            Plain(week.first, href=view.answers_of(week)),
            Plain(week.last),
            Told(STICKY_WEEK, one),
            Told(STICKY_MONTH, other),
        )
        for week, (one, other) in weeks
    ]
    plots = [
        _plot(view, of, [(week, figures[at]) for week, figures in weeks])
        for at, of in enumerate((STICKY_WEEK, STICKY_MONTH))
    ]
    told = [(week, one) for week, (one, _) in weeks if one.value is not None and week.days == 7]
    return Block(
        id="stickiness",
        title="Stickiness by week",
        section=SECTION,
        summary=_summary(*told[-1]) if told else "",
        grid=Grid(
            (
                Head("from", "Week from"),
                Head("to", "to"),
                *(Head(of.name, of.title, of.definition) for of in (STICKY_WEEK, STICKY_MONTH)),
            ),
            tuple(rows),
        ),
        plots=tuple(plots) if weeks else (),
        notes=("The last twelve weeks, or those of the days asked for.",),
        definitions=(STICKY_WEEK, STICKY_MONTH),
        empty="No week of the window has begun yet.",
    )


def _weeks(view: View) -> Weeks:
    use, row = view.crowd.use, view.crowd.within(view.crowd.cell)
    asked = view.crowd.question.window
    first = asked.first if asked else view.window.last - timedelta(USUAL - 1)
    found: Weeks = []
    for at in range(len(use.weeks)):
        if use.week(at).last < first:
            continue
        hidden = bool(view.hidden[at][view.crowd.cell])
        one, other = stickiness(use, at, row)
        found.append((use.week(at), (_mean(one, hidden=hidden), _mean(other, hidden=hidden))))
    return found


def _mean(found: Stickiness, *, hidden: bool) -> Figure:
    """The mean share of the days, with its interval: of five people or more."""
    people, days = found.people, found.days
    if hidden or 0 < people < MINIMUM:
        return Figure(Status.HIDDEN)
    if not people:
        return Figure(Status.TOO_EARLY, denominator=0, people=0)
    mean = found.used / people / days
    spread = max(found.squares / people / days**2 - mean**2, 0) / (people - 1)
    half = Z * sqrt(spread)
    return Figure(
        Status.OK,
        denominator=people,
        value=mean,
        interval=(max(mean - half, 0.0), min(mean + half, 1.0)),
        people=people,
    )


def _plot(view: View, of: Definition, weeks: list[tuple[Window, Figure]]) -> Plot:
    marks: list[Row] = []
    for week, figure in weeks:
        low, high = figure.interval or (None, None)
        marks.append(
            {
                "week": week.first.isoformat(),
                "value": figure.value,
                "low": low,
                "high": high,
                "told": words.told(of, figure),
                "href": view.answers_of(week),
                "full": week.days == 7,
            }
        )
    domain = (
        (weeks[0][0].first, view.window.last) if weeks else (view.window.first, view.window.last)
    )
    spec = weekly_share(marks, title=f"{of.title} by week", domain=domain, height=LOW, hue="use")
    return Plot(f"plot-{of.name}", spec, of.title, all(mark["value"] is None for mark in marks))


def _summary(week: Window, figure: Figure) -> str:
    return (
        f"In the week from {words.day(week.first)} those who used it did so on "
        f"{(figure.value or 0) * 7:.1f} of its seven days on average."
    )

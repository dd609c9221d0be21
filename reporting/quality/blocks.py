"""The blocks of the quality page. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts import levels as drawn
from reporting.kit.facets import WITHOUT
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, by_week, slugs_of
from reporting.kit.told import Entry, Plain, Told
from reporting.kit.weekly import TALL, Weekly
from reporting.metrics.definition import Definition, Metric
from reporting.metrics.figures import Figure, Status
from reporting.quality.course import Happening, Level, Shift, Week
from reporting.quality.metrics import (
    AT_BEST,
    AT_WORST,
    COMPLAINT_RATE,
    CORRECTION_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    UNVERIFIED_RATE,
)
from reporting.quality.where import Moved, said_of
from reporting.rollups.tally import Window

# Shares that are all small are drawn on a scale of these.
SCALES = (0.1, 0.25, 0.5)

BY_WEEK = "Week by week"
CHANGED = "What changed"
RATES_TITLE = "Complaints, corrections, “couldn't verify”"
WHERE = "Where it changed"
RATES = (COMPLAINT_RATE, CORRECTION_RATE, UNVERIFIED_RATE)

ASSUMED = (
    "Nothing is assumed of those who are silent; only that complaints are right and praise is "
    "deserved (Manski 1990, American Economic Review 80:319-323)."
)
HOW_CUT = (
    "Weeks are cut where two levels make their thumbs likelier than one, by more than chance and "
    "the spread between weeks explain. Of series without any change fewer than one in twenty shows "
    "one. The week may be off by one or two."
)
CLEAR = "Clear: beyond chance with all groups looked at (Benjamini and Hochberg 1995)."

MOVED = Definition(
    name="satisfaction_moved",
    title="Difference",
    definition="Satisfaction after the change less satisfaction before it, of the same group.",
    unit="points",
    window="The weeks of the level before, and those of the level after.",
    better="up",
    method="95% interval of Newcombe, method 10.",
    literature="Newcombe 1998, Statistics in Medicine 17:873-890",
)


def weekly_satisfaction(
    weekly: Weekly,
    weeks: Sequence[Week],
    found: Sequence[Level],
    releases: Sequence[Happening],
    updates: Sequence[Happening],
) -> Block:
    """Satisfaction with its levels, what happened meanwhile, and how many spoke at all."""
    block = weekly.block(SATISFACTION, section=BY_WEEK, releases=releases)
    [plot] = block.plots
    spec = drawn.beside(plot.spec, _responses(weeks), name="response rate")
    marks = [{"name": name, "day": day.isoformat()} for name, day in updates]
    levels = [_level(one) for one in found] if len(found) > 1 else []
    days = ", ".join(words.day(day) for _, day in updates[-6:])
    notes = (
        *block.notes,
        *((f"Triangles are days on which sources were updated, last {days}.",) if updates else ()),
        "Grey: the response rate, on the same scale. Levels are drawn where one changed.",
    )
    heads = (
        Head("from", "Week from"),
        Head("to", "to"),
        *map(_head, (SATISFACTION, RESPONSE_RATE)),
    )
    spoken = weekly.column(RESPONSE_RATE, weekly.question, (week.response for week in weeks))
    rows = [(*row[:3], told, row[3]) for row, told in zip(block.grid.rows, spoken, strict=True)]
    return replace(
        block,
        title="Satisfaction and response rate by week",
        plots=(replace(plot, spec=drawn.levelled(spec, levels, marks)),),
        grid=Grid((*heads, Head("note", "Note")), tuple(rows)),
        notes=notes,
        definitions=(SATISFACTION, RESPONSE_RATE),
    )


def unrated(weekly: Weekly, weeks: Sequence[Week]) -> Block:
    """Between which limits the share of good answers lies, whatever those who are silent think."""
    plot = weekly.plot(SATISFACTION, weekly.question, height=TALL)
    bounds = [
        {
            "week": week.window.first.isoformat(),
            "least": week.worst.value,
            "most": week.best.value,
            "limits": _limits(week),
        }
        for week in weeks
        if words.full(week.window, weekly.today)
    ]
    columns = [
        weekly.column(SATISFACTION, weekly.question, (week.satisfaction for week in weeks)),
        weekly.column(AT_WORST, weekly.question, (week.worst for week in weeks)),
        weekly.column(AT_BEST, weekly.question, (week.best for week in weeks)),
    ]
    drawn_here = (SATISFACTION, AT_WORST, AT_BEST)
    rows = [(Plain(week.window.first), *told) for week, *told in zip(weeks, *columns, strict=True)]
    return Block(
        id="unrated",
        title="What the silent could change",
        section=BY_WEEK,
        summary=(
            "The grey band is where the share of good answers can lie: at its lower edge every "
            "answer without feedback is bad, at its upper edge every one is good. Thumbs alone "
            "can't say where in it the truth is."
        ),
        grid=Grid((Head("week", "Week from"), *map(_head, drawn_here)), tuple(rows)),
        plots=(Plot("plot-unrated", drawn.between(plot.spec, bounds), empty=plot.empty),),
        notes=(ASSUMED,),
        definitions=drawn_here,
    )


def rates(weekly: Weekly) -> Block:
    """Complaints, corrections and "couldn't verify", week by week."""
    harm = replace(weekly, hue="harm")
    cell = weekly.question.cell
    by_metric = [
        weekly.column(
            metric,
            weekly.question,
            (part.figure for part in by_week(weekly.table, metric, cell)),
        )
        for metric in RATES
    ]
    rows: list[tuple[Entry, ...]] = [
        (Plain(week.first), *(column[at] for column in by_metric))
        for at, week in enumerate(weekly.table.weeks)
    ]
    plots = [harm.plot(metric, weekly.question, name=metric.title) for metric in RATES]
    most = _scale_for(entry.figure for column in by_metric for entry in column)
    plots = [replace(plot, spec=drawn.up_to(plot.spec, most)) for plot in plots]
    return Block(
        id="rates",
        title=RATES_TITLE,
        section=BY_WEEK,
        grid=Grid((Head("week", "Week from"), *map(_head, RATES)), tuple(rows)),
        plots=tuple(plots),
        definitions=RATES,
    )


def changes(found: Sequence[Shift], said: str, question: Question) -> Block:
    """Every change of level, the latest first, with what came near it."""
    heads = (
        Head("week", "Week from"),
        Head("before", "Level before"),
        Head("after", "Level after"),
        Head("near", "Within a week of it"),
    )
    rows = [
        (
            Plain(shift.week.first),
            *(
                Plain(level.share, level.told, _behind(question, level.window))
                for level in (shift.before, shift.after)
            ),
            Plain(", ".join(f"{name} ({words.day(day)})" for name, day in shift.near) or "nothing"),
        )
        for shift in found
    ]
    return Block(
        id="changes",
        title="When it changed",
        section=CHANGED,
        summary=said,
        grid=Grid(heads, tuple(rows)),
        notes=(HOW_CUT,) if found else (),
        empty=said,
    )


def _behind(question: Question, window: Window) -> str:
    """Where the thumbs of those days are listed."""
    return behind(SATISFACTION.behind, question, **{"from": window.first, "to": window.last})


def nowhere() -> Block:
    """What is told where no level changed."""
    return Block(
        id="where",
        title=WHERE,
        section=CHANGED,
        grid=Grid((), ()),
        empty="No change of its level can be told.",
    )


def where(shift: Shift, found: Sequence[Moved], groups: Groups, question: Question) -> Block:
    """Each group before and after the latest change."""
    heads = (
        Head("group", "Group"),
        Head("kind", "Kind"),
        Head("before", "Before"),
        Head("after", "After"),
        _head(MOVED),
        Head("clear", "Clear"),
    )
    sides = f"Before: {words.days(shift.before.window)}; after: {words.days(shift.after.window)}."
    return Block(
        id="where",
        title=f"{WHERE} with the week from {words.day(shift.week.first)}",
        section=CHANGED,
        summary=said_of(found, groups),
        grid=Grid(heads, tuple(_moved(one, shift, groups, question) for one in found)),
        notes=(sides, CLEAR),
        definitions=(MOVED,),
        empty="No team or cohort is known yet.",
    )


def by_group(weekly: Weekly, kind: str) -> Block:
    """Small drawings of each group's satisfaction with its response rate."""
    block = weekly.by_group(SATISFACTION, kind, section="Groups")
    slugs = slugs_of(weekly.table, weekly.question.cell, kind, weekly.groups)
    plots = []
    for plot, slug in zip(block.plots, slugs, strict=True):
        cell = weekly.question.cut(kind, slug).cell
        responses = by_week(weekly.table, RESPONSE_RATE, cell)
        weeks = zip(weekly.table.weeks, responses, strict=True)
        rows = [{"week": week.first.isoformat(), "value": of.figure.value} for week, of in weeks]
        spec = drawn.beside(plot.spec, rows, name="response")
        plots.append(replace(plot, spec=spec))
    note = "Grey: the response rate, on the same scale."
    return replace(block, plots=tuple(plots), notes=(note,))


def _responses(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    return [{"week": week.window.first.isoformat(), "value": week.response.value} for week in weeks]


def _level(one: Level) -> dict[str, Any]:
    last: date = one.last.first
    return {
        "week": one.first.first.isoformat(),
        "end": last.isoformat(),
        "value": one.share,
        "told": words.percent(one.share),
    }


def _scale_for(figures: Iterable[Figure]) -> float:
    """The least of a few round scales that holds every share with most of its interval."""
    most = max((figure.value or 0.0 for figure in figures), default=0.0)
    return next((scale for scale in SCALES if most <= 0.8 * scale), 1.0)


def _limits(week: Week) -> str:
    if week.worst.value is None or week.best.value is None:
        return words.value(AT_WORST, week.worst)
    return f"{words.percent(week.worst.value)} and {words.percent(week.best.value)}"


def _moved(one: Moved, shift: Shift, groups: Groups, question: Question) -> tuple[Entry, ...]:
    moved, cut = one.change, question.cut(one.kind, one.slug)
    figure = (
        Figure(Status.OK, value=moved.difference, interval=moved.interval)
        if moved
        else Figure(Status.TOO_EARLY)
    )
    return (
        Plain(one.slug or WITHOUT, groups.name(one.kind, one.slug), href=f"?{cut.address()}"),
        Plain(one.kind),
        Told(SATISFACTION, one.before, _behind(cut, shift.before.window)),
        Told(SATISFACTION, one.after, _behind(cut, shift.after.window)),
        Told(MOVED, figure),
        Plain("yes" if one.clear else "no"),
    )


def _head(metric: Metric | Definition) -> Head:
    return Head(metric.name, metric.title, metric.definition)

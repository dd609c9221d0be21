"""The audits over time against what was promised, as a block. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import floor

from reporting.audits.metrics import AUDITED_QUALITY
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.course import audited
from reporting.kit.charts.trend import Row
from reporting.kit.told import Entry, Plain
from reporting.trajectory.audited import Audited, Held
from reporting.trajectory.courses import promise_marks
from reporting.trajectory.metrics import AUDITED_STANDING

KEY = (
    "Points are finished audits of the whole project with 95% intervals, as wide as their days;"
    " hollow ones are not of the rollout alone. Grey is the range expected in production."
)
EMPTY = (
    "No audit was drawn of these days. A manager draws one under Audits: 40 answers take about an"
    " hour to judge, and tell to about 10 points."
)


def audited_block(held: Held, audits: Sequence[Audited]) -> Block:
    """Every audit by its days, and what was promised."""
    heads = (
        Head("first", "Answers from"),
        Head("last", "To"),
        Head("judged", "Judged"),
        Head(AUDITED_QUALITY.name, AUDITED_QUALITY.title, AUDITED_QUALITY.definition),
        Head("held", "Against the target", AUDITED_STANDING.definition),
    )
    return Block(
        id="course-audited-quality",
        title=f"{AUDITED_QUALITY.title} against what was promised",
        section="Course and forecast",
        summary=held.says,
        grid=Grid(heads, tuple(_row(held, one) for one in audits)),
        plots=(_plot(held, audits),) if audits else (),
        notes=(KEY, AUDITED_STANDING.definition),
        definitions=(AUDITED_QUALITY, AUDITED_STANDING),
        empty=EMPTY,
    )


def _row(held: Held, one: Audited) -> tuple[Entry, ...]:
    return (
        Plain(one.days.first, href=one.href),
        Plain(one.days.last),
        Plain(one.judged, f"{one.judged:,} of {one.drawn:,}"),
        one.told,
        Plain(_held(held, one)),
    )


def _held(held: Held, one: Audited) -> str:
    if one is held.by:
        return "decides"
    if not one.finished:
        return "not finished"
    return "does not decide" if _is_of_rollout(held, one) else "not of the rollout alone"


def _is_of_rollout(held: Held, one: Audited) -> bool:
    return held.since is None or held.since <= one.days.first


def _plot(held: Held, audits: Sequence[Audited]) -> Plot:
    promised = held.promised
    rows = [_mark(held, one) for one in audits if one.finished]
    first = min(one.days.first for one in audits)
    marks = promise_marks(promised, first)
    spec = audited(
        rows,
        title=f"{AUDITED_QUALITY.title} by audit, and what was promised",
        domain=(first, max(promised.target_on, *(one.days.last for one in audits))),
        bottom=_bottom(held, rows, marks),
        hue="say",
        promised=marks,
        expected=promised.expected,
    )
    return Plot(
        "plot-course-audited-quality", spec, empty=all(row["value"] is None for row in rows)
    )


def _mark(held: Held, one: Audited) -> Row:
    low, high = one.figure.interval or (None, None)
    return {
        "first": one.days.first.isoformat(),
        "week": _middle(one).isoformat(),
        "last": one.days.last.isoformat(),
        "value": one.figure.value,
        "low": low,
        "high": high,
        "days": words.days(one.days),
        "told": words.told(AUDITED_QUALITY, one.figure),
        "href": one.told.href,
        "held": _is_of_rollout(held, one),
    }


def _bottom(held: Held, rows: Sequence[Row], marks: Sequence[Row]) -> float:
    """Full tens below everything that is drawn."""
    shares: list[float] = [row["low"] for row in rows if row["low"] is not None]
    shares += [mark["value"] for mark in marks]
    lowest = min(*shares, *(held.promised.expected or ()), 1.0)
    return max(floor(lowest * 10 - 0.5) / 10, 0.0)


def _middle(one: Audited) -> date:
    return one.days.first + timedelta(one.days.days // 2)

"""What stands on the report page: key figures, a table and charts for each kind of group. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from reporting.adoption.metrics import ACTIVE_SHARE, REGISTERED
from reporting.metrics.definition import INTERVAL, Metric
from reporting.metrics.figures import Figure, Table, change
from reporting.quality.metrics import (
    COMPLAINT_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    SEEN_RESPONSE_RATE,
)
from reporting.report import words
from reporting.report.charts import Row, Spec, weekly_share
from reporting.report.questions import WITHOUT, Question
from reporting.report.slices import Groups, Part, Tables, by_week, narrowed, slugs_of
from reporting.rollups.tally import Cell, Window

SHOWN = (
    REGISTERED,
    ACTIVE_SHARE,
    SATISFACTION,
    RESPONSE_RATE,
    SEEN_RESPONSE_RATE,
    COMPLAINT_RATE,
)
CHARTED = (ACTIVE_SHARE, SATISFACTION)

TALL, LOW = 240, 120


@dataclass(frozen=True)
class Said:
    """A figure in words, with all that is needed to read it."""

    metric: Metric
    figure: Figure
    moved: str = ""

    @property
    def value(self) -> str:
        return words.value(self.metric, self.figure)

    @property
    def interval(self) -> str:
        return words.interval(self.figure)

    @property
    def basis(self) -> str:
        return words.basis(self.metric, self.figure)

    @property
    def told(self) -> bool:
        return self.figure.value is not None

    @property
    def method(self) -> str:
        return INTERVAL if self.metric.is_share else ""


@dataclass(frozen=True)
class Line:
    """A team's or a cohort's line of the table."""

    name: str
    query: str
    figures: list[Said]


@dataclass(frozen=True)
class Plot:
    """One drawing. `empty` where none of its weeks can be told."""

    id: str
    name: str
    spec: Spec
    empty: bool


@dataclass(frozen=True)
class Chart:
    """A chart with what says the same without it: a summary, a table, a file."""

    id: str
    title: str
    summary: str
    query: str
    metric: Metric
    plots: list[Plot]
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    releases: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """Everything about each team, or each cohort."""

    kind: str
    lines: list[Line]
    charts: list[Chart] = field(default_factory=list)

    @property
    def heads(self) -> list[Metric]:
        return list(SHOWN)


def key_figures(tables: Tables, cell: Cell) -> list[Said]:
    """The figures of the window asked for, with what has changed since the one before."""
    found = []
    for metric in SHOWN:
        now, before = tables.key.figure(metric, cell), tables.before.figure(metric, cell)
        moved = words.moved(metric, change(now, before)) if metric.is_share else ""
        found.append(Said(metric, now, moved))
    return found


def section(
    tables: Tables, question: Question, groups: Groups, kind: str, *, today: date
) -> Section:
    """The table and the charts of the slice's teams or cohorts."""
    slugs = slugs_of(tables.key, question.cell, kind, groups)
    lines = [
        Line(
            groups.name(kind, slug),
            address(question, **{kind: slug or WITHOUT}),
            _said(tables.key, narrowed(question.cell, kind, slug)),
        )
        for slug in slugs
    ]
    if len(slugs) < 2:
        return Section(kind, lines)
    charts = [
        group_chart(tables.weeks, metric, question, groups, kind, today=today) for metric in CHARTED
    ]
    return Section(kind, lines, charts)


def _said(table: Table, cell: Cell) -> list[Said]:
    return [Said(metric, table.figure(metric, cell)) for metric in SHOWN]


def weekly_chart(
    table: Table,
    metric: Metric,
    question: Question,
    releases: Sequence[tuple[str, date]],
    *,
    today: date,
) -> Chart:
    """The slice asked for, week by week, with the releases where quality is shown."""
    parts = by_week(table, metric, question.cell)
    marks = [{"name": name, "day": day.isoformat()} for name, day in releases]
    return Chart(
        id=metric.name,
        title=f"{metric.title} by week",
        summary=words.trend(metric, _weeks(parts), today),
        query=_file(question, table.window, by="week"),
        metric=metric,
        plots=[
            _plot(
                metric.name,
                "",
                metric,
                parts,
                window=table.window,
                today=today,
                height=TALL,
                releases=marks,
            )
        ],
        heads=["Week", metric.title, "95% interval", "Out of", "Note"],
        rows=[
            (
                words.days(week),
                [
                    words.value(metric, figure),
                    words.interval(figure),
                    words.basis(metric, figure),
                    "" if words.full(week, today) else "not a full week",
                ],
            )
            for week, figure in _weeks(parts)
        ],
        releases=[f"{name} ({words.day(day)})" for name, day in releases],
    )


def group_chart(
    table: Table, metric: Metric, question: Question, groups: Groups, kind: str, *, today: date
) -> Chart:
    """Small charts of one scale, one for each team or cohort."""
    slugs = slugs_of(table, question.cell, kind, groups)
    names = [groups.name(kind, slug) for slug in slugs]
    by_slug = [by_week(table, metric, narrowed(question.cell, kind, slug)) for slug in slugs]
    name = f"{metric.name}-by-{kind}"
    return Chart(
        id=name,
        title=f"{metric.title} by week and {kind}",
        summary=" ".join(
            f"{group}: {words.trend(metric, _weeks(parts), today)}"
            for group, parts in zip(names, by_slug, strict=True)
        ),
        query=_file(question, table.window, by="week", each=kind),
        metric=metric,
        plots=[
            _plot(f"{name}-{at}", group, metric, parts, window=table.window, today=today)
            for at, (group, parts) in enumerate(zip(names, by_slug, strict=True))
        ],
        heads=["Week", *names],
        rows=[
            (words.days(week), [words.told(metric, parts[at].figure) for parts in by_slug])
            for at, week in enumerate(table.weeks)
        ],
    )


def _weeks(parts: Sequence[Part]) -> list[tuple[Window, Figure]]:
    return [(part.key, part.figure) for part in parts if isinstance(part.key, Window)]


def _plot(
    id_: str,
    name: str,
    metric: Metric,
    parts: Sequence[Part],
    *,
    window: Window,
    today: date,
    height: int = LOW,
    releases: Sequence[Row] = (),
) -> Plot:
    rows: list[Row] = []
    for week, figure in _weeks(parts):
        low, high = figure.interval or (None, None)
        rows.append(
            {
                "week": week.first.isoformat(),
                "value": figure.value,
                "low": low,
                "high": high,
                "told": words.told(metric, figure),
                "full": words.full(week, today),
            }
        )
    spec = weekly_share(
        rows,
        title=f"{metric.title} by week{', ' if name else ''}{name}",
        domain=(window.first, window.last),
        height=height,
        releases=releases,
    )
    return Plot(id_, name, spec, all(row["value"] is None for row in rows))


def address(question: Question, **changed: str) -> str:
    """The question as it stands in an address, with some of it changed."""
    asked: dict[str, Any] = {"team": question.team, "cohort": question.cohort}
    asked = {key: slug or WITHOUT for key, slug in asked.items() if slug is not None}
    if question.window:
        asked |= {"from": question.window.first, "to": question.window.last}
    return urlencode({**asked, **changed})


def _file(question: Question, window: Window, **how: str) -> str:
    return address(
        question,
        **{"from": window.first.isoformat(), "to": window.last.isoformat()},
        **how,
    )

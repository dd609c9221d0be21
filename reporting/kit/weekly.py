"""A share by week as a block: one drawing of the slice, or one for each of its groups. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Later, Plot, Spec
from reporting.kit.charts.spark import spark
from reporting.kit.charts.trend import Row, weekly_share
from reporting.kit.facets import WITHOUT
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, by_week, narrowed, slugs_of
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.rollups.tally import Window

TALL, LOW = 240, 120

Weeks = list[tuple[Window, Figure]]


@dataclass(frozen=True)
class Weekly:
    """Shares by week out of one table, as they are shown. `hue` is what they mean, `top` where
    their axis ends."""

    table: Table
    question: Question
    groups: Groups
    today: date
    hue: str = "say"
    top: float = 1.0

    def block(
        self, metric: Metric, *, section: str = "", releases: Sequence[tuple[str, date]] = ()
    ) -> Block:
        """The slice asked for, week by week, with the releases where they may matter."""
        weeks = self._weeks(metric, self.question)
        column = self.column(metric, self.question, (figure for _, figure in weeks))
        marks = [{"name": name, "day": day.isoformat()} for name, day in releases]
        named = ", ".join(f"{name} ({words.day(day)})" for name, day in releases)
        return Block(
            id=metric.name,
            title=f"{metric.title} by week",
            section=section,
            summary=words.trend(metric, weeks, self.today),
            grid=Grid(
                (Head("from", "Week from"), Head("to", "to"), _head(metric), Head("note", "Note")),
                tuple(self._row(week, told) for (week, _), told in zip(weeks, column, strict=True)),
            ),
            plots=(self.plot(metric, self.question, height=TALL, releases=marks, weeks=weeks),),
            notes=(f"Dashed lines are releases: {named}.",) if named else (),
            definitions=(metric,),
        )

    def by_group(self, metric: Metric, kind: str, *, section: str = "") -> Block:
        """Small charts of one scale, one for each team or cohort of the slice."""
        slugs = slugs_of(self.table, self.question.cell, kind, self.groups)
        cuts = [(self.groups.name(kind, slug), self.question.cut(kind, slug)) for slug in slugs]
        by_cut = [self._weeks(metric, cut) for _, cut in cuts]
        columns = [
            self.column(metric, cut, (figure for _, figure in weeks))
            for (_, cut), weeks in zip(cuts, by_cut, strict=True)
        ]
        heads = [Head(slug or WITHOUT, name) for slug, (name, _) in zip(slugs, cuts, strict=True)]
        return Block(
            id=f"{metric.name}-by-{kind}",
            title=f"{metric.title} by week and {kind}",
            section=section,
            summary=" ".join(
                f"{name}: {words.trend(metric, weeks, self.today)}"
                for (name, _), weeks in zip(cuts, by_cut, strict=True)
            ),
            grid=Grid(
                (Head("week", "Week from"), *heads),
                tuple(
                    (
                        Plain(week.first),
                        *(column[at] for column in columns),
                    )
                    for at, week in enumerate(self.table.weeks)
                ),
            ),
            plots=tuple(
                self.plot(metric, cut, name=name, at=f"{kind}-{at}", weeks=weeks)
                for at, ((name, cut), weeks) in enumerate(zip(cuts, by_cut, strict=True))
            ),
            definitions=(metric,),
        )

    def plot(
        self,
        metric: Metric,
        question: Question,
        *,
        name: str = "",
        at: str = "",
        height: int = LOW,
        releases: Sequence[Row] = (),
        weeks: Weeks | None = None,
    ) -> Plot:
        """One drawing, of these weeks where they are known already; `at` tells apart those of one
        metric in a page."""
        weeks = self._weeks(metric, question) if weeks is None else weeks
        rows = self._marks(metric, question, weeks)
        spec: Spec = weekly_share(
            rows,
            title=f"{metric.title} by week{', ' if name else ''}{name}",
            domain=(self.table.window.first, self.table.window.last),
            height=height,
            hue=self.hue,
            top=self.top,
            releases=releases,
        )
        id_ = f"{metric.name}-{at}" if at else metric.name
        return Plot(f"plot-{id_}", spec, name, all(row["value"] is None for row in rows))

    def spark(self, metric: Metric) -> Plot:
        """The slice's course in little, for a card."""
        rows = self._marks(metric, self.question, self._weeks(metric, self.question))
        spec = spark(rows, title=f"{metric.title} by week, in little", hue=self.hue)
        return Plot(
            f"spark-{metric.name}", spec, metric.title, all(r["value"] is None for r in rows)
        )

    def column(self, metric: Metric, question: Question, figures: Iterable[Figure]) -> list[Told]:
        """The figures of the weeks, each with the way to its answers."""
        asked, weeks = _asked(metric, question), self.table.weeks
        return [
            Told(metric, figure, _behind(asked, week))
            for week, figure in zip(weeks, figures, strict=True)
        ]

    def _weeks(self, metric: Metric, question: Question) -> Weeks:
        parts = by_week(self.table, metric, question.cell)
        return [(part.key, part.figure) for part in parts if isinstance(part.key, Window)]

    def _row(self, week: Window, told: Told) -> tuple[Entry, ...]:
        note = "" if words.full(week, self.today) else "not a full week"
        return Plain(week.first), Plain(week.last), told, Plain(note)

    def _marks(self, metric: Metric, question: Question, weeks: Weeks) -> list[Row]:
        column = self.column(metric, question, (figure for _, figure in weeks))
        rows: list[Row] = []
        for (week, figure), told in zip(weeks, column, strict=True):
            low, high = figure.interval or (None, None)
            row = {"week": week.first.isoformat(), "value": figure.value, "low": low, "high": high}
            row |= {"told": told.line, "href": told.href}
            row["full"] = words.full(week, self.today)
            rows.append(row)
        return rows


def _asked(metric: Metric, question: Question) -> str:
    """Where the answers behind it are listed, up to the dates."""
    asked = behind(metric.behind, question, **{"from": "", "to": ""})
    return asked if not asked or asked.endswith("?") else f"{asked}&"


def _behind(asked: str, week: Window) -> str:
    """The same, of that week; "" for none."""
    return asked and f"{asked}from={week.first.isoformat()}&to={week.last.isoformat()}"


def _head(metric: Metric) -> Head:
    return Head(metric.name, metric.title, metric.definition)


def groups_later(
    table: Callable[[], Table],
    metrics: Sequence[Metric],
    question: Question,
    groups: Groups,
    section: str,
) -> dict[str, Later]:
    """Those of its cohorts and of its teams, by id; the table is read when one is wanted."""

    def made(kind: str) -> Block:
        return by_group(table(), metrics, question, groups, kind, section=section)

    return {
        f"by-{kind}": Later(f"by-{kind}", f"By {kind}", section, partial(made, kind))
        for kind in ("cohort", "team")
    }


def by_group(
    table: Table,
    metrics: Sequence[Metric],
    question: Question,
    groups: Groups,
    kind: str,
    *,
    section: str = "",
) -> Block:
    """The slice's teams or cohorts, each with the figures of the window."""
    slugs = slugs_of(table, question.cell, kind, groups)
    rows: list[tuple[Entry, ...]] = [
        (
            Plain(
                slug or WITHOUT,
                groups.name(kind, slug),
                href=f"?{question.address(**{kind: slug or WITHOUT})}",
            ),
            *(_of_group(table, m, question, kind, slug) for m in metrics),
        )
        for slug in slugs
    ]
    return Block(
        id=f"by-{kind}",
        title=f"By {kind}",
        section=section,
        grid=Grid((Head(kind, kind.title()), *map(_head, metrics)), tuple(rows)),
        definitions=tuple(metrics),
        empty=f"No {kind} is known yet: send it with answers or feedback.",
    )


def _of_group(table: Table, metric: Metric, question: Question, kind: str, slug: str) -> Told:
    figure = table.figure(metric, narrowed(question.cell, kind, slug))
    return Told(metric, figure, behind(metric.behind, question, **{kind: slug or WITHOUT}))

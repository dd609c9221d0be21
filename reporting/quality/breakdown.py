"""Satisfaction by release, model, language and topic. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.facets import WITHOUT
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Metric
from reporting.metrics.facets import FacetTable
from reporting.quality.metrics import RESPONSE_RATE, SATISFACTION
from reporting.rollups.tally import Window

FACETS = ("topic", "release", "model", "language")
SECTION = "Topic, release, model, language, source"

NOTES = {
    "release": (
        "Releases follow one another, so other people asked other things of each: a difference "
        "need not be the release's doing."
    ),
    "model": "Which model answered is as the host says it.",
    "language": "The language of the answer, as the host says it.",
    "topic": (
        "Topics are learnt from the questions themselves and named by the words that tell them"
        " apart; each question is of the nearest one. Some lie between two."
    ),
}
NAMELESS = {"topic": "No question known"}
EMPTY = {
    "topic": (
        "No topics yet: send the question with each answer. They are learnt from 100 different"
        " questions on."
    ),
}


@dataclass(frozen=True)
class Breakdown:
    """A window told apart by release, model, language or topic, as it is shown; those of `order`
    come first, in that order. `examples` are a question by value."""

    kind: str
    table: FacetTable
    question: Question
    window: Window
    order: Sequence[str] = ()
    examples: Mapping[str, str] = field(default_factory=dict)

    def block(self, metrics: Sequence[Metric]) -> Block:
        """Each value with the figures of the window."""
        heads = (Head(m.name, m.title, m.definition) for m in metrics)
        return Block(
            id=f"by-{self.kind}",
            title=f"By {self.kind}, {words.days(self.window)}",
            section=SECTION,
            grid=Grid(
                (Head(self.kind, self.kind.title()), *heads),
                tuple(self._row(value, metrics) for value in self.values),
            ),
            plots=tuple(self._plot(m) for m in (SATISFACTION, RESPONSE_RATE) if self.values),
            notes=(NOTES[self.kind],),
            definitions=tuple(metrics),
            empty=EMPTY.get(self.kind, f"No {self.kind} is known yet: send it with answers."),
        )

    @property
    def values(self) -> list[str]:
        known = [value for value in self.order if value in self.table.values]
        others = [value for value in self.table.values if value not in known]
        if self.kind == "topic":  # the most asked of first; what is of none, last
            others.sort(key=lambda value: (not value, -self._answers(value)))
        return [*known, *others]

    def _row(self, value: str, metrics: Sequence[Metric]) -> tuple[Entry, ...]:
        example = self.examples.get(value)
        named = Plain(
            value or WITHOUT,
            self._name(value),
            href=f"?{self.question.address(**{self.kind: value or WITHOUT})}",
            note=f"“{example}”" if example else "",
        )
        return (named, *(self._told(metric, value) for metric in metrics))

    def _told(self, metric: Metric, value: str) -> Told:
        figure = self.table.figure(metric, value, self.question.cell)
        return Told(metric, figure, self._behind(value, metric.behind))

    def _plot(self, metric: Metric) -> Plot:
        """Its values below each other, each with its interval."""
        rows: list[dict[str, Any]] = []
        for value in self.values:
            told = self._told(metric, value)
            low, high = told.figure.interval or (None, None)
            row = {"name": self._name(value), "value": told.figure.value, "low": low, "high": high}
            rows.append({**row, "told": told.line, "href": told.href})
        hue = "say" if metric is SATISFACTION else "quiet"
        spec = dots(rows, title=f"{metric.title} by {self.kind}", hue=hue)
        empty = all(row["value"] is None for row in rows)
        return Plot(f"plot-{metric.name}-by-{self.kind}", spec, metric.title, empty)

    def _answers(self, value: str) -> int:
        told = self.table.figure(RESPONSE_RATE, value, self.question.cell)
        return told.denominator or 0

    def _name(self, value: str) -> str:
        return value or NAMELESS.get(self.kind, f"No {self.kind} said")

    def _behind(self, value: str, of: str) -> str:
        """Where the answers of that value are listed."""
        days = {"from": self.window.first, "to": self.window.last}
        return behind(of, self.question, **days, **{self.kind: value or WITHOUT})

"""A metric as a CSV file: one line for each week, team or cohort asked for. Pure."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table
from reporting.report.questions import Question
from reporting.report.slices import Groups, series
from reporting.rollups.tally import Window

HEADS = (
    "metric",
    "from",
    "to",
    "team",
    "cohort",
    "status",
    "value",
    "low",
    "high",
    "numerator",
    "denominator",
    "people",
)


class Entry(NamedTuple):
    """One line: where the figure stands, and the figure. Groups by name, "" for all."""

    window: Window
    team: str
    cohort: str
    figure: Figure


def entries(table: Table, metric: Metric, question: Question, groups: Groups) -> list[Entry]:
    """The lines that answer the question; one, where it asks by nothing."""
    here = Entry(
        table.window,
        "" if question.team is None else groups.name("team", question.team),
        "" if question.cohort is None else groups.name("cohort", question.cohort),
        table.figure(metric, question.cell),
    )
    if not question.by:
        return [here]
    lines = []
    for part in series(table, metric, question, groups):
        line = here._replace(figure=part.figure)
        if isinstance(part.key, Window):
            line = line._replace(window=part.key)
        elif question.by == "team":
            line = line._replace(team=groups.name("team", part.key))
        else:
            line = line._replace(cohort=groups.name("cohort", part.key))
        lines.append(line)
    return lines


def as_csv(metric: Metric, lines: Iterable[Entry]) -> str:
    """The lines below their heads; what is not told is left empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for window, team, cohort, figure in lines:
        low, high = figure.interval or (None, None)
        writer.writerow(
            [
                metric.name,
                window.first,
                window.last,
                harmless(team),
                harmless(cohort),
                figure.status.value,
                figure.value,
                low,
                high,
                figure.numerator,
                figure.denominator,
                figure.people,
            ]
        )
    return text.getvalue()


def harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name

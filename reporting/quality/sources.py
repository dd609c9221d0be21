"""What becomes of the answers that cite each source. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.cited import COMPLAINED_CITING, UNVERIFIED_CITING, WHOLE_PROJECT, Cited
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure
from reporting.rollups.tally import Window

SHOWN = 25

OVERLAP = (
    "An answer cites several sources and counts for each of them: the rows overlap and don't add"
    " up. What is told of a source need not be its doing: its name leads to Trust, where it is held"
    " against the answers that cite only others."
)
RATES: Sequence[tuple[Definition, str, Callable[[Cited], Figure]]] = (
    (COMPLAINED_CITING, "Complained of", lambda one: one.complaint_rate),
    (UNVERIFIED_CITING, "Couldn't verify", lambda one: one.unverified_rate),
)


def by_source(found: Sequence[Cited], question: Question, window: Window, *, section: str) -> Block:
    """The sources that most answers of the window cite, whatever the question's groups."""
    shown = sorted(found, key=lambda one: (-one.answers, one.key))[:SHOWN]
    cut = [f"The {SHOWN} of {len(found):,} sources that most answers cite."]
    return Block(
        id="by-source",
        title=f"By source, {words.days(window)}",
        section=section,
        summary=_said(shown),
        grid=Grid(
            (
                Head("source", "Source"),
                Head("answers", "Answers citing it"),
                *(Head(of.name, title, of.definition) for of, title, _ in RATES),
            ),
            tuple(_row(one, question, window) for one in shown),
        ),
        plots=tuple(_plot(of, title, rate, shown, window) for of, title, rate in RATES if shown),
        notes=(WHOLE_PROJECT, OVERLAP, *(cut if len(found) > SHOWN else [])),
        definitions=(COMPLAINED_CITING, UNVERIFIED_CITING),
        empty=(
            "No answer of these days cites a source, as far as may be shown: send citations with"
            " the answers."
        ),
    )


def _said(shown: Sequence[Cited]) -> str:
    if not shown:
        return ""
    most = shown[0]
    told = words.told(COMPLAINED_CITING, most.complaint_rate)
    return f"“{most.title}” is cited most, by {most.answers:,} answers. Complained of: {told}."


def _row(one: Cited, question: Question, window: Window) -> tuple[Entry, ...]:
    dates = {"from": window.first, "to": window.last}
    return (
        Plain(
            one.key,
            one.title,
            href=f"../trust/?{question.address(**dates)}#sources",
            note=one.reservation,
        ),
        Plain(one.answers, href=_behind(one, window)),
        *(Told(of, rate(one), _behind(one, window, of.behind)) for of, _, rate in RATES),
    )


def _plot(
    of: Definition,
    title: str,
    rate: Callable[[Cited], Figure],
    shown: Sequence[Cited],
    window: Window,
) -> Plot:
    """The share of each, on an axis as long as the longest interval."""
    times = Counter(one.title for one in shown)
    rows: list[dict[str, Any]] = []
    for one in shown:
        figure = rate(one)
        low, high = figure.interval or (0.0, 1.0)
        name = one.title if times[one.title] == 1 else f"{one.title} ({one.key})"
        row = {"name": name, "value": figure.value, "low": low, "high": high}
        told = words.told(of, figure)
        rows.append({**row, "told": told, "href": _behind(one, window, of.behind)})
    top = max(row["high"] for row in rows)
    spec = dots(rows, title=f"{of.title}, by source", hue="harm", top=top)
    return Plot(f"plot-{of.name}", spec, title)


def _behind(one: Cited, window: Window, of: str = "") -> str:
    """Where the answers that cite it are listed."""
    asked = {"source": one.key, "from": window.first, "to": window.last, "of": of}
    return f"../answers/?{urlencode({key: value for key, value in asked.items() if value})}"

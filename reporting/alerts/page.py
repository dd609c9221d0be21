"""Alerts as a report: what stands open, what is watched, and what there was."""

from collections.abc import Sequence

from reporting.alerts.detector import Look, bar, look
from reporting.alerts.hearing import hearing
from reporting.alerts.queries import WATCHED, Series, alerts_of, open_alerts, series_of
from reporting.alerts.wording import Line, line_of, whose
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Page
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain

PROMISE = (
    "An alert is raised when the weeks from some week on are worse than those before by more than "
    "two points and by more than chance explains. However often it is looked, and however many "
    "figures are watched, one false alarm a year is expected at the most."
)
# So many are said above everything else.
SAID = 3
_HEADS = (
    Head("alert", "Alert"),
    Head("since", "Since the week from"),
    Head("now", "Since then"),
    Head("before", "Before", "The weeks before, half a year at the most"),
    Head("raised", "Raised on"),
    Head("state", "State"),
)


def page(asked: Asked) -> Page:
    """What got worse beyond chance."""
    standing = [line_of(alert) for alert in open_alerts(asked.project)]
    closed = [line_of(alert) for alert in alerts_of(asked.project) if alert.state != "open"]
    definitions = tuple(WATCHED.values())
    return Page(
        window=asked.whole,
        says=_says(standing),
        blocks=(
            Block(
                id="open",
                title="Open alerts",
                grid=_grid(standing),
                notes=(PROMISE,),
                definitions=definitions,
                empty="No alert is open. What is beyond chance below is raised within five "
                "minutes, unless somebody has acknowledged it.",
            ),
            hearing(asked.project),
            _watched(asked),
            Block(
                id="closed",
                title="Acknowledged and recovered",
                grid=_grid(closed),
                empty="None yet.",
            ),
        ),
    )


def _says(standing: Sequence[Line]) -> tuple[str, ...]:
    """The weightiest; the others stand below."""
    more = len(standing) - SAID
    said = [line.says for line in standing[:SAID]]
    return (*said, f"{more} more are open.") if more > 0 else tuple(said)


def _grid(lines: Sequence[Line]) -> Grid:
    return Grid(_HEADS, tuple(_row(line) for line in lines))


def _row(line: Line) -> tuple[Entry, ...]:
    alert = line.alert
    return (
        Plain(line.heading, href=line.place),
        Plain(alert.since),
        line.since,
        line.before,
        Plain(alert.raised_at.date()),
        Plain(alert.state),
    )


def _weighed(found: Look | None, needed: float) -> str:
    if found is None:
        return "too few weeks"
    beyond = "beyond chance" if found.evidence >= needed else "not beyond chance"
    decimals = 0 if found.evidence >= 10 else 1
    return f"{found.evidence:,.{decimals}f}, {beyond}"


def _suspect(series: Series, found: Look | None, asked: Asked) -> Plain:
    """The week from which on it dropped if it did, with the way to its answers."""
    if found is None:
        return Plain(None)
    key, days = series.key, {"from": found.since.first, "to": asked.today}
    question = Question().cut(key.kind, key.slug) if key.kind else Question()
    return Plain(found.since.first, href=behind(series.metric.behind, question, **days))


def _watched(asked: Asked) -> Block:
    every = series_of(project=asked.project, today=asked.today)
    seen = [(series, look(series.weeks)) for series in every]
    needed = bar(sum(found is not None for _, found in seen))
    rows: list[tuple[Entry, ...]] = []
    for series, found in seen:
        short = "" if found else "Too few weeks yet: at least seven with five people or more."
        rows.append(
            (
                Plain(series.metric.title),
                Plain(whose(series.key, asked.groups)),
                Plain(len(series.weeks)),
                _suspect(series, found, asked),
                Plain(
                    round(found.evidence, 2) if found else None, _weighed(found, needed), note=short
                ),
                Plain(needed if found else None, f"{needed:,.0f}" if found else ""),
            )
        )
    return Block(
        id="watched",
        title="What is watched",
        summary=f"{words.days(asked.whole)}, in full weeks from Monday to Sunday (UTC).",
        grid=Grid(
            (
                Head("metric", "Figure"),
                Head("whose", "Of"),
                Head("weeks", "Weeks"),
                Head("suspect", "If it dropped, then from"),
                Head("evidence", "Evidence", "How much better a drop explains the weeks"),
                Head("needed", "An alert takes"),
            ),
            tuple(rows),
        ),
        empty="Nothing yet: a figure is watched from its seventh full week on.",
    )

"""The overview in sentences, each of which the figures below it bear out. Pure."""

from collections.abc import Sequence

from reporting.kit import words
from reporting.kit.looks import Look
from reporting.metrics.comparing import differences
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, change
from reporting.rollups.tally import Window

# More is not read.
STANDING_OUT = 3


def then_and_now(
    then: Window, now: Window, pairs: Sequence[tuple[Metric, Figure, Figure]]
) -> list[str]:
    """How each share was at first and is at present; left out where either is not told."""
    return [
        f"{metric.title} was {_counted(first)} in the first {then.days} days, from "
        f"{words.day(then.first)}; it is {_counted(latest)} in the {now.days} days to "
        f"{words.day(now.last)}. {words.moved(metric, change(latest, first))}."
        for metric, first, latest in pairs
        if first.value is not None and latest.value is not None
    ]


def since_last_week(week: Window, pairs: Sequence[tuple[Metric, Figure, Figure]]) -> str:
    """What is clearly different in the last full week, corrected for the number of looks."""
    found = differences([(latest, before) for _, latest, before in pairs])
    clear = [
        f"{metric.title.lower()} is {words.points(one.difference, signed=False)} {one.verdict} "
        f"({_share(latest)} after {_share(before)})"
        for (metric, latest, before), one in zip(pairs, found, strict=True)
        if one.clear
    ]
    opening = f"In the week from {words.day(week.first)}, against the week before,"
    if not clear:
        return f"{opening} nothing has clearly changed."
    return f"{opening} {'; '.join(clear)}."


def where(looks: Sequence[Look]) -> str:
    """Who is furthest from all others, of those that clearly differ; "" for nobody."""
    clear = sorted(
        (look for look in looks if look.found.clear),
        key=lambda look: -abs(look.found.difference or 0.0),
    )
    if not clear:
        return ""
    said = [
        f"{look.name} ({look.metric.title.lower()} {_share(look.figure)}, "
        f"all others {_share(look.others)})"
        for look in clear[:STANDING_OUT]
    ]
    more = len(clear) - len(said)
    others = f", and {more} more" if more > 0 else ""
    return f"Clearly unlike all others: {'; '.join(said)}{others}."


def _counted(figure: Figure) -> str:
    return f"{_share(figure)} ({figure.numerator:,} of {figure.denominator:,})"


def _share(figure: Figure) -> str:
    return words.percent(figure.value) if figure.value is not None else "not told"

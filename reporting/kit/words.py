"""Figures in words, for people. Pure."""

from collections.abc import Sequence
from datetime import date

from reporting.metrics.definition import Definition, Metric
from reporting.metrics.figures import Change, Figure, Status
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tally import Window

HIDDEN = "not shown"


def percent(share: float) -> str:
    """A share in whole percent; next to 0 or 100 with decimals, so as not to say all or none."""
    rest = min(share, 1 - share)
    if not 0 < rest < 0.0095:
        return f"{share * 100:.0f}%"
    return f"{share * 100:.1f}%" if rest >= 0.0005 else f"{share * 100:.2f}%"


def points(difference: float | None, *, signed: bool = True) -> str:
    """A difference of shares in whole points: “+3 points”; nothing for none."""
    if difference is None:
        return ""
    number = _points(difference, signed=signed)
    return f"{number} {'point' if number.lstrip('+-') == '1' else 'points'}"


def between(low: float, high: float) -> str:
    """Two differences of shares: “-5 to +13 points”."""
    return f"{_points(low)} to {points(high)}"


def _points(difference: float, *, signed: bool = True) -> str:
    number = difference * 100 if signed else abs(difference) * 100
    decimals = 1 if 0 < abs(number) < 0.95 else 0
    return f"{number:{'+' if signed else ''}.{decimals}f}"


def chance(share: float | None) -> str:
    """How often chance does it: “3 in 100”, or that it hardly ever does."""
    if share is None:
        return ""
    return "under 1 in 1,000" if share < 0.001 else f"{share:.1%}"


def hours(number: float) -> str:
    """A length of time in the unit that it reads best in: “12 minutes”, “3.5 hours”, “6.0 days”."""
    if number < 1:
        return f"{number * 60:.0f} minutes"
    return f"{number:.1f} hours" if number < 48 else f"{number / 24:,.1f} days"


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def days(window: Window) -> str:
    return f"{day(window.first)} to {day(window.last)}"


def amount(definition: Definition, number: float) -> str:
    """A number in the definition's unit."""
    if definition.unit == "share":
        return percent(number)
    if definition.unit == "points":
        return points(number)
    if definition.unit == "score":
        return f"{number:.3f}"
    if definition.unit == "hours":
        return hours(number)
    if definition.unit == "days":
        return f"{number:,.1f} days"
    return f"{number:,.0f}"


def value(definition: Definition, figure: Figure) -> str:
    """The figure alone, or in two or three words why there is none."""
    if figure.status is Status.HIDDEN:
        return HIDDEN
    if figure.status is Status.NOT_MEASURED:
        return "not measured"
    if figure.status is Status.TOO_EARLY or figure.value is None:
        return "too early to tell"
    return amount(definition, figure.value)


def interval(definition: Definition, figure: Figure) -> str:
    """“19% to 30%”, or nothing for a figure without one."""
    if not figure.interval:
        return ""
    low, high = figure.interval
    if definition.unit == "points":
        return between(low, high)
    return f"{amount(definition, low)} to {amount(definition, high)}"


def basis(definition: Definition, figure: Figure) -> str:
    """What the figure rests on, or what it lacks."""
    if figure.status is Status.HIDDEN:
        return f"It would rest on fewer than {MINIMUM} people, or tell of a group that does."
    if figure.status is Status.NOT_MEASURED:
        return definition.unmeasured if isinstance(definition, Metric) else ""
    if figure.status is Status.TOO_EARLY:
        so_far = f"{figure.denominator or 0:,} {definition.out_of} so far"
        return f"{so_far}; {figure.missing:,} more are needed." if figure.missing else f"{so_far}."
    if not definition.out_of or figure.denominator is None:
        return ""
    if figure.numerator is None:
        return f"{figure.denominator:,} {definition.out_of}"
    return f"{figure.numerator:,} of {figure.denominator:,} {definition.out_of}"


def told(definition: Definition, figure: Figure) -> str:
    """The whole figure in one line."""
    said = value(definition, figure)
    if figure.status is not Status.OK or not figure.interval:
        return said
    said = f"{said}, {interval(definition, figure)}"
    if figure.numerator is None or figure.denominator is None:
        return said
    return f"{said} ({figure.numerator:,} of {figure.denominator:,})"


def moved(metric: Metric, change: Change | None) -> str:
    """What has changed against the window before, said only where the data say it."""
    if change is None:
        return "Nothing to compare with yet"
    if not change.clear:
        return "No clear change"
    points = abs(change.difference) * 100
    low, high = sorted(abs(end) * 100 for end in change.interval)
    direction = "up" if change.difference > 0 else "down"
    mark = "" if metric.better == "neither" else _judged(metric, change)
    return f"{direction.title()} {points:.0f} points ({low:.0f} to {high:.0f}){mark}"


def _judged(metric: Metric, change: Change) -> str:
    return ", better" if (change.difference > 0) == (metric.better == "up") else ", worse"


def full(week: Window, today: date) -> bool:
    """Whether the week is there from Monday to Sunday, and over: only such weeks compare."""
    return week.days == 7 and week.last < today


def trend(metric: Metric, weeks: Sequence[tuple[Window, Figure]], today: date) -> str:
    """A weekly series in a sentence or two: where it began, where it stands, its extremes."""
    known = [
        (week, figure, figure.value)
        for week, figure in weeks
        if figure.value is not None and full(week, today)
    ]
    if not known:
        return "No full week can be told yet."
    first, latest = known[0], known[-1]
    latest_said = f"{told(metric, latest[1])} in the week from {day(latest[0].first)}"
    if len(known) == 1:
        return f"{latest_said}; no other week can be told."
    low, high = min(known, key=lambda k: k[2]), max(known, key=lambda k: k[2])
    return (
        f"{latest_said}. It began at {percent(first[2])} in the week from {day(first[0].first)}; "
        f"highest {percent(high[2])} ({day(high[0].first)}), "
        f"lowest {percent(low[2])} ({day(low[0].first)})."
    )

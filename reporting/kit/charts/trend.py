"""Vega-Lite specifications as plain dicts. Pure; colours and fonts come from the page's tokens."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

Row = dict[str, Any]
Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

FULL = [{"filter": "datum.full"}]


def weekly_share(
    rows: Sequence[Row],
    *,
    title: str,
    domain: tuple[date, date],
    height: int,
    hue: str = "say",
    top: float = 1.0,
    releases: Sequence[Row] = (),
) -> Spec:
    """A share by week with its interval as a band; releases as rules.

    A row has `week` (ISO date), `value`, `low`, `high` (empty where the figure is not told, so
    that the line breaks), `told` (the figure in words), `href` (what is behind it), and `full`: a
    week that is not is drawn as a point apart, since it does not compare with the others. A week
    with no other beside it has its interval as a rule, as a band has no width there. `hue` is
    what it means: use, say, harm or quiet. `top` is where the axis ends, for a share that is small.
    """
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": height,
        "data": {"values": [row | {"alone": alone} for row, alone in _alone(rows)]},
        "layer": [*_release_rules(releases, domain), *_course(domain, hue, top)],
    }


def _alone(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether it is told with no other beside it that the line would lead to."""
    drawn = [row["full"] and row["value"] is not None for row in rows]
    for row, here, *beside in zip(rows, drawn, [False, *drawn], [*drawn[1:], False], strict=False):
        yield row, row["value"] is not None and not (here and any(beside))


def _course(domain: tuple[date, date], hue: str, top: float) -> list[Spec]:
    """Band, line and points."""
    x, y = week_axis(domain), share_axis(top)
    return [
        {
            "transform": FULL,
            "mark": {"type": "area", "style": ["band", hue]},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "transform": FULL,
            "mark": {"type": "line", "style": ["trend", hue]},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [{"filter": "datum.alone"}],
            "mark": {"type": "rule", "style": hue, "strokeWidth": 1.5, "opacity": 0.4},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "style": ["week", hue, f"{hue}-line"]},
            "encoding": {
                "x": x,
                "y": y,
                "href": {"field": "href"},
                "fillOpacity": {"condition": {"test": "datum.full", "value": 1}, "value": 0},
                "tooltip": [
                    {"field": "week", "type": "temporal", "title": "Week from"},
                    {"field": "told", "type": "nominal", "title": "Share"},
                ],
            },
        },
    ]


def week_axis(domain: tuple[date, date]) -> Spec:
    """Weeks across, by the day on which they begin."""
    first, last = domain
    months = (last - first).days > 120
    return {
        "field": "week",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()]},
        "axis": (
            {"format": "%b %y", "tickCount": {"interval": "month", "step": 1}}
            if months
            else {"format": "%-d %b", "tickCount": 5}
        ),
        "title": None,
    }


def share_axis(top: float = 1.0, *, bottom: float = 0.0) -> Spec:
    """A share upwards, from `bottom` to `top`."""
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [bottom, top]},
        "axis": {"format": "%", "tickCount": 4},
        "title": None,
    }


def _release_rules(releases: Sequence[Row], domain: tuple[date, date]) -> list[Spec]:
    if not releases:
        return []
    at: Spec = {"x": {**week_axis(domain), "field": "day"}}
    return [
        {
            "data": {"values": list(releases)},
            "mark": {"type": "rule", "style": "release"},
            "encoding": at,
        },
        {
            "data": {"values": list(releases)},
            "mark": {"type": "text", "style": "release-name", "y": 4},
            "encoding": {**at, "text": {"field": "name"}},
        },
    ]

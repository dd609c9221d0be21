"""A share by week, or by audit, against what was promised, and where it is heading. Pure."""

from collections.abc import Sequence
from datetime import date

from reporting.kit.charts.trend import SCHEMA, Row, Spec, share_axis, week_axis

HEIGHT = 280


def course(
    rows: Sequence[Row],
    *,
    title: str,
    domain: tuple[date, date],
    top: float,
    hue: str,
    ahead: Sequence[Row],
    promised: Sequence[Row],
    expected: tuple[float, float] | None,
) -> Spec:
    """Weeks as points with their intervals, the forecast as two bands, promises as marks.

    A row has `week` (ISO date), `value`, `low`, `high`, `told`, `href`. One of `ahead` has `week`,
    `value`, `low`, `high` (95%), `likely_low`, `likely_high` (80%), `told`. One of `promised` has
    `week`, `value`, `name`, `shape` and `above`: whether the name stands above. `expected` is a
    range over all weeks. `top` is the share at the top of the drawing.
    """
    x, y = week_axis(domain), share_axis(top)
    measured = [*_forecast(ahead, x, y, hue), *_weeks(rows, x, y, hue)]
    return _framed(title, [*_range(expected, y), *measured, *_promises(promised, x, y)])


def audited(
    rows: Sequence[Row],
    *,
    title: str,
    domain: tuple[date, date],
    bottom: float,
    hue: str,
    promised: Sequence[Row],
    expected: tuple[float, float] | None,
) -> Spec:
    """Audits as points with their intervals upwards and their days across, and what was promised.

    A row has `first`, `week` and `last` (ISO dates: the first day, the middle, the last), `value`,
    `low`, `high`, `days` and `told` (in words), `href`, and `held`: one that is not held against
    the target is hollow. `bottom` is the share where the drawing begins: intervals of ten points
    are lost in a hundred. The rest is as of a course by week.
    """
    x, y = week_axis(domain), share_axis(bottom=bottom)
    measured = _audits(rows, x, y, hue)
    return _framed(title, [*_range(expected, y), *measured, *_promises(promised, x, y)])


def _framed(title: str, layers: list[Spec]) -> Spec:
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": HEIGHT,
        "layer": layers,
    }


def _range(expected: tuple[float, float] | None, y: Spec) -> list[Spec]:
    if not expected:
        return []
    low, high = expected
    data = {"values": [{"low": low, "high": high, "name": "expected"}]}
    across: Spec = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    return [
        {"data": data, "mark": {"type": "rect", "style": ["band", "quiet"]}, "encoding": across},
        {
            "data": data,
            "mark": {"type": "text", "style": "words", "align": "left", "x": 4, "dy": 9},
            "encoding": {"y": {**y, "field": "low"}, "text": {"field": "name"}},
        },
    ]


def _forecast(ahead: Sequence[Row], x: Spec, y: Spec, hue: str) -> list[Spec]:
    data = {"values": list(ahead)}
    bands: list[Spec] = [
        {
            "data": data,
            "mark": {"type": "area", "style": ["band", hue]},
            "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
        }
        for low, high in (("low", "high"), ("likely_low", "likely_high"))
    ]
    middle: Spec = {
        "data": data,
        "mark": {"type": "line", "style": ["trend", hue], "strokeDash": [5, 4]},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": [
                {"field": "week", "type": "temporal", "title": "Week from"},
                {"field": "told", "type": "nominal", "title": "Forecast"},
            ],
        },
    }
    return [*bands, middle]


def _weeks(rows: Sequence[Row], x: Spec, y: Spec, hue: str) -> list[Spec]:
    data = {"values": list(rows)}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "style": hue, "strokeWidth": 1.5, "opacity": 0.5},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": data,
            "mark": {"type": "point", "style": ["week", hue, f"{hue}-line"], "fillOpacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "href": {"field": "href"},
                "tooltip": [
                    {"field": "week", "type": "temporal", "title": "Week from"},
                    {"field": "told", "type": "nominal", "title": "Share"},
                ],
            },
        },
    ]


def _audits(rows: Sequence[Row], x: Spec, y: Spec, hue: str) -> list[Spec]:
    data = {"values": list(rows)}
    line: Spec = {"type": "rule", "style": hue, "strokeWidth": 1.5, "opacity": 0.5}
    days: Spec = {"x": {**x, "field": "first"}, "x2": {"field": "last"}, "y": y}
    return [
        {"data": data, "mark": line, "encoding": days},
        {
            "data": data,
            "mark": line,
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": data,
            "mark": {"type": "point", "style": ["week", hue, f"{hue}-line"], "size": 50},
            "encoding": {
                "x": x,
                "y": y,
                "href": {"field": "href"},
                "fillOpacity": {"condition": {"test": "datum.held", "value": 1}, "value": 0},
                "tooltip": [
                    {"field": "days", "type": "nominal", "title": "Answers of"},
                    {"field": "told", "type": "nominal", "title": "Right"},
                ],
            },
        },
    ]


def _promises(promised: Sequence[Row], x: Spec, y: Spec) -> list[Spec]:
    data = {"values": list(promised)}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "style": "release"},
            "encoding": {"y": y},
        },
        {
            "data": data,
            "mark": {"type": "point", "style": "mark", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "shape": {"field": "shape", "scale": None}},
        },
        *(_name(data, y, above=above) for above in (True, False)),
    ]


def _name(data: Spec, y: Spec, *, above: bool) -> Spec:
    place = {"align": "right", "x": "width", "dy": -7 if above else 9}
    return {
        "data": data,
        "transform": [{"filter": f"datum.above === {str(above).lower()}"}],
        "mark": {"type": "text", "style": "words", **place},
        "encoding": {"y": y, "text": {"field": "name"}},
    }

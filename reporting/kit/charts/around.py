"""Shares before and since a day, of those that should have changed and of the others. Pure."""

from collections.abc import Sequence
from datetime import date

from reporting.kit.charts.trend import SCHEMA, Row, Spec


def around(rows: Sequence[Row], *, title: str, at: date, name: str, height: int) -> Spec:
    """Points with intervals for what should have changed, a quiet dashed line for the others, and
    a rule at the day.

    A row has `day` (ISO date, where it is drawn), `of` (what it stands for), `value`, `low`,
    `high`, `others` (a share, or nothing), and `told` and `told_others`, both in words.
    """
    x: Spec = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"format": "%-d %b", "tickCount": 5},
        "title": None,
    }
    y: Spec = {
        "type": "quantitative",
        "scale": {"domainMin": 0},
        "axis": {"format": ".0%", "tickCount": 4},
        "title": None,
    }
    others: Spec = {
        "mark": {"type": "line", "style": ["quiet", "quiet-line"], "strokeDash": [4, 3]},
        "encoding": {"x": x, "y": {**y, "field": "others"}},
    }
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": height,
        "data": {"values": list(rows)},
        "layer": [*_rule(at, name, x), others, *_points(x, y)],
    }


def _points(x: Spec, y: Spec) -> list[Spec]:
    tooltip = [
        {"field": "of", "type": "nominal", "title": "Week"},
        {"field": "told", "type": "nominal", "title": "Like questions"},
        {"field": "told_others", "type": "nominal", "title": "Others"},
    ]
    style = ["harm", "harm-line"]
    return [
        {
            "mark": {"type": "rule", "style": style, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "style": style, "filled": True, "size": 60},
            "encoding": {"x": x, "y": {**y, "field": "value"}, "tooltip": tooltip},
        },
    ]


def _rule(at: date, name: str, x: Spec) -> list[Spec]:
    data: Spec = {"values": [{"day": at.isoformat(), "name": name}]}
    return [
        {"data": data, "mark": {"type": "rule", "style": "release"}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "style": "release-name", "y": 4},
            "encoding": {"x": x, "text": {"field": "name"}},
        },
    ]

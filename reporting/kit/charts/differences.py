"""Differences of shares below each other, each with its interval, and a line at none. Pure."""

from collections.abc import Sequence
from typing import Any

from reporting.kit.charts.trend import SCHEMA

Row = dict[str, Any]
Spec = dict[str, Any]

LINE = 26


def forest(rows: Sequence[Row], *, title: str) -> Spec:
    """A row has `name`, `value`, `low`, `high` (shares of 1; empty where not told), `told` and
    `clear`: a difference that is not is drawn hollow."""
    shown = [row for row in rows if row["value"] is not None]
    order = list(dict.fromkeys(row["name"] for row in shown))
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {"labelLimit": 240, "domain": False, "ticks": False},
    }
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": max(len(order), 1) * LINE,
        "data": {"values": shown},
        "encoding": {"y": y},
        "layer": _layers(),
    }


def _layers() -> list[Spec]:
    """The line at none, the intervals, the points."""
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": {"format": "+.0%", "tickCount": 5},
        "scale": {"zero": True, "nice": True},
    }
    none: Spec = {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": {"expr": "height"}}}
    return [
        {"mark": {"type": "rule", "style": "quiet"}, "encoding": none},
        {
            "mark": {"type": "rule", "style": "say", "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "style": ["week", "say", "say-line"], "size": 50},
            "encoding": {
                "x": x,
                "fillOpacity": {"condition": {"test": "datum.clear", "value": 1}, "value": 0},
                "tooltip": [
                    {"field": "name", "title": "Of"},
                    {"field": "told", "title": "Difference"},
                ],
            },
        },
    ]

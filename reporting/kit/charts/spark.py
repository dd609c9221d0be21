"""The course of a share in little: no axes, from nothing up to its highest. Pure."""

from collections.abc import Sequence
from typing import Any

from reporting.kit.charts.trend import FULL, SCHEMA

Row = dict[str, Any]
Spec = dict[str, Any]

HEIGHT = 44


def spark(rows: Sequence[Row], *, title: str, hue: str) -> Spec:
    """Rows as `trend.weekly_share` takes them; only whole weeks are drawn."""
    x: Spec = {"field": "week", "type": "temporal", "axis": None, "scale": {"type": "utc"}}
    y: Spec = {"type": "quantitative", "axis": None, "scale": {"zero": True}}
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": HEIGHT,
        "data": {"values": list(rows)},
        "transform": FULL,
        "layer": [
            {
                "mark": {"type": "area", "style": ["band", hue]},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "style": ["trend", hue]},
                "encoding": {"x": x, "y": {**y, "field": "value"}},
            },
        ],
    }

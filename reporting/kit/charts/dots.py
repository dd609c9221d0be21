"""Shares side by side: a dot for each with its interval, on one scale."""

from collections.abc import Sequence

from reporting.kit.charts.trend import SCHEMA, Row, Spec

ROW_HEIGHT = 26


def dots(rows: Sequence[Row], *, title: str, hue: str, top: float = 1.0) -> Spec:
    """A row has `name`, `value`, `low`, `high` (empty where the figure is not told), `told` (the
    figure in words, which stands where there is no dot) and `href`. They are in the order given,
    on an axis from 0 to `top`.
    """
    names = list(dict.fromkeys(row["name"] for row in rows))
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "scale": {"domain": names},
        "axis": {"domain": False, "ticks": False, "labelLimit": 170},
        "title": None,
    }
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, top]},
        "axis": {"format": "%", "tickCount": 4, "grid": True},
        "title": None,
    }
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": max(1, len(names)) * ROW_HEIGHT,
        "data": {"values": list(rows)},
        "layer": [
            {
                "mark": {"type": "rule", "style": hue, "strokeWidth": 2, "opacity": 0.5},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "style": ["week", hue, f"{hue}-line"], "size": 60},
                "encoding": {
                    "y": y,
                    "x": x,
                    "href": {"field": "href"},
                    "tooltip": [{"field": "told", "type": "nominal", "title": "Share"}],
                },
            },
            {
                "transform": [{"filter": "datum.value === null"}],
                "mark": {"type": "text", "style": "quiet", "align": "left", "x": 6, "fontSize": 11},
                "encoding": {"y": y, "text": {"field": "told"}},
            },
        ],
    }

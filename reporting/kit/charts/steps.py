"""A share that changes on some days only, such as a survival curve, with its band."""

from collections.abc import Sequence

from reporting.kit.charts.trend import SCHEMA, Row, Spec


def steps(
    rows: Sequence[Row], *, title: str, days: int, height: int, hue: str, across: str
) -> Spec:
    """A row has `day`, from 0 to `days`, and `value`, `low`, `high` from that day on; `told` is
    the figure in words, `href` what is behind it. `across` says what the days are counted from."""
    x: Spec = {
        "field": "day",
        "type": "quantitative",
        "scale": {"domain": [0, days], "nice": False},
        "axis": {"tickCount": 6, "tickMinStep": 1},
        "title": across,
    }
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": "%", "tickCount": 4},
        "title": None,
    }
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": height,
        "data": {"values": list(rows)},
        "layer": [
            {
                "mark": {"type": "area", "style": ["band", hue], "interpolate": "step-after"},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "style": ["trend", hue], "interpolate": "step-after"},
                "encoding": {"x": x, "y": y},
            },
            {
                "mark": {"type": "point", "style": ["week", hue], "opacity": 0},
                "encoding": {
                    "x": x,
                    "y": y,
                    "href": {"field": "href"},
                    "tooltip": [
                        {"field": "day", "type": "quantitative", "title": "Day"},
                        {"field": "told", "type": "nominal", "title": "Share"},
                    ],
                },
            },
        ],
    }

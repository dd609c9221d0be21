"""A table of shares, the larger the darker, each with its figure in it."""

from collections.abc import Sequence

from reporting.kit.charts.trend import SCHEMA, Row, Spec

ROW_HEIGHT = 34


def heat(rows: Sequence[Row], *, title: str, across: Sequence[str], down: Sequence[str]) -> Spec:
    """A row has `across`, `down` (of those named, in that order), `value` from 0 to 1, `said` (as
    it stands in the cell), `told` (the whole figure) and `href`. A cell without a row stays
    empty."""
    place: Spec = {
        "href": {"field": "href"},
        "x": {
            "field": "across",
            "type": "nominal",
            "scale": {"domain": list(across)},
            "axis": {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False},
            "title": None,
        },
        "y": {
            "field": "down",
            "type": "nominal",
            "scale": {"domain": list(down)},
            "axis": {"domain": False, "ticks": False, "labelLimit": 170},
            "title": None,
        },
    }
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": max(1, len(down)) * ROW_HEIGHT,
        "data": {"values": list(rows)},
        "encoding": place,
        "layer": [
            {
                # Pale enough for the figure upon it to be read at any value.
                "mark": {"type": "rect", "fillOpacity": 0.6},
                "encoding": {
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "scale": {"domain": [0, 1], "interpolate": "rgb"},
                        "legend": None,
                    },
                    "tooltip": [{"field": "told", "type": "nominal", "title": "Share"}],
                },
            },
            {
                "mark": {"type": "text", "style": "words"},
                "encoding": {"text": {"field": "said"}},
            },
        ],
    }

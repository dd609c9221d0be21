"""Drawings of stated confidence: whether it is met, and what is left above a threshold. Pure."""

from collections.abc import Sequence
from typing import Any

from reporting.kit.charts.trend import SCHEMA

Row = dict[str, Any]
Spec = dict[str, Any]


def reliability(rows: Sequence[Row], *, title: str, height: int, sizes: bool) -> Spec:
    """A reliability diagram: share right by mean confidence, with intervals and the diagonal.

    A row has `mean` and `share` (0 to 1), `low`, `high`, `judged`, `told` (in words) and `href`.
    With `sizes`, how many answers each rests on is written below it.
    """
    x, y = _share("mean", "Stated confidence"), _share("share", "Share right")
    tooltip = [
        {"field": "told", "type": "nominal", "title": "Right"},
        {"field": "judged", "type": "quantitative", "title": "Judged answers", "format": ","},
    ]
    diagonal = [{"mean": at, "share": at} for at in (0, 1)]
    layers: list[Spec] = [
        {
            "data": {"values": diagonal},
            "mark": {"type": "line", "style": "quiet", "strokeDash": [4, 3]},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "rule", "style": "say", "strokeWidth": 2},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "style": ["week", "say", "say-line"], "size": 60},
            "encoding": {
                "x": x,
                "y": y,
                "href": {"field": "href"},
                "tooltip": tooltip,
            },
        },
    ]
    if sizes:
        layers.append(
            {
                "mark": {"type": "text", "style": "words", "angle": 270, "align": "left", "dx": 4},
                "encoding": {
                    "x": x,
                    "y": {"value": height},
                    "text": {"field": "judged", "type": "quantitative", "format": ","},
                },
            }
        )
    return _drawn(rows, layers, title=title, height=height)


def risk_coverage(
    rows: Sequence[Row], *, title: str, height: int, tolerable: float, chosen: float | None
) -> Spec:
    """The share wrong among the answers kept, by the share kept, with its band.

    A row has `kept` and `risk` (0 to 1), `low`, `high`, `threshold`, `told` and `href`. `tolerable`
    is drawn across; the row whose threshold is `chosen` is named.
    """
    # No higher than the figures: of few wrong answers the course is what matters.
    top = max([tolerable * 2, *(row["high"] for row in rows)])
    x, y = _share("kept", "Answers kept"), _share("risk", "Wrong among them", top=top)
    layers = [_tolerable(tolerable, y), *_curve(x, y), _named(rows, chosen, x, y)]
    return _drawn(rows, layers, title=title, height=height)


def _tolerable(risk: float, y: Spec) -> Spec:
    return {
        "data": {"values": [{"risk": risk, "name": f"{risk:.0%} tolerable"}]},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "rule", "style": "release"}},
            {
                "mark": {"type": "text", "style": "release-name", "x": 0, "dy": 2},
                "encoding": {"text": {"field": "name"}},
            },
        ],
    }


def _curve(x: Spec, y: Spec) -> list[Spec]:
    tooltip = [
        {"field": "threshold", "format": ".0%", "title": "At or above"},
        {"field": "kept", "format": ".0%", "title": "Answers kept"},
        {"field": "told", "type": "nominal", "title": "Wrong"},
    ]
    return [
        {
            "mark": {"type": "area", "style": ["band", "harm"]},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "style": ["trend", "harm"]},
            "encoding": {"x": x, "y": y, "order": {"field": "kept"}},
        },
        {
            "mark": {"type": "point", "style": ["week", "harm", "harm-line"]},
            "encoding": {"x": x, "y": y, "href": {"field": "href"}, "tooltip": tooltip},
        },
    ]


def _named(rows: Sequence[Row], chosen: float | None, x: Spec, y: Spec) -> Spec:
    return {
        "data": {"values": [row for row in rows if row["threshold"] == chosen]},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "point", "style": ["harm", "harm-line"], "size": 160}},
            {
                "mark": {"type": "text", "style": "words", "dy": -14, "fontWeight": "bold"},
                "encoding": {"text": {"field": "threshold", "format": ".0%"}},
            },
        ],
    }


def _share(field: str, title: str, *, top: float = 1.0) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, top]},
        "axis": {"format": ".0%", "tickCount": 4},
        "title": title,
    }


def _drawn(rows: Sequence[Row], layers: list[Spec], *, title: str, height: int) -> Spec:
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": height,
        "data": {"values": list(rows)},
        "layer": layers,
    }

"""What is drawn beside a share by week: how many spoke, where its level changed, and between
which limits it could lie. Pure."""

from collections.abc import Sequence

from reporting.kit.charts.trend import Row, Spec

WEEK: Spec = {"field": "week", "type": "temporal", "scale": {"type": "utc"}, "title": None}


def beside(spec: Spec, rows: Sequence[Row], *, name: str) -> Spec:
    """The weekly share with another one as a thin grey line, named at its end. A row has `week`
    and `value` (empty where it is not told)."""
    told = [row for row in rows if row["value"] is not None]
    layers = [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "line", "style": ["quiet"], "strokeDash": [2, 2]},
            "encoding": {"x": WEEK, "y": _share("value")},
        },
        {
            "data": {"values": told[-1:]},
            "mark": {"type": "text", "style": "quiet", "align": "right", "dy": -9, "fontSize": 11},
            "encoding": {"x": WEEK, "y": _share("value"), "text": {"value": name}},
        },
    ]
    return _layered(spec, below=layers)


def between(spec: Spec, rows: Sequence[Row]) -> Spec:
    """The weekly share within a grey band. A row has `week`, `least`, `most` and `limits` (both in
    words)."""
    band = {
        "data": {"values": list(rows)},
        "mark": {"type": "area", "style": ["band", "quiet"], "line": {"style": "quiet"}},
        "encoding": {
            "x": WEEK,
            "y": _share("least"),
            "y2": {"field": "most"},
            "tooltip": [{"field": "limits", "type": "nominal", "title": "Between"}],
        },
    }
    return _layered(spec, below=[band])


def levelled(spec: Spec, levels: Sequence[Row], marks: Sequence[Row]) -> Spec:
    """The weekly share with the level of each stretch, and what else happened as ticks below.

    A level has `week` and `end` (ISO dates of the first day and of the last week's), `value` and
    `told`; a mark `day` and `name`.
    """
    rule = {
        "data": {"values": list(levels)},
        "mark": {"type": "rule", "style": "mark", "strokeWidth": 2},
        "encoding": {"x": WEEK, "x2": {"field": "end"}, "y": _share("value")},
    }
    words = {
        "data": {"values": list(levels)},
        "mark": {"type": "text", "style": "words", "align": "right", "dy": 12, "fontWeight": 600},
        "encoding": {
            "x": {**WEEK, "field": "end"},
            "y": _share("value"),
            "text": {"field": "told"},
        },
    }
    ticks = {
        "data": {"values": list(marks)},
        "mark": {"type": "point", "style": "mark", "shape": "triangle-up", "size": 40},
        "encoding": {
            "x": {**WEEK, "field": "day"},
            "y": {"datum": 0},
            "tooltip": [
                {"field": "day", "type": "temporal", "title": "Day"},
                {"field": "name", "type": "nominal", "title": "What"},
            ],
        },
    }
    layers = [rule, words] if levels else []
    return _layered(spec, above=[*layers, *([ticks] if marks else [])])


def up_to(spec: Spec, most: float) -> Spec:
    """The same with its scale cut above `most` (0 to 1), for shares that are all small."""
    layers = []
    for layer in spec["layer"]:
        y = layer["encoding"].get("y", {})
        scaled = {**y, "scale": {"domain": [0, most]}} if "scale" in y else y
        encoding = {**layer["encoding"], **({"y": scaled} if y else {})}
        layers.append({**layer, "mark": {**layer["mark"], "clip": True}, "encoding": encoding})
    return {**spec, "layer": layers}


def _share(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": None}


def _layered(spec: Spec, *, below: Sequence[Spec] = (), above: Sequence[Spec] = ()) -> Spec:
    return {**spec, "layer": [*below, *spec["layer"], *above]}

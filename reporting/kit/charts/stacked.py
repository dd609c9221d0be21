"""Parts of a whole by week, one upon the other, each named where it ends."""

from collections.abc import Mapping, Sequence
from datetime import date

from reporting.kit.charts.trend import SCHEMA, Row, Spec, week_axis

# Below this share a name has no room in its band.
ROOM = 0.06
# How wide a column is to point at, in pixels.
COLUMN = 7


def stacked_shares(
    rows: Sequence[Row],
    *,
    title: str,
    parts: Mapping[str, tuple[str, str, float]],
    domain: tuple[date, date],
    height: int,
    roomy: bool = True,
) -> Spec:
    """Parts that add up to 1, the first of `parts` at the bottom: key -> name, hue, opacity.

    A row has `week` (ISO date), each key with the share of that part and those below it (empty
    where nothing is told), `told` (the shares in words) and `href`. Each week can be pointed at
    and followed: where it is `roomy` at a mark of its own, else anywhere in its column.
    """
    keys = list(parts)
    layers: list[Spec] = []
    for at, key in enumerate(keys):
        _, hue, opacity = parts[key]
        layers.append(
            {
                "mark": {"type": "area", "style": hue, "fillOpacity": opacity},
                "encoding": {
                    "x": week_axis(domain),
                    "y": {**_SHARE, "field": key},
                    "y2": {"field": keys[at - 1]} if at else {"datum": 0},
                },
            }
        )
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": height,
        "data": {"values": list(rows)},
        "layer": [
            *layers,
            *_names(rows, parts, domain, roomy=roomy),
            _points(keys[-2], domain) if roomy else _columns(keys[-2], domain),
        ],
    }


_SHARE: Spec = {
    "type": "quantitative",
    "scale": {"domain": [0, 1]},
    "axis": {"format": "%", "tickCount": 4},
    "title": None,
}


_FOLLOWED: Spec = {
    "href": {"field": "href"},
    "tooltip": [
        {"field": "week", "type": "temporal", "title": "Week of"},
        {"field": "told", "type": "nominal", "title": "Shares"},
    ],
}


def _points(key: str, domain: tuple[date, date]) -> Spec:
    return {
        "mark": {"type": "point", "style": ["week", "quiet", "quiet-line"]},
        "encoding": {"x": week_axis(domain), "y": {**_SHARE, "field": key}, **_FOLLOWED},
    }


def _columns(key: str, domain: tuple[date, date]) -> Spec:
    """One for each week that is told, not to be seen: dots would hide what is below them."""
    return {
        "transform": [{"filter": {"field": key, "valid": True}}],
        "mark": {"type": "rule", "opacity": 0, "strokeWidth": COLUMN},
        "encoding": {
            "x": week_axis(domain),
            "y": {**_SHARE, "datum": 0},
            "y2": {"datum": 1},
            **_FOLLOWED,
        },
    }


def _names(
    rows: Sequence[Row],
    parts: Mapping[str, tuple[str, str, float]],
    domain: tuple[date, date],
    *,
    roomy: bool,
) -> list[Spec]:
    """The names of the parts: at the last week that is told, or, where there is no room and the
    drawing is `roomy`, left of where they are widest."""
    told = [row for row in rows if row[next(iter(parts))] is not None]
    if not told:
        return []
    named, below = [], ""
    for key, (name, _, _) in parts.items():
        edges = [(row[below] if below else 0.0, row[key]) for row in told]
        widths = [high - low for low, high in edges]
        at = len(told) - 1 if widths[-1] >= ROOM or not roomy else _widest(widths)
        if widths[at] >= ROOM:
            named.append({"week": told[at]["week"], "at": sum(edges[at]) / 2, "name": name})
        below = key
    return [
        {
            "data": {"values": named},
            "mark": {"type": "text", "style": "words", "align": "right", "dx": -6},
            "encoding": {
                "x": week_axis(domain),
                "y": {**_SHARE, "field": "at"},
                "text": {"field": "name"},
            },
        }
    ]


def _widest(widths: Sequence[float]) -> int:
    """The place of the widest, the later half first as a name stands to its left."""
    half = len(widths) // 2
    return half + max(range(len(widths) - half), key=lambda at: widths[half + at])

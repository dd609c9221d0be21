"""A forest plot: effects with their intervals, one below the other, beside a line of none. Pure.

Lewis and Clarke 2001, BMJ 322:1479-1480, tell where it comes from.
"""

from collections.abc import Sequence

from reporting.kit.charts.trend import SCHEMA, Row, Spec

ROW_HEIGHT, PLAIN_HEIGHT = 36, 26
# What stands at a tick of a share, and of a difference of shares.
PERCENT = "format(datum.value, '.0%')"
POINTS = "datum.value === 0 ? '0' : format(datum.value * 100, '+.3~r') + ' pt'"


def forest(
    rows: Sequence[Row],
    *,
    title: str,
    none: float | None,
    domain: tuple[float, float],
    ticks: Sequence[float],
    log: bool = False,
    label: str = PERCENT,
) -> Spec:
    """Effects in the order of the rows, first on top.

    A row has `name`, `value`, `low`, `high`, `verdict` (a word that stands above the point),
    `hue` (use, harm, say or quiet), `shape`, `told` (the figure in words) and `href`. `none` is
    where there is no effect, if these are effects. What lies beyond the domain is cut off there.
    `label` is what stands at a tick, an expression of Vega's.
    """
    scale = {"type": "log" if log else "linear", "domain": list(domain), "clamp": True}
    axis = {"values": list(ticks), "labelExpr": label, "grid": True}
    return _drawn(rows, _across(scale, axis), title=title, none=none, height=ROW_HEIGHT)


def differences(rows: Sequence[Row], *, title: str) -> Spec:
    """Differences of shares, likewise, from the lowest limit to the highest.

    A row has `name`, `value`, `low`, `high` (shares of 1; left out where not told), `told`, `href`
    and `clear`: whether it can't be chance.
    """
    shown = [
        row | {"hue": "say" if row["clear"] else "quiet", "shape": "circle", "verdict": ""}
        for row in rows
        if row["value"] is not None
    ]
    x = _across({"zero": True, "nice": True}, {"labelExpr": POINTS, "tickCount": 5})
    return _drawn(shown, x, title=title, none=0.0, height=PLAIN_HEIGHT)


def _across(scale: Spec, axis: Spec) -> Spec:
    return {"type": "quantitative", "scale": scale, "axis": axis, "title": None}


def _drawn(rows: Sequence[Row], x: Spec, *, title: str, none: float | None, height: int) -> Spec:
    """`height` is a row's."""
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": "container",
        "height": max(len({row["name"] for row in rows}), 1) * height,
        "data": {"values": list(rows)},
        "encoding": {"y": _names(rows)},
        "layer": [
            *([] if none is None else [_line_of(none, x)]),
            *(layer for hue in dict.fromkeys(r["hue"] for r in rows) for layer in _of(hue, x)),
        ],
    }


def _names(rows: Sequence[Row]) -> Spec:
    return {
        "field": "name",
        "type": "nominal",
        "sort": list(dict.fromkeys(row["name"] for row in rows)),
        "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 240},
    }


def _line_of(none: float, x: Spec) -> Spec:
    return {
        "data": {"values": [{"at": none}]},
        "mark": {"type": "rule", "style": ["release"]},
        "encoding": {"x": {**x, "field": "at"}, "y": None},
    }


def _of(hue: str, x: Spec) -> list[Spec]:
    """Interval, point and word of the rows that mean the same. Where nothing is clear the point is
    hollow, so that it can be told in grey."""
    mine = [{"filter": {"field": "hue", "equal": hue}}]
    tooltip = [
        {"field": "name", "type": "nominal", "title": "Of"},
        {"field": "told", "type": "nominal", "title": "Effect"},
        {"field": "verdict", "type": "nominal", "title": "Verdict"},
    ]
    shape: Spec = {"field": "shape", "type": "nominal", "scale": None}
    return [
        {
            "transform": mine,
            "mark": {"type": "rule", "style": [hue, f"{hue}-line"], "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "transform": mine,
            "mark": {
                "type": "point",
                "style": [hue, f"{hue}-line"],
                "size": 90,
                "filled": hue != "quiet",
                **({"fill": "transparent"} if hue == "quiet" else {}),
            },
            "encoding": {
                "x": {**x, "field": "value"},
                "shape": shape,
                "href": {"field": "href"},
                "tooltip": tooltip,
            },
        },
        {
            "transform": mine,
            "mark": {"type": "text", "style": "words", "dy": -12},
            "encoding": {"x": {**x, "field": "value"}, "text": {"field": "verdict"}},
        },
    ]

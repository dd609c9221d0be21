"""How drawings look outside of a page, in pictures and mail. Pure.

In a page the same comes from its tokens (`static/reporting/charts.js`), light or dark. The colours
here are the tokens' light ones; a test holds the two together.
"""

from typing import Any

Spec = dict[str, Any]

# Token of the style sheet -> its light colour.
LIGHT = {
    "--sheet": "#ffffff",
    "--ink": "#1d1f23",
    "--muted": "#5c5f66",
    "--line": "#dcd8ce",
    "--use": "#1b6e46",
    "--say": "#0b5a8a",
    "--harm": "#a3281f",
    "--quiet": "#858175",
    "--mark": "#7a5200",
}
FONT = "Liberation Sans, Arial, sans-serif"

WIDTH, SMALL_WIDTH = 640, 260
COLUMNS = 3


def config(colours: dict[str, str] = LIGHT) -> Spec:
    """Vega-Lite's configuration: one hue for each meaning, intervals as bands and rules."""
    muted, line = colours["--muted"], colours["--line"]
    return {
        "background": colours["--sheet"],
        "font": FONT,
        "axis": {
            "labelColor": muted,
            "titleColor": muted,
            "gridColor": line,
            "domainColor": line,
            "tickColor": line,
            "labelFontSize": 11,
            "labelFlush": False,
            "titleFontWeight": 400,
        },
        "axisX": {"grid": False, "labelOverlap": "greedy", "labelSeparation": 8},
        "view": {"stroke": None},
        "mark": {"color": colours["--say"]},
        "range": {"heatmap": [colours["--sheet"], colours["--use"]]},
        "title": {"color": colours["--ink"], "fontSize": 12, "anchor": "start"},
        "style": _styles(colours),
    }


def _styles(colours: dict[str, str]) -> Spec:
    hues = ("use", "say", "harm", "quiet", "mark")
    styles: Spec = {
        "band": {"fillOpacity": 0.18},
        "trend": {"strokeWidth": 2},
        "week": {"filled": True, "size": 28},
        "release": {"color": colours["--mark"], "strokeDash": [3, 3], "strokeWidth": 1.25},
        "release-name": {
            "color": colours["--mark"],
            "align": "left",
            "baseline": "top",
            "dx": 4,
            "fontSize": 11,
        },
        "words": {"color": colours["--ink"], "fontSize": 11},
    }
    for hue in hues:
        styles[hue] = {"color": colours[f"--{hue}"]}
        styles[f"{hue}-line"] = {"stroke": colours[f"--{hue}"]}
    return styles


def pictured(specs: list[tuple[str, Spec]], *, title: str) -> Spec:
    """One drawing of a block's: alone at full width, or side by side, each below its name; without
    a title where there is one beside it."""
    if len(specs) == 1:
        spec = {**specs[0][1], "width": WIDTH, **({"title": title} if title else {})}
        return {**spec, "config": config()}
    [schema] = {spec["$schema"] for _, spec in specs}
    small = [
        {k: v for k, v in spec.items() if k != "$schema"} | {"width": SMALL_WIDTH, "title": name}
        for name, spec in specs
    ]
    return {
        "$schema": schema,
        **({"title": {"text": title, "fontSize": 14}} if title else {}),
        "columns": COLUMNS,
        "concat": small,
        "config": config(),
    }

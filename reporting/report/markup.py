"""The rows of a report's tables, and its drawings, as they stand in HTML. Pure.

A page has thousands of cells: by a template for each they would take longer than to work out.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from html import escape as with_entities

from reporting.kit.blocks import Grid, Plot
from reporting.kit.told import Entry, Plain, Told

_MARKUP = re.compile("[&<>\"']")


def rows_as_html(grid: Grid) -> str:
    """The rows of a table's body, the first cell of each as its head; every text is escaped."""
    return "\n".join(_row(row) for row in grid.rows)


def plots_as_json(plots: Iterable[Plot]) -> str:
    """The drawings for a script element: no character in it begins or ends markup."""
    told = json.dumps([{"id": plot.id, "spec": plot.spec} for plot in plots])
    return told.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")


def _escape(text: str) -> str:
    """The text as it stands in markup: mostly as it is."""
    return with_entities(text) if _MARKUP.search(text) else text


def _row(row: tuple[Entry, ...]) -> str:
    name, *rest = map(_entry, row)
    cells = "".join(f"<td>{entry}</td>" for entry in rest)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _entry(entry: Entry) -> str:
    said = _escape(entry.words)
    if isinstance(entry, Plain) and isinstance(entry.raw, date):
        said = said.replace(" ", "&nbsp;")
    if entry.href:
        whole = "" if " " in entry.words else ' class="whole"'
        said = f'<a href="{_escape(entry.href)}"{whole}>{said}</a>'
    elif isinstance(entry, Told) and not entry.is_told:
        said = _quiet(entry.words, entry.basis)
    if isinstance(entry, Told) and entry.interval:
        said = f"{said}<br>{_quiet(entry.interval, entry.basis, ' whole')}"
    return f"{said}<br>{_quiet(entry.note)}" if entry.note else said


def _quiet(said: str, basis: str = "", whole: str = "") -> str:
    title = f' title="{_escape(basis)}"' if basis else ""
    return f'<span class="muted{whole}"{title}>{_escape(said)}</span>'

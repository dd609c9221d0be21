"""A report as JSON, and a block of it as CSV. Pure."""

import csv
import io
from datetime import date
from typing import Any
from urllib.parse import urljoin

from reporting.kit.blocks import Block, Page
from reporting.kit.told import Entry, Plain, Raw, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tally import Window


def page_as_json(page: Page, *, at: str) -> dict[str, Any]:
    """Everything that the page at the address `at` says, but for how it is drawn."""
    return {
        "window": window_as_json(page.window),
        "says": list(page.says),
        "blocks": [_block(block, at) for block in page.made],
    }


def window_as_json(window: Window) -> dict[str, str]:
    return {"from": window.first.isoformat(), "to": window.last.isoformat()}


def figure_as_json(figure: Figure) -> dict[str, Any]:
    return {
        "status": figure.status.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "interval": figure.interval,
        "people": figure.people,
        "missing": figure.missing,
    }


def definition_as_json(definition: Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "title": definition.title,
        "definition": definition.definition,
        "numerator_is": definition.counts,
        "denominator_is": definition.out_of or None,
        "unit": definition.unit,
        "window_is": definition.window,
        "people_are": definition.people_are,
        "minimum_people": MINIMUM,
        "interval_method": definition.method or None,
        "literature": definition.literature or None,
    }


def _block(block: Block, at: str) -> dict[str, Any]:
    heads = block.grid.heads
    return {
        "id": block.id,
        "title": block.title,
        "section": block.section,
        "summary": block.summary,
        "notes": list(block.notes),
        "columns": [
            {"key": head.key, "title": head.title, "definition": head.definition} for head in heads
        ],
        "rows": [
            {head.key: _entry(entry, at) for head, entry in zip(heads, row, strict=True)}
            for row in block.grid.rows
        ],
        "definitions": [definition_as_json(definition) for definition in block.definitions],
    }


def _entry(entry: Entry, at: str) -> dict[str, Any]:
    said = (
        figure_as_json(entry.figure)
        if isinstance(entry, Told)
        else {"value": entry.raw.isoformat() if isinstance(entry.raw, date) else entry.raw}
    )
    said["words"] = entry.words
    return said | {"behind": urljoin(at, entry.href)} if entry.href else said


def block_as_csv(block: Block) -> str:
    """The block's table: a figure takes several columns; what is not told is left empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    heads = [
        [f"{head.key}{ending}" for ending in endings]
        for head, endings in zip(block.grid.heads, _endings(block), strict=True)
    ]
    writer.writerow([name for group in heads for name in group])
    for row in block.grid.rows:
        writer.writerow(
            [
                _harmless(dict(_columns(entry)).get(ending))
                for entry, endings in zip(row, _endings(block), strict=True)
                for ending in endings
            ]
        )
    return text.getvalue()


def _endings(block: Block) -> list[list[str]]:
    """Of each column of the table, the endings that any of its entries has."""
    columns = (
        zip(*block.grid.rows, strict=True) if block.grid.rows else ((),) * len(block.grid.heads)
    )
    return [
        list(dict.fromkeys(ending for entry in entries for ending, _ in _columns(entry))) or [""]
        for entries in columns
    ]


def _columns(entry: Entry) -> list[tuple[str, Raw]]:
    named = isinstance(entry, Plain) and isinstance(entry.raw, str) and entry.words != entry.raw
    return [*entry.columns(), ("_name", entry.words)] if named else list(entry.columns())


def _harmless(raw: Raw) -> Raw:
    """A word that no spreadsheet takes for a formula."""
    if isinstance(raw, str) and raw.startswith(("=", "+", "-", "@", "\t", "\r")) and raw != "-":
        return f"'{raw}"
    return raw

"""The glossary: what every figure is, made of the definitions that reckon them."""

from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Grid, Head, Page
from reporting.kit.told import Entry, Plain
from reporting.metrics.definition import INDEPENDENT, Definition, Metric
from reporting.metrics.minimum import MINIMUM
from reporting.report.definitions import DEFINITIONS

HEADS = (
    Head("name", "Figure"),
    Head("definition", "What it is"),
    Head("unit", "Unit"),
    Head("numerator", "Counts"),
    Head("denominator", "Out of"),
    Head("window", "Window"),
    Head("minimum", "Told from"),
    Head("interval", "Interval"),
    Head("literature", "Source"),
)


def page(asked: Asked) -> Page:
    """Every definition, by title."""
    ordered = sorted(DEFINITIONS.values(), key=lambda definition: definition.title)
    block = Block(
        id="definitions",
        title="What each figure is",
        summary="Pages, API, files, drawings, digests and alerts all reckon with these.",
        grid=Grid(HEADS, tuple(_row(definition) for definition in ordered)),
        notes=(f"No figure is shown of fewer than {MINIMUM} people. Days are in UTC.", INDEPENDENT),
    )
    return Page(window=asked.window, blocks=(block,))


def _row(definition: Definition) -> tuple[Entry, ...]:
    return (
        Plain(definition.name, definition.title),
        Plain(definition.definition),
        Plain(definition.unit),
        Plain(definition.counts),
        Plain(definition.out_of),
        Plain(definition.window),
        Plain(_minimum(definition)),
        Plain(definition.method.removesuffix(INDEPENDENT).strip()),
        Plain(definition.literature),
    )


def _minimum(definition: Definition) -> str:
    people = f"{MINIMUM} {definition.people_are or 'people'}"
    if isinstance(definition, Metric) and definition.is_share and definition.enough > 1:
        return f"{people}; {definition.enough} {definition.out_of}"
    return people

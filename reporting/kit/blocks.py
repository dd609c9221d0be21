"""What a report is made of, before it is a page, JSON, a file or a picture. Pure.

A page is a row of blocks. Each block is a table, which alone says everything; beside that it may
have drawings and cards that show the same. So every block can be read as CSV and by a screen
reader, and every drawing has its data.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reporting.kit import words
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.rollups.tally import Window

Spec = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """A column: `key` for machines, `title` for people, and what it means."""

    key: str
    title: str
    definition: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. The first entry of a row names it; every row has an entry for each head."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Entry, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("a row has another length than the heads")


@dataclass(frozen=True)
class Plot:
    """One drawing: a Vega-Lite specification. `id` is unique in its page; `empty` where nothing
    of it can be told."""

    id: str
    spec: Spec
    name: str = ""
    empty: bool = False


@dataclass(frozen=True)
class Card:
    """A key figure, with a small drawing of its course where there is one."""

    told: Told
    plot: Plot | None = None


@dataclass(frozen=True, kw_only=True)
class Block:
    """A table with what shows it. `id` is a slug, unique in its page, and part of addresses.

    `section` is the heading it stands under; blocks of one section follow each other. `summary`
    says in a sentence or two what is seen, `notes` what must be known to read it. `definitions`
    are those of its figures. Where the grid has no rows, `empty` says why and what to do.
    """

    id: str
    title: str
    grid: Grid
    section: str = ""
    summary: str = ""
    cards: tuple[Card, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    empty: str = ""

    def drawings(self) -> Iterator[Plot]:
        """Its drawings, those of the cards included."""
        yield from self.plots
        yield from (card.plot for card in self.cards if card.plot)


@dataclass(frozen=True)
class Later:
    """A block that is made when somebody comes to it, as it takes as long as all above it.

    `id` and `section` are the block's, `title` is what a link to it says.
    """

    id: str
    title: str
    section: str
    make: Callable[[], Block]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One report. `says` are the sentences that stand above everything else: what a reader who
    stops there should know, each one borne out by a figure below."""

    window: Window
    says: tuple[str, ...] = ()
    blocks: tuple[Block | Later, ...] = ()
    # Further filters of its own, beside team, cohort and dates: name, label, options by value.
    filters: tuple["Filter", ...] = ()

    @cached_property
    def made(self) -> tuple[Block, ...]:
        """All blocks."""
        return tuple(map(_made, self.blocks))

    def block(self, id_: str) -> Block | None:
        """The one of that id, where there is one."""
        return next((_made(part) for part in self.blocks if part.id == id_), None)


def _made(part: Block | Later) -> Block:
    return part.make() if isinstance(part, Later) else part


@dataclass(frozen=True)
class Filter:
    """A choice of the page's own, given in its address as `name`: one of the options, of which the
    first is usual, or of those `grouped` below titles; or where `kind` is "date" a day."""

    name: str
    label: str
    options: dict[str, str]
    chosen: str = ""
    kind: str = "choice"
    grouped: Mapping[str, dict[str, str]] = field(default_factory=dict)


def key_figures(
    *,
    id: str,  # noqa: A002 - as the block's field is called
    title: str,
    cards: tuple[Card, ...],
    section: str = "",
    notes: tuple[str, ...] = (),
) -> Block:
    """A block of cards, with the table that says the same."""
    heads = (
        Head("name", "Figure"),
        Head("value", "Value"),
        Head("low", "From"),
        Head("high", "To"),
        Head("basis", "Rests on"),
        Head("change", "Change"),
        Head("status", "Status"),
    )
    return Block(
        id=id,
        title=title,
        section=section,
        grid=Grid(heads, tuple(_row_of(card.told) for card in cards)),
        cards=cards,
        notes=notes,
        definitions=tuple(card.told.definition for card in cards),
    )


def _row_of(told: Told) -> tuple[Entry, ...]:
    low, high = told.figure.interval or (None, None)
    return (
        Plain(told.definition.name, told.definition.title),
        Plain(told.figure.value, told.words),
        *(
            Plain(end, words.amount(told.definition, end)) if end is not None else Plain(None)
            for end in (low, high)
        ),
        Plain(told.basis),
        Plain(told.moved),
        Plain(told.figure.status.value),
    )

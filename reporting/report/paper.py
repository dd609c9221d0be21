"""A report on sheets of paper: A4 pages as SVG, which a PDF is made of. Pure.

Widths of text are estimated, since no font is at hand here: wide enough that no line runs over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from reporting.kit.blocks import Block, Page
from reporting.kit.look import FONT, LIGHT
from reporting.kit.told import Entry, Told

# In points.
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 42.0
ROOM = WIDTH - 2 * MARGIN
LEADING = 1.35
# Of a letter, in sizes of the font: a little more than Arial's mean for English text.
LETTER = 0.54
MOST_ROWS = 60
CELL_SIZE, CELL_GAP, ROUNDING = 7.5, 6.0, 0.01
# Words of more letters may be parted in a cell.
WHOLE = 16
GAP = 10.0

INK, MUTED, LINE = LIGHT["--ink"], LIGHT["--muted"], LIGHT["--line"]


@dataclass
class Sheets:
    """Pages that fill from top to bottom, one after the other."""

    footer: str
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    def room_for(self, height: float) -> None:
        """Begin a new page where the rest of this one is too low."""
        if self.y + height > HEIGHT - MARGIN and self.y > MARGIN:
            self.pages.append([])
            self.y = MARGIN

    def text(self, words: str, *, size: float = 9, bold: bool = False, colour: str = INK) -> None:
        """A paragraph over the whole width."""
        for line in wrapped(words, ROOM, size):
            self.room_for(size * LEADING)
            self.y += size * LEADING
            self._put(MARGIN, line, size=size, bold=bold, colour=colour)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """Rows below their heads, which stand on every page anew."""
        self.room_for(4 * CELL_SIZE * LEADING)
        self.row(heads, widths, bold=True)
        for row in rows:
            pages = len(self.pages)
            self.room_for(self._height(self._lines(row, widths)))
            if len(self.pages) > pages:
                self.row(heads, widths, bold=True)
            self.row(row, widths)

    def row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
        """A row of a table, as high as its highest cell, with a line below."""
        size = CELL_SIZE
        lines = self._lines(cells, widths)
        height = self._height(lines)
        self.room_for(height)
        x = MARGIN
        for cell, width in zip(lines, widths, strict=True):
            for at, line in enumerate(cell, start=1):
                self._put(x, line, size=size, bold=bold, y=self.y + at * size * LEADING)
            x += width
        self.y += height
        self.pages[-1].append(
            f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{self.y:.1f}" y2="{self.y:.1f}" '
            f'stroke="{LINE}" stroke-width="0.5"/>'
        )

    def _lines(self, cells: Sequence[str], widths: Sequence[float]) -> list[list[str]]:
        return [
            wrapped(cell, width - CELL_GAP + ROUNDING, CELL_SIZE)
            for cell, width in zip(cells, widths, strict=True)
        ]

    def _height(self, lines: Sequence[Sequence[str]]) -> float:
        return max(map(len, lines)) * CELL_SIZE * LEADING + 4

    def picture(self, svg: str, name: str) -> None:
        """A drawing, made smaller where it is wider than the page or higher."""
        width, height = _drawn_size(svg)
        self.room_for(height)
        self.pages[-1].append(_within(svg, name, x=MARGIN, y=self.y, width=width, height=height))
        self.y += height

    def gap(self, height: float = GAP) -> None:
        self.y += height

    def svgs(self) -> Iterator[str]:
        """Each page as an SVG of its own."""
        for number, parts in enumerate(self.pages, start=1):
            foot = _text(
                MARGIN, HEIGHT - MARGIN / 2, f"{self.footer} · {number}", size=7, colour=MUTED
            )
            yield (
                f'<svg xmlns="http://www.w3.org/2000/svg" '
                f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" height="{HEIGHT}" '
                f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}">{"".join(parts)}{foot}</svg>'
            )

    def _put(
        self,
        x: float,
        words: str,
        *,
        size: float,
        bold: bool = False,
        colour: str = INK,
        y: float | None = None,
    ) -> None:
        at = self.y if y is None else y
        self.pages[-1].append(_text(x, at, words, size=size, bold=bold, colour=colour))


def sheets(
    title: str, page: Page, *, window: str, address: str, pictures: Mapping[str, str]
) -> list[str]:
    """The report as SVG pages. `pictures` are its blocks' drawings as SVG, by block id."""
    paper = Sheets(address)
    paper.text(title, size=18, bold=True)
    paper.text(window, colour=MUTED)
    paper.gap()
    for sentence in page.says:
        paper.text(sentence, size=10.5)
    section = ""
    for block in page.made:
        paper.gap()
        new = block.section if block.section != section else ""
        _block(paper, block, pictures.get(block.id, ""), section=new)
        section = block.section or section
    return list(paper.svgs())


def _block(paper: Sheets, block: Block, picture: str, *, section: str) -> None:
    """Below the heading of its section, where it is the first there: no heading stands alone."""
    opening = [(section, 14.0), (block.title, 11.0), (block.summary, 9.0)]
    drawn = 4 + _drawn_size(picture)[1] if picture else 4 * CELL_SIZE * LEADING
    paper.room_for((GAP if section else 0.0) + sum(_height_of(*one) for one in opening) + drawn)
    if section:
        paper.gap()
        paper.text(section, size=14, bold=True)
    paper.text(block.title, size=11, bold=True)
    paper.text(block.summary, colour=MUTED)
    if picture:
        paper.gap(4)
        paper.picture(picture, block.id)
    for note in block.notes:
        paper.text(note, size=7.5, colour=MUTED)
    if not block.grid.rows:
        paper.text(block.empty, colour=MUTED)
        return
    cells = [[_said(entry) for entry in row] for row in block.grid.rows]
    heads = [head.title for head in block.grid.heads]
    widths = shares_of([heads, *cells])
    paper.table(heads, cells[:MOST_ROWS], widths)
    if len(cells) > MOST_ROWS:
        paper.text(f"{len(cells) - MOST_ROWS} more rows are in the CSV.", size=7.5, colour=MUTED)


def _said(entry: Entry) -> str:
    more = f"({entry.interval})" if isinstance(entry, Told) and entry.interval else ""
    words = " ".join(filter(None, (entry.words, more)))
    return ": ".join(filter(None, (words, entry.note)))


def _height_of(words: str, size: float) -> float:
    """Of a paragraph over the whole width."""
    return len(wrapped(words, ROOM, size)) * size * LEADING


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines that fit the width; a word that is longer than a line is cut."""
    longest = max(int(width / (size * LETTER)), 1)
    lines: list[str] = []
    line = ""
    for word in words.split():
        pieces = [word[at : at + longest] for at in range(0, len(word), longest)]
        for piece in pieces:
            if line and len(line) + 1 + len(piece) > longest:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    return [*lines, line] if line else lines


def shares_of(rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of columns that fill the page, by what is usual in each; no word is parted where there
    is room."""
    columns = list(zip(*rows, strict=True))
    usual = [
        min(max(sum(map(len, column)) / len(column), len(column[0]) * 0.6, 5), 40)
        for column in columns
    ]
    least = [_longest_word(column) * CELL_SIZE * LETTER + CELL_GAP for column in columns]
    spare = ROOM - sum(least)
    if spare < 0:
        return [ROOM * one / sum(least) for one in least]
    return [one + spare * more / sum(usual) for one, more in zip(least, usual, strict=True)]


def _longest_word(column: Sequence[str]) -> int:
    """How many letters it has, or as many as may not be parted."""
    return min(max((len(word) for cell in column for word in cell.split()), default=1), WHOLE)


def _text(
    x: float, y: float, words: str, *, size: float, bold: bool = False, colour: str = INK
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _drawn_size(svg: str) -> tuple[float, float]:
    """Width and height on the page."""
    width, height = _size_of(svg)
    scale = min(1.0, ROOM / width, (HEIGHT - 2 * MARGIN) / height)
    return width * scale, height * scale


def _size_of(svg: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not found:
        raise ValueError("a picture without a size")
    return float(found[1]), float(found[2])


def _within(svg: str, name: str, *, x: float, y: float, width: float, height: float) -> str:
    """The picture as a part of a page: its ids made its own."""
    own = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    box = re.search(r'viewBox="[^"]*"', own)
    inner = own[own.index(">", own.index("<svg")) + 1 : own.rindex("</svg>")]
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f"<svg {place} {box[0] if box else ''}>{inner}</svg>"

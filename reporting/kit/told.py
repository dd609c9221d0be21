"""A figure that is told on a page: as people read it, and as machines do. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reporting.kit import words
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure

Raw = int | float | str | date | None


@dataclass(frozen=True)
class Told:
    """A figure with its definition. `href` leads behind it, where it is told; `moved` says what
    has changed, `note` what must be known to read it in a table."""

    definition: Definition
    figure: Figure
    href: str = ""
    moved: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.is_told:
            object.__setattr__(self, "href", "")

    @property
    def words(self) -> str:
        return words.value(self.definition, self.figure)

    @property
    def interval(self) -> str:
        return words.interval(self.definition, self.figure)

    @property
    def basis(self) -> str:
        return words.basis(self.definition, self.figure)

    @property
    def line(self) -> str:
        """The whole figure in one line."""
        return words.told(self.definition, self.figure)

    @property
    def is_told(self) -> bool:
        return self.figure.value is not None

    def columns(self) -> Iterator[tuple[str, Raw]]:
        """What a file says of it, by the endings of its columns."""
        low, high = self.figure.interval or (None, None)
        yield "", self.figure.value
        if self.definition.method:
            yield "_low", low
            yield "_high", high
        if self.definition.out_of:
            yield "_numerator", self.figure.numerator
            yield "_denominator", self.figure.denominator
        yield "_status", self.figure.status.value


@dataclass(frozen=True)
class Plain:
    """A name, a day, a number that needs no interval. `words` where it reads otherwise."""

    raw: Raw
    words: str = ""
    href: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.words:
            object.__setattr__(self, "words", _spoken(self.raw))

    def columns(self) -> Iterator[tuple[str, Raw]]:
        yield "", self.raw


Entry = Plain | Told


def _spoken(raw: Raw) -> str:
    if raw is None:
        return ""
    if isinstance(raw, date):
        return words.day(raw)
    return raw if isinstance(raw, str) else f"{raw:,}"

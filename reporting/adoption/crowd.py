"""The people of a project with their use, and shares of them in every group at once. Pure.

Groups are those that people are in at present, so that a share counts the same people above and
below. A cell is the numbers of a team and of a cohort, with the number after the last for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reporting.adoption.bits import Bits, Flags, bits_of, size
from reporting.adoption.use import Use
from reporting.kit.facets import WITHOUT
from reporting.kit.questions import Question
from reporting.metrics.figures import Figure, Status
from reporting.metrics.minimum import Mask, hidden_cells
from reporting.rollups.register import Known
from triage.statistics import wilson

Counts = NDArray[np.int64]
Cell = tuple[int, ...]


@dataclass(frozen=True)
class Crowd:
    """`use` and `known` number people alike; `question` says which of them are asked about."""

    use: Use
    known: Known
    question: Question

    @cached_property
    def cell(self) -> Cell:
        """That of the question."""
        return self.cell_of("team", self.question.team) + self.cell_of(
            "cohort", self.question.cohort
        )

    def cell_of(self, kind: str, slug: str | None) -> Cell:
        """The number of a team or a cohort; of None the one after the last."""
        slugs = self._slugs(kind)
        return (len(slugs) if slug is None else slugs.index(slug),)

    def slugs(self, cell: Cell) -> dict[str, str]:
        """The team and the cohort of a cell as an address has them, "" for all."""
        named = zip(("team", "cohort"), cell, strict=True)
        return {kind: [*(s or WITHOUT for s in self._slugs(kind)), ""][at] for kind, at in named}

    def _slugs(self, kind: str) -> Sequence[str]:
        return self.known.teams if kind == "team" else self.known.cohorts

    def cells_by(self, kind: str) -> list[tuple[str, Cell]]:
        """Each team or cohort of the question's cell that anybody is in, without one last."""
        team, cohort = self.cell
        found = []
        for slug in self._slugs(kind):
            [number] = self.cell_of(kind, slug)
            if kind == "team" and team in (number, len(self.known.teams)):
                found.append((slug, (number, cohort)))
            if kind == "cohort" and cohort in (number, len(self.known.cohorts)):
                found.append((slug, (team, number)))
        return [(slug, cell) for slug, cell in found if self.everybody[cell]]

    @cached_property
    def everybody(self) -> Counts:
        return self.counts(self.known.team >= 0)

    def within(self, cell: Cell) -> Bits:
        """Who is in the cell."""
        team, cohort = cell
        both: Bits = self._rows["team"][team] & self._rows["cohort"][cohort]
        return both

    @cached_property
    def _rows(self) -> dict[str, list[Bits]]:
        """Who is in each team and in each cohort, and last everybody."""
        everybody = bits_of(self.known.team >= 0)
        kinds = {"team": self.known.team, "cohort": self.known.cohort}
        return {
            kind: [*(bits_of(of == n) for n in range(len(self._slugs(kind)))), everybody]
            for kind, of in kinds.items()
        }

    @cached_property
    def _codes(self) -> NDArray[np.intp]:
        codes = self.known.team.astype(np.intp) * len(self.known.cohorts) + self.known.cohort
        codes[codes < 0] = 0
        return codes

    def counts(self, who: Flags) -> Counts:
        """How many of those are in each cell [team, cohort]."""
        shape = len(self.known.teams), len(self.known.cohorts)
        return with_totals(_counted(self._codes.take(np.flatnonzero(who)), shape))

    def there(self) -> Counts:
        """How many are registered and have not left at the end of each week, by cell
        [weeks, team, cohort]."""
        shape = len(self.use.weeks), len(self.known.teams), len(self.known.cohorts)
        came, gone = self.use.came, np.maximum(self.use.came, self.use.gone)
        flow = np.zeros(shape, np.int64)
        for weeks, sign in ((came, 1), (gone, -1)):
            met = np.flatnonzero(weeks < shape[0])
            codes = weeks[met].astype(np.intp) * (shape[1] * shape[2]) + self._codes.take(met)
            flow += sign * _counted(codes, shape)
        return with_totals(flow.cumsum(axis=0), axes=(1, 2))


def _counted(codes: NDArray[Any], shape: tuple[int, ...]) -> Counts:
    return np.bincount(codes, minlength=int(np.prod(shape))).reshape(shape)


def with_totals(cells: Counts, axes: tuple[int, ...] | None = None) -> Counts:
    """The cells with, after the last along each axis, the sum of them all."""
    for axis in range(cells.ndim) if axes is None else axes:
        cells = np.concatenate([cells, cells.sum(axis=axis, keepdims=True)], axis=axis)
    return cells


def share(part: int, whole: int, *, hidden: bool = False) -> Figure:
    """A share of people who are all known: of any number that may be shown."""
    if hidden:
        return Figure(Status.HIDDEN)
    if not whole:
        return Figure(Status.TOO_EARLY, denominator=0, people=0)
    return Figure(
        Status.OK,
        numerator=part,
        denominator=whole,
        value=part / whole,
        interval=wilson(part=part, whole=whole),
        people=whole,
    )


def counted(number: int, *, hidden: bool = False) -> Figure:
    """How many people there are, of any number that may be shown."""
    if hidden:
        return Figure(Status.HIDDEN)
    return Figure(Status.OK, numerator=number, value=float(number), people=number)


class Shares:
    """Shares, in any cell, of those of a `whole`; `wholes` is how many there are in each."""

    def __init__(self, crowd: Crowd, whole: Flags) -> None:
        self.crowd = crowd
        self.whole = bits_of(whole)
        self.wholes = crowd.counts(whole)
        self.hidden: Mask = hidden_cells(self.wholes)

    def of(self, part: Bits) -> "Share":
        return Share(self, part & self.whole)

    def count(self, cell: Cell) -> Figure:
        """How many the whole is."""
        return counted(int(self.wholes[cell]), hidden=bool(self.hidden[cell]))


@dataclass(frozen=True)
class Share:
    """One share, in any cell."""

    among: Shares
    part: Bits

    def at(self, cell: Cell) -> Figure:
        return share(
            size(self.part & self.among.crowd.within(cell)),
            int(self.among.wholes[cell]),
            hidden=bool(self.among.hidden[cell]),
        )

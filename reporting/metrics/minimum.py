"""Which figures may not be shown, because too few people are behind them. Pure.

A figure of fewer than MINIMUM people is hidden. In a table with totals that is not enough: what
is hidden of a line of the table, which is the parts along one axis with their total, is together
the total less the parts that are shown. So in every line with something hidden at least two are,
and where the total is not one of them, those hidden have surely MINIMUM people between them.
Known limit: windows that overlap by all but a day can still be taken from one another.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

MINIMUM = 5

Place = TypeVar("Place", bound=tuple[object, ...])
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


def hidden_cells(
    people: npt.NDArray[Any],
    *,
    begun: Mask | None = None,
    fixed: Mask | None = None,
    minimum: int = MINIMUM,
) -> Mask:
    """The cells to hide, given how many people are behind each; last along each axis is its total.

    A cell with nobody has nothing to hide. Where those hidden in a line are too few, the part with
    the next fewest people is hidden with them, or the total where no part is left, until no line
    has too few. Those `begun` with are hidden in any case, and none that is `fixed` is hidden for
    the sake of others.
    """
    hidden = (people > 0) & (people < minimum)
    if begun is not None:
        hidden |= begun & (people > 0)
    if hidden.any():
        free = people > 0 if fixed is None else (people > 0) & ~fixed
        _hide_more(people, hidden, free, minimum)
    return hidden


def hidden_by_value(people: npt.NDArray[Any], whole: Mask) -> Mask:
    """The same for [value of a facet, week, team, cohort], where of the totals along the first
    axis those of `whole` are hidden already, and the others are shown in other tables.

    All weeks together are settled first, since there are tables of them alone.
    """
    begun = np.zeros(people.shape, np.bool_)
    begun[-1] = whole
    fixed = _told_by(people, begun)
    fixed[-1] = True
    begun[:, -1] = hidden_cells(people[:, -1], begun=begun[:, -1], fixed=fixed[:, -1])
    return hidden_cells(people, begun=begun, fixed=fixed)


def _told_by(people: npt.NDArray[Any], hidden: Mask) -> Mask:
    """The cells that the totals along the first axis tell, where nobody is elsewhere: what is the
    only one in its line that they and others do not tell yet."""
    told: Mask = people == 0
    told[-1] |= ~hidden[-1]
    with_parts = [axis for axis, size in enumerate(people.shape) if size > 1]
    number = -1
    while number != (number := int(told.sum())):
        for axis in with_parts:
            told |= (~told).sum(axis, keepdims=True) == 1
    return told


def hidden_places(people: Mapping[Place, int], *, minimum: int = MINIMUM) -> set[Place]:
    """The same for places named by tuples, an axis' total by None."""
    keys = [sorted({*axis} - {None}, key=repr) for axis in zip(*people, strict=True)]
    cells = np.zeros([len(axis) + 1 for axis in keys], np.int64)
    at = {
        place: tuple(
            -1 if key is None else axis.index(key) for key, axis in zip(place, keys, strict=True)
        )
        for place in people
    }
    for place, number in people.items():
        cells[at[place]] = number
    hidden = hidden_cells(cells, minimum=minimum)
    return {place for place in people if hidden[at[place]]}


def _hide_more(people: npt.NDArray[Any], hidden: Mask, free: Mask, minimum: int) -> None:
    """Hide of those that are free until no line has too few. Totals are last, since other tables
    show them too; before that come the fewest people."""
    at = people.nonzero()
    ends = [where == size - 1 for where, size in zip(at, people.shape, strict=True)]
    order = np.lexsort((people[at], np.sum(ends, axis=0)))
    at = tuple(where[order] for where in at)
    kept_back, open_ = hidden[at], free[at]
    axes = [_Lines(axis, at, people, kept_back, minimum) for axis in range(people.ndim)]
    while True:
        open_ &= ~kept_back
        chosen = np.unique(np.concatenate([lines.next_of(open_) for lines in axes]))
        if not chosen.size:
            break
        kept_back[chosen] = True
        for lines in axes:
            lines.hide(chosen)
    hidden[at] = kept_back


class _Lines:
    """The lines of a table along one axis, for cells named by their place in an order."""

    def __init__(
        self,
        axis: int,
        at: tuple[Places, ...],
        people: npt.NDArray[Any],
        hidden: Mask,
        minimum: int,
    ) -> None:
        others = (1, *people.shape[:axis], *people.shape[axis + 1 :])
        places = (np.zeros_like(at[axis]), *at[:axis], *at[axis + 1 :])
        self._line = np.ravel_multi_index(places, others)
        self._is_total = at[axis] == people.shape[axis] - 1
        self._people = people[at].astype(np.int64)
        self._minimum = minimum
        # Of each line: how many are hidden, how many people the largest of them has, and how
        # many of the total are in no part that is shown.
        number = int(np.prod(others))
        self._many, self._largest = np.zeros(number, np.int64), np.zeros(number, np.int64)
        signed = np.where(self._is_total, self._people, -self._people)
        self._left = np.bincount(self._line, signed, number).astype(np.int64)
        # Its cells in their order, from `next` up to before `end`.
        self._cells = np.argsort(self._line, kind="stable")
        self._end = np.bincount(self._line, minlength=number).cumsum()
        self._next = np.concatenate([[0], self._end[:-1]])
        self.hide(hidden.nonzero()[0])

    def hide(self, cells: Places) -> None:
        """Take account of cells that are hidden from now on."""
        lines, is_total, people = self._line[cells], self._is_total[cells], self._people[cells]
        np.add.at(self._many, lines, 1)
        np.add.at(self._left, lines, np.where(is_total, 0, people))
        # With a total that is hidden nothing can be worked out of its parts.
        np.maximum.at(self._largest, lines, np.where(is_total, self._minimum, people))
        self._touched = np.unique(lines)

    def next_of(self, open_: Mask) -> Places:
        """Of each line in which, since the last time, too few are hidden, the next that is open."""
        lines = self._touched
        many, surely = self._many[lines], np.maximum(self._largest, self._left)[lines]
        lines = lines[(many == 1) | (surely < self._minimum)]
        while True:
            lines = lines[self._next[lines] < self._end[lines]]
            cells: Places = self._cells[self._next[lines]]
            if open_[cells].all():
                return cells
            self._next[lines[~open_[cells]]] += 1

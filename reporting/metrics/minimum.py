"""Which figures may not be shown, because too few people are behind them. Pure.

A figure of fewer than MINIMUM people is hidden. In a table with totals that is not enough: where
one part alone is hidden, it is the total less the other parts. So in every line of the table,
which is the parts along one axis with their total, either none is hidden or at least two are.
Known limit: windows that overlap by all but a day can still be taken from one another.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

MINIMUM = 5

Place = TypeVar("Place", bound=tuple[object, ...])
Mask = npt.NDArray[np.bool_]


def hidden_cells(people: npt.NDArray[Any], *, minimum: int = MINIMUM) -> Mask:
    """The cells to hide, given how many people are behind each; last along each axis is its total.

    A cell with nobody has nothing to hide. Where one is hidden alone in its line, the part with
    the next fewest people is hidden with it, or the total where no part is left, until no line
    has one alone.
    """
    hidden = (people > 0) & (people < minimum)
    if not hidden.any():
        return hidden
    ranks = _ranks(people)
    while True:
        more = np.zeros_like(hidden)
        for axis in range(people.ndim):
            more |= _companions(hidden, (people > 0) & ~hidden, ranks, axis)
        if not more.any():
            return hidden
        hidden |= more


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


def _ranks(people: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The order in which cells are hidden with others: totals last, since other tables show them
    too; before that the fewest people first."""
    totals = np.zeros(people.shape, np.int64)
    for axis in range(people.ndim):
        np.moveaxis(totals, axis, 0)[-1] += 1
    order = np.lexsort((people.ravel(), totals.ravel()))
    ranks = np.empty(order.size, np.int64)
    ranks[order] = np.arange(order.size)
    return ranks.reshape(people.shape)


def _companions(hidden: Mask, shown: Mask, ranks: npt.NDArray[np.int64], axis: int) -> Mask:
    """In each line along the axis with one hidden alone, the first that is shown."""
    alone = (hidden.sum(axis, keepdims=True) == 1) & shown.any(axis, keepdims=True)
    first = np.where(shown, ranks, ranks.size).argmin(axis, keepdims=True)
    companions = np.zeros_like(hidden)
    np.put_along_axis(companions, first, alone, axis)
    return companions

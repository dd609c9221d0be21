"""Who is behind each value of a facet, and what of each may be shown. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from reporting.metrics.definition import Count
from reporting.metrics.minimum import Mask, hidden_by_value, hidden_cells
from reporting.rollups.placed import Counts
from reporting.rollups.tally import Tally

# The counts of people that a facet tells apart; who is registered is so whatever they ask.
ROLES = ("users", "speakers", "voters", "viewers")


class Among:
    """The people of all values of a facet, beside those of the whole.

    What is hidden is decided for all values at once, over weeks, teams and cohorts: no value can
    be worked out from the others and the whole, nor from its own other parts.
    """

    def __init__(
        self,
        values: Sequence[str],
        people: Mapping[str, Counts],
        hides: Callable[[Count], Mask] | None = None,
    ) -> None:
        """`people` are for each role [value, week, team, cohort], and last in each of these all of
        them. `hides` is what is hidden of the whole, where its table has been made already."""
        self._places = {value: at for at, value in enumerate(values)}
        self._every: Any = Tally(**people)  # type: ignore[arg-type]
        self._shape = people[ROLES[0]].shape
        self._whole = hides
        self._hidden: dict[Count, Mask] = {}

    def hides(self, people: Count, value: str) -> Mask | None:
        """[week, team, cohort]: what may not be shown of the value, all weeks, teams and cohorts
        last. None where nobody is behind it, or the facet does not tell those people apart."""
        if value not in self._places or not np.ndim(people(self._every)):
            return None
        if people not in self._hidden:
            counts = np.broadcast_to(people(self._every), self._shape)
            whole = hidden_cells(counts[-1]) if self._whole is None else self._whole(people)
            self._hidden[people] = hidden_by_value(counts, whole)
        hidden: Mask = self._hidden[people][self._places[value]]
        return hidden

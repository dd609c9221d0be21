"""Who is behind each value of a facet, and what of each may be shown. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from reporting.metrics.definition import Count
from reporting.metrics.minimum import Mask, hidden_by_value, hidden_cells
from reporting.rollups.counted import ROLES
from reporting.rollups.placed import Counts
from reporting.rollups.tally import Tally


class Among:
    """The people of all values of a facet, beside those of the whole.

    What is hidden is decided for all values at once, over weeks, teams and cohorts: no value can
    be worked out from the others and the whole, nor from its own other parts.
    """

    def __init__(
        self,
        values: Sequence[str],
        people: Callable[[str], Counts],
        hides: Callable[[Count], Mask] | None = None,
    ) -> None:
        """`people` are for one of `counted.ROLES` [value, week, team, cohort], and last in each of
        these all of them. `hides` is what is hidden of the whole, where its table has been made
        already."""
        self._places = {value: at for at, value in enumerate(values)}
        self._people, self._whole = people, hides
        self._hidden: dict[str, Mask] = {}

    def hides(self, people: Count, value: str) -> Mask | None:
        """[week, team, cohort]: what may not be shown of the value, all weeks, teams and cohorts
        last. None where nobody is behind it, or the facet does not tell those people apart: who is
        registered is so whatever they ask."""
        role = next((role for role in ROLES if people(replace(Tally(), **{role: 1}))), None)
        if role is None or value not in self._places:
            return None
        if role not in self._hidden:
            counts = self._people(role)
            whole = hidden_cells(counts[-1]) if self._whole is None else self._whole(people)
            self._hidden[role] = hidden_by_value(counts, whole)
        hidden: Mask = self._hidden[role][self._places[value]]
        return hidden

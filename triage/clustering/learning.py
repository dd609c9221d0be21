"""How like an issue a complaint must be, learnt from what people corrected. Pure.

A project begins with the threshold that was found best for all (`LIFT`). Each verdict of a person
comes with pairs: how like some complaints were to an issue, and whether they belong together. A
merge says that the threshold kept apart what is one, a split that it joined what is two; those
that stay when others leave say that it was right. The threshold is where "together" and "apart"
are equally likely: the midpoint of a logistic curve of fixed slope, with a Gaussian prior at
`LIFT` (the maximum a posteriori of logistic regression, Bishop 2006, Pattern Recognition and
Machine Learning, 4.3 and 4.5). The loss is convex: there is one answer, and each pair's pull on it
is bounded, so that no single odd verdict carries it away and contradictions cancel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.clustering.nearest import LIFT

# Lift from 0 to 1, and whether together.
Pair = tuple[float, bool]

# The lift over which "more likely together" grows from 50 to 73%: about the spread of the lifts
# of complaints to the issue they belong to.
SLOPE = 0.08
# So many verdicts on the threshold itself count as much as the prior.
PRIOR_WORTH = 20
# Further it is not learnt: below, next to nothing opens an issue of its own any more; above, too
# much does (1,500 texts of banking77 and clinc150, a quarter of them of new kinds: 1% and 3% at
# the lowest, 26% and 41% at the highest).
LOWEST, HIGHEST = 0.30, 0.55
HALVINGS = 30


@dataclass(frozen=True)
class Learnt:
    """The lift from which on a complaint belongs to an issue of the project, and from how many
    verdicts, with how many pairs, it was learnt."""

    lift: float
    verdicts: int
    pairs: int


def learnt_lift(verdicts: Sequence[Sequence[Pair]]) -> float:
    """The lift from which on a complaint belongs to an issue, LOWEST to HIGHEST; LIFT without
    evidence. `verdicts`: the pairs of each. A verdict counts once, however many pairs it has."""
    told = [pairs for pairs in verdicts if pairs]
    lifts = np.array([lift for pairs in told for lift, _ in pairs], dtype=float)
    together = np.array([said for pairs in told for _, said in pairs], dtype=float)
    weights = np.array([1 / len(pairs) for pairs in told for _ in pairs], dtype=float)
    if not told:
        return LIFT

    def rises(threshold: float) -> bool:
        """Whether the loss still falls as the threshold rises."""
        expected = 1 / (1 + np.exp((threshold - lifts) / SLOPE))
        pull = float(weights @ (expected - together))
        return pull > (threshold - LIFT) * PRIOR_WORTH / (4 * SLOPE)

    low, high = LOWEST, HIGHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) else (low, middle)
    return (low + high) / 2

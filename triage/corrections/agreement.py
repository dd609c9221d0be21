"""How often two reviewers who don't see each other's decisions decide alike. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from triage.statistics import wilson

# Below this many pairs an interval is so wide that it tells nothing.
FEWEST = 20


@dataclass(frozen=True)
class Agreement:
    """`agreed` of `pairs` decided alike; `kappa` is None while it is too early to tell, or where
    one decision alone was ever made, which leaves chance nothing to do."""

    pairs: int
    agreed: int
    share: tuple[float, float] | None
    kappa: float | None
    interval: tuple[float, float] | None

    @property
    def missing(self) -> int:
        """How many more pairs are needed."""
        return max(0, FEWEST - self.pairs)


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Cohen's kappa of pairs of decisions (Cohen 1960, Educ. Psychol. Meas. 20): what they agree
    beyond chance, as a share of what could be.

    Its interval is Wilson's of the share agreed, carried over with the agreement by chance taken
    as known, as Cohen's own standard error takes it: unlike that one it doesn't shrink to nothing
    where all agree. `tests/triage/test_agreement.py` has how often it holds the true value.
    """
    agreed = sum(one == other for one, other in pairs)
    if len(pairs) < FEWEST:
        return Agreement(len(pairs), agreed, None, None, None)
    share = wilson(part=agreed, whole=len(pairs))
    chance = _by_chance(pairs)
    if chance == 1:
        return Agreement(len(pairs), agreed, share, None, None)
    beyond = [(part - chance) / (1 - chance) for part in (agreed / len(pairs), *share)]
    return Agreement(len(pairs), agreed, share, beyond[0], (max(beyond[1], -1.0), beyond[2]))


def _by_chance(pairs: Sequence[tuple[str, str]]) -> float:
    """How often two would agree who decide as often so, and with no regard to the matter."""
    firsts, seconds = (Counter(side) for side in zip(*pairs, strict=True))
    return sum(firsts[one] * seconds[one] for one in firsts) / len(pairs) ** 2

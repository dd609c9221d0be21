"""What a metric is. Page, API, chart and CSV all call its one definition. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from reporting.rollups.tally import Tally

Count = Callable[[Tally], int]

# A share of fewer events than this says nothing that its interval would not take back.
# A share of people who are all known needs no more than the people that may be shown.
ENOUGH = 10

INTERVAL = (
    "95% score interval (Wilson 1927). It takes every event as independent: where a few people "
    "are behind many of them, the truth may lie further away."
)


@dataclass(frozen=True)
class Metric:
    """A figure with everything that is needed to read it rightly.

    A share has a denominator, of which the numerator is a part, and is shown with an interval;
    a count has none, and is what was counted. A share of what a host need not send says with
    `unmeasured` what is missing where it has sent none. `people` tells how many people are
    behind it.
    """

    name: str
    title: str
    definition: str
    numerator: Count
    counts: str
    people: Count
    people_are: str
    denominator: Count | None = None
    out_of: str = ""
    # How a change is to be read: up is better, worse, or neither.
    better: str = "neither"
    # The fewest events from which a share is told at all.
    enough: int = ENOUGH
    unmeasured: str = ""

    @property
    def is_share(self) -> bool:
        return self.denominator is not None

    @property
    def unit(self) -> str:
        return "share" if self.is_share else self.counts

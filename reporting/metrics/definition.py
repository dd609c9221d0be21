"""What a metric is. Page, API, chart, digest and CSV all call its one definition. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from reporting.rollups.tally import Tally

# Plain arithmetic on the tally's numbers: it is done for all cells of a table at once.
Count = Callable[[Tally], int]

# A share of fewer events than this says nothing that its interval would not take back.
# A share of people who are all known needs no more than the people that may be shown.
ENOUGH = 10

INDEPENDENT = (
    "Score intervals take every event as independent: where a few people are behind many of them, "
    "the truth may lie further away."
)
WILSON = f"95% score interval (Wilson 1927). {INDEPENDENT}"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A figure with everything that is needed to read it rightly; how it is worked out aside.

    `unit` is "share" (0 to 1, shown as a percentage), "points" (a difference of shares), "score"
    (a bare number), "hours", "days", "verdict" (words), or what is counted, such as "people".
    `counts` is what the numerator is, `out_of` the denominator, empty where there is none.
    """

    name: str
    title: str
    definition: str
    unit: str
    counts: str = ""
    out_of: str = ""
    window: str = "The days asked for, in UTC; without any, the 28 days to today."
    people_are: str = ""
    # How a change is to be read: up is better, worse ("down" is better), or neither.
    better: str = "neither"
    # How its interval is reckoned; empty where it has none.
    method: str = ""
    # Where the formula comes from: author, year, journal.
    literature: str = ""
    # Which answers stand behind it, in the words of their own page; empty for none.
    behind: str = ""

    @property
    def is_share(self) -> bool:
        return self.unit == "share"


@dataclass(frozen=True, kw_only=True)
class Metric(Definition):
    """A figure read off a tally: a share, with its denominator, or a count, without.

    The numerator is a part of the denominator. `people` tells how many people are behind it. A
    share of what a host need not send says with `unmeasured` what is missing where it sent none.
    """

    numerator: Count
    people: Count
    denominator: Count | None = None
    # The fewest events from which a share is told at all.
    enough: int = ENOUGH
    unmeasured: str = ""


def share(
    *,
    name: str,
    title: str,
    definition: str,
    numerator: Count,
    counts: str,
    denominator: Count,
    out_of: str,
    people: Count,
    people_are: str,
    better: str = "neither",
    enough: int = ENOUGH,
    unmeasured: str = "",
    behind: str = "all",
) -> Metric:
    """A metric that is a share, with Wilson's interval."""
    return Metric(
        name=name,
        title=title,
        definition=definition,
        unit="share",
        numerator=numerator,
        counts=counts,
        denominator=denominator,
        out_of=out_of,
        people=people,
        people_are=people_are,
        better=better,
        enough=enough,
        unmeasured=unmeasured,
        method=WILSON,
        literature="Wilson 1927, JASA 22:209-212",
        behind=behind,
    )


def count(
    *,
    name: str,
    title: str,
    definition: str,
    numerator: Count,
    counts: str,
    people: Count,
    people_are: str,
) -> Metric:
    """A metric that is what was counted."""
    return Metric(
        name=name,
        title=title,
        definition=definition,
        unit=counts,
        numerator=numerator,
        counts=counts,
        people=people,
        people_are=people_are,
    )

"""Promises, and how they stand, in words. Pure."""

from dataclasses import dataclass
from datetime import date

from reporting.kit.words import day, percent
from reporting.trajectory.forecasting import FEWEST_WEEKS
from reporting.trajectory.outlook import Outlook, Verdict

TITLES = {
    Verdict.ON_TRACK: "on track",
    Verdict.OFF_TRACK: "off track",
    Verdict.TOO_EARLY: "too early to tell",
}
# Of a target whose date is behind.
TITLES_OVER = {
    Verdict.ON_TRACK: "reached",
    Verdict.OFF_TRACK: "missed",
    Verdict.TOO_EARLY: "near the target, too close to tell",
}


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A line of the ledger, as the report reads it. Shares are 0 to 1; None: nothing is said."""

    claimed: float | None
    claimed_on: date | None
    claimed_of: str
    expected: tuple[float, float] | None
    target: float
    target_on: date

    @property
    def claimed_words(self) -> str:
        if self.claimed is None:
            return ""
        said = percent(self.claimed)
        return f"{said}, on {day(self.claimed_on)}" if self.claimed_on else said

    @property
    def expected_words(self) -> str:
        return " to ".join(map(percent, self.expected)) if self.expected else ""

    @property
    def target_words(self) -> str:
        return f"{percent(self.target)} by {day(self.target_on)}"


def title_of(found: Outlook) -> str:
    if found.chance is None:
        return TITLES[Verdict.TOO_EARLY]
    return (TITLES_OVER if found.over else TITLES)[found.verdict]


def chance_words(chance: float) -> str:
    """No forecast is surer than one in a hundred."""
    if chance < 0.01:
        return "less than 1%"
    return "more than 99%" if chance > 0.99 else f"{chance * 100:.0f}%"


def why(found: Outlook) -> str:
    """What the verdict rests on, in half a sentence."""
    if found.chance is None:
        lacking = FEWEST_WEEKS - found.counted
        weeks = "week" if lacking == 1 else "weeks"
        return f"{found.counted} full weeks so far, {lacking} more {weeks} are needed"
    if found.over:
        return f"{chance_words(found.chance)} likely that the true share was there by then"
    return f"going on like this it is {chance_words(found.chance)} likely to be reached"


def sentence(title: str, promised: Promised, measured: str, found: Outlook) -> str:
    """The status in a sentence; `measured` is the figure of the latest full weeks in words."""
    standing = f"{title} is {title_of(found)}"
    if title_of(found) == TITLES[Verdict.TOO_EARLY]:
        standing = f"{title}: too early to tell whether it is on track"
    return f"{standing}: {measured} against a target of {promised.target_words}; {why(found)}."

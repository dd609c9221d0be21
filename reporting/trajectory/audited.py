"""A promise of audited quality, held against audits: by their intervals, no forecast. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reporting.audits.metrics import AUDITED_QUALITY
from reporting.kit import words
from reporting.kit.told import Told
from reporting.metrics.figures import Figure, Status
from reporting.rollups.tally import Window
from reporting.trajectory.wording import Promised


@dataclass(frozen=True)
class Audited:
    """One audit: of which days, how many of the answers drawn are judged, and what it tells.
    `href` leads to it from a report."""

    days: Window
    drawn: int
    judged: int
    figure: Figure
    href: str

    @property
    def finished(self) -> bool:
        return 0 < self.judged == self.drawn

    @property
    def told(self) -> Told:
        """Nothing before it is finished: who stops when they like what they see has no interval."""
        waits = Figure(Status.TOO_EARLY, denominator=self.judged, missing=self.drawn - self.judged)
        return Told(AUDITED_QUALITY, self.figure if self.finished else waits, self.href)

    @property
    def basis(self) -> str:
        judged = f"{self.judged:,}" if self.finished else f"{self.judged:,} of {self.drawn:,}"
        return f"{judged} judged, answers of {words.days(self.days)}"


class Reach(StrEnum):
    """`NEAR`: the target lies within the interval; `UNTOLD`: there is no interval."""

    REACHED = "reached"
    BELOW = "below"
    NEAR = "near"
    UNTOLD = "untold"
    HIDDEN = "hidden"


TITLES = {
    Reach.REACHED: "reached so far",
    Reach.BELOW: "not reached yet",
    Reach.NEAR: "too early to tell",
    Reach.UNTOLD: "too early to tell",
    Reach.HIDDEN: words.HIDDEN,
}
# Of a target whose date is behind.
TITLES_OVER = TITLES | {
    Reach.REACHED: "reached",
    Reach.BELOW: "missed",
    Reach.NEAR: "near the target, too close to tell",
}
_RESTS_ON = {
    Reach.REACHED: "its whole interval is at the target or above",
    Reach.BELOW: "its whole interval is below the target",
    Reach.NEAR: "the target lies within its interval; a larger audit tells more",
}


@dataclass(frozen=True)
class Held:
    """How a promise stands `by` the audit that decides, None where none does. `since`: the rollout
    began; `over`: the target's date is behind."""

    promised: Promised
    reach: Reach
    by: Audited | None
    since: date | None
    over: bool

    @property
    def title(self) -> str:
        return (TITLES_OVER if self.over else TITLES)[self.reach]

    @property
    def why(self) -> str:
        """What it rests on, in half a sentence."""
        if self.by:
            lacks = words.basis(AUDITED_QUALITY, self.by.figure).rstrip(".")
            return _RESTS_ON.get(self.reach, lacks)
        if self.over:
            on = words.day(self.promised.target_on)
            return f"no finished audit drew from {on}; one still can be drawn"
        since = f" of answers since {words.day(self.since)}" if self.since else ""
        return f"no audit{since} is finished"

    @property
    def says(self) -> str:
        """In a sentence, with the audit's figure where that is told."""
        measured = ""
        if self.by and self.by.told.is_told:
            told = self.by.told
            measured = f" is {told.words} ({told.interval}; {self.by.basis})"
        against = f"against a target of {self.promised.target_words}"
        return f"{AUDITED_QUALITY.title}{measured} {against}, {self.title}: {self.why}."


def hold(promised: Promised, audits: Sequence[Audited], *, since: date | None, today: date) -> Held:
    """The promise against the latest of the audits (in the order of their days) that tells of it:
    finished, of days `since` the rollout began, and of the target's day once that is behind."""
    on = promised.target_on
    over = today > on
    telling = [
        one
        for one in audits
        if one.finished
        and (since is None or since <= one.days.first)
        and (not over or one.days.first <= on <= one.days.last)
    ]
    by = telling[-1] if telling else None
    reach = reach_of(by.figure, promised.target) if by else Reach.UNTOLD
    return Held(promised, reach, by, since, over)


def reach_of(figure: Figure, target: float) -> Reach:
    """Where the interval of an audit's figure lies; how often that errs: docs/statistics.md."""
    if figure.status is Status.HIDDEN:
        return Reach.HIDDEN
    if figure.interval is None:
        return Reach.UNTOLD
    low, high = figure.interval
    if low >= target:
        return Reach.REACHED
    return Reach.BELOW if high < target else Reach.NEAR


def latest_of(audits: Sequence[Audited]) -> Audited | None:
    """The latest that is finished; else the last, where there is one."""
    finished = [one for one in audits if one.finished]
    return next(reversed(finished or audits), None)

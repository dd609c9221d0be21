"""Whether a promise is likely to be kept. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from reporting.trajectory.forecasting import FEWEST_WEEKS, Belief, Course, Week, course_of

# On track when it is so likely that the target is reached by its date, off track when it is so
# unlikely.
LIKELY, UNLIKELY = 0.8, 0.2
# A forecast is drawn at so many points at most, however far ahead the target is.
MOST_POINTS = 26


class Verdict(StrEnum):
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"


class Counted(NamedTuple):
    """A full week, by its Monday, and what was counted in it."""

    monday: date
    week: Week


class Ahead(NamedTuple):
    """The forecast for the week from that Monday: the middle, and the limits at 80% and 95%."""

    monday: date
    middle: float
    likely: tuple[float, float]
    limits: tuple[float, float]


@dataclass(frozen=True)
class Outlook:
    """`chance`: how likely the true share has reached the target in the week of its date, None
    where too few weeks are there; `counted`: how many are. `over`: that week is behind."""

    verdict: Verdict
    chance: float | None = None
    counted: int = 0
    over: bool = False
    ahead: tuple[Ahead, ...] = ()


def outlook(weeks: Sequence[Counted], *, target: float, target_on: date, better: str) -> Outlook:
    """How it looks for `target` by `target_on`, by full weeks without a gap, the last one last.

    `better` is "up" where more is better, else "down". Weeks after the date do not count.
    """
    due = target_on - timedelta(target_on.weekday())
    before = [one for one in weeks if one.monday <= due]
    counted = sum(one.week.whole > 0 for one in before)
    course = course_of([one.week for one in before])
    if course is None:
        return Outlook(Verdict.TOO_EARLY, counted=counted)
    last = before[-1].monday
    horizon = (due - last).days // 7
    chance = _chance(course.after(horizon), target, better)
    verdict = Verdict.TOO_EARLY
    if chance >= LIKELY:
        verdict = Verdict.ON_TRACK
    elif chance <= UNLIKELY:
        verdict = Verdict.OFF_TRACK
    return Outlook(
        verdict,
        chance=chance,
        counted=counted,
        over=weeks[-1].monday >= due,
        ahead=_ahead(course, last, horizon),
    )


def _chance(belief: Belief, target: float, better: str) -> float:
    above = belief.chance_above(target)
    return above if better == "up" else 1 - above


def _ahead(course: Course, last: date, horizon: int) -> tuple[Ahead, ...]:
    pace = max(1, -(-horizon // MOST_POINTS))
    places = sorted({*range(0, horizon + 1, pace), horizon})
    points = []
    for place in places:
        low, likely_low, middle, likely_high, high = course.after(place).quantiles(
            0.025, 0.1, 0.5, 0.9, 0.975
        )
        monday = last + timedelta(weeks=place)
        points.append(Ahead(monday, middle, (likely_low, likely_high), (low, high)))
    return tuple(points) if horizon else ()


def missing(found: Outlook) -> int:
    """How many more full weeks it takes until anything can be told."""
    return max(FEWEST_WEEKS - found.counted, 0)

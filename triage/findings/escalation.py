"""An issue whose rate rises beyond its own history, in the same hours of earlier weeks. Pure.

No threshold in complaints: what is much for one issue is a quiet Monday for another. A window is
held against the same hours of the weeks before, so that weekdays and working hours compare with
themselves; and against how many answers were given, so that more use is no escalation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from triage.findings.found import Found, Heard, Window
from triage.statistics import Lift, lift

WEEKS, LEAST_WEEKS = 8, 4
LEAST_PEOPLE = 5
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A day's spike, and a week's creeping rise: how many looks a year count as looks of their own.
# Hourly ones overlap, so each day and week counts twice. Six simulated years of twenty issues (2 to
# 60 complaints a week by working hours, days of gamma noise from 0 to 0.5) had 0 to 5 false
# escalations, two in the mean; an issue that came to five times its rate was found in 1 to 5 days.
LOOKS = {DAY: 2 * 365, WEEK: 2 * 52}
# Below this it is taken to have fallen back: what chance does once in twenty times.
CALM = 0.05

DEFINITION = (
    "People who complained in the last day (or week), beside the same hours of up to eight weeks"
    " before, each out of the answers that were given then. Chance is the tail of a negative"
    " binomial distribution that varies as those weeks do. An issue escalates where chance would do"
    f" as much, over all the project's issues, once or twice a year; from {LEAST_PEOPLE} people and"
    f" {LEAST_WEEKS} weeks of history on. It has fallen back when chance would do as much once in"
    " twenty times."
)


class State(Enum):
    RISING = "rising"
    BETWEEN = "between"
    CALM = "calm"


@dataclass(frozen=True)
class Count:
    """In one window: how many people complained, out of how many answers."""

    people: int
    answers: int


@dataclass(frozen=True)
class Course:
    """One span of an issue: its latest window, and the same hours of the weeks before."""

    span: timedelta
    latest: Count
    before: Sequence[Count]

    @property
    def earlier(self) -> Count:
        """All the weeks before."""
        return Count(
            sum(count.people for count in self.before), sum(count.answers for count in self.before)
        )

    @property
    def rate(self) -> float:
        """People an answer in the weeks before. Half of one more, so that none is not never."""
        return (self.earlier.people + 0.5) / self.earlier.answers

    def restless(self) -> tuple[float, float]:
        """By how much the weeks before vary beyond chance, and its scale: their quotient, over any
        number of courses, is the moment estimate of a negative binomial's dispersion."""
        weeks = len(self.before)
        expected = [(count.people, self.rate * count.answers) for count in self.before]
        beyond = (weeks / (weeks - 1) * (seen - mean) ** 2 - mean for seen, mean in expected)
        return sum(beyond), sum(mean**2 for _, mean in expected)

    def chance(self, dispersion: float) -> float:
        """How likely as many people would complain if nothing had changed.

        The tail of a negative binomial with the mean of the weeks before, whose variance is
        mean + dispersion * mean**2, widened by what so many weeks leave unsure of that mean. With
        dispersion 0 it is a Poisson rate's predictive distribution, a gamma mixture.
        """
        from scipy.special import betaincc  # noqa: PLC0415 - only workers need it

        mean = self.rate * self.latest.answers
        unsure = self.latest.answers / self.earlier.answers
        size = mean / (dispersion * mean + (1 + dispersion * mean) * unsure)
        # As many people or more: DLMF 8.17.24.
        return float(betaincc(size, self.latest.people, size / (size + mean)))


@dataclass(frozen=True)
class History:
    """An issue's courses, one for each span; `heard` are the complaints of the longest."""

    issue: UUID
    name: str
    courses: Sequence[Course]
    heard: tuple[Heard, ...]


@dataclass(frozen=True)
class Judged:
    """What an issue's history comes to; `found` where it rises."""

    issue: UUID
    state: State
    found: Found | None = None


def judge_all(histories: Sequence[History], *, now: datetime) -> list[Judged]:
    """Each issue of a project. How restless complaints are is estimated from all of them, and
    from an issue's own weeks where those vary more."""
    common = {
        span: _dispersion([c for h in histories for c in h.courses if c.span == span])
        for span in LOOKS
    }
    return [_judged(history, common, len(histories), now) for history in histories]


def _dispersion(courses: Sequence[Course]) -> float:
    parts = [course.restless() for course in courses]
    scale = sum(part[1] for part in parts)
    return max(0.0, sum(part[0] for part in parts) / scale) if scale else 0.0


def _judged(
    history: History, common: Mapping[timedelta, float], issues: int, now: datetime
) -> Judged:
    spread = {c.span: max(common[c.span], _dispersion([c])) for c in history.courses}
    chances = {course: course.chance(spread[course.span]) for course in history.courses}
    clearest = min(chances, key=lambda course: chances[course] * LOOKS[course.span])
    enough = clearest.latest.people >= LEAST_PEOPLE
    if enough and chances[clearest] * LOOKS[clearest.span] * len(LOOKS) * issues <= 1:
        found = _rising(history, clearest, chances[clearest], spread[clearest.span], now)
        return Judged(history.issue, State.RISING, found)
    calm = all(chance > CALM for chance in chances.values())
    return Judged(history.issue, State.CALM if calm else State.BETWEEN)


def _rising(history: History, course: Course, chance: float, spread: float, now: datetime) -> Found:
    latest = (course.latest.people, course.latest.answers)
    earlier = (course.earlier.people, course.earlier.answers)
    span = "24 hours" if course.span == DAY else "7 days"
    times = lift(latest, earlier)
    recent = tuple(one for one in history.heard if one.at >= now - course.span)
    return Found(
        subject=str(history.issue),
        title=history.name,
        says=(
            f"In the last {span} {latest[0]:,} people complained: {times.ratio:.1f} times as many"
            f" for as many answers as in the same hours of the {len(course.before)} weeks before."
        ),
        definition=DEFINITION,
        window=Window(now - course.span, now),
        figures=(
            (f"Last {span}", f"{latest[0]:,} people of {latest[1]:,} answers"),
            (f"{len(course.before)} weeks before", f"{earlier[0]:,} of {earlier[1]:,} answers"),
            ("Times as high", _interval(times)),
            ("Chance alone", f"{chance:.1g}, with a dispersion of {spread:.2f}"),
        ),
        heard=recent,
        first_seen=min(one.at for one in recent),
        last_seen=max(one.at for one in recent),
    )


def _interval(times: Lift) -> str:
    return f"{times.ratio:.1f} ({times.low:.1f} to {times.high:.1f})"

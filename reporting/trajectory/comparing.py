"""The pilot beside the rollout, as they are and with the same mix of teams and topics. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from reporting.kit.questions import Question
from reporting.kit.slices import Groups
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status, Table, figure_of
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tallied import Tallied
from reporting.rollups.tally import Cell, Tally, Window
from reporting.trajectory.standardising import Adjusted, Stratum, adjusted, raked
from triage.statistics import newcombe


@dataclass(frozen=True)
class Pilot:
    """The cohort that the claim is of: its own time, and the week in which another one began."""

    slug: str
    name: str
    first: date
    rollout_from: date

    @property
    def window(self) -> Window:
        return Window(self.first, self.rollout_from - timedelta(1))

    def rollout(self, whole: Window) -> Window:
        """The days of the whole since another cohort began; one at least."""
        first = max(self.rollout_from, whole.first)
        return Window(first, max(first, whole.last))


def pilot_of(weeks: Table, groups: Groups, named: str | None) -> Pilot | None:
    """The cohort of that slug, else the one that began first; None while no other began in a later
    week."""
    begun = {
        slug: week.first
        for week in reversed(weeks.weeks)
        for slug in groups.cohorts
        if weeks.tally(Cell(week.first, None, slug)).answers
    }
    first = min(begun, key=lambda slug: begun[slug], default=None)
    slug = named if named in begun else first
    later = [day for day in begun.values() if slug and day > begun[slug]]
    if slug is None or not later:
        return None
    return Pilot(slug, groups.cohorts[slug], begun[slug], min(later))


# What is made alike: who asks, what is asked, or both at once.
Mix = Literal["team", "topic", "both"]
MIXES: Sequence[Mix] = ("team", "topic", "both")
# Team and topic, None where they are all one.
Key = tuple[str | None, str | None]


@dataclass(frozen=True)
class Side:
    """What was counted in the pilot's time, or since: all of it, and by the question's topic."""

    whole: Tallied
    topics: Mapping[str, Tallied]

    def parts(self, mix: Mix) -> Mapping[str | None, Tallied]:
        return {None: self.whole} if mix == "team" else dict(self.topics.items())


@dataclass(frozen=True)
class Comparison:
    """One metric in both. `raw` is a difference; `mixes` what standardisation makes of it, none
    where the two have nothing in common. Where either has fewer than five people, or too few
    events, nothing but that is told."""

    metric: Metric
    pilot: Figure
    rollout: Figure
    raw: Figure
    mixes: Mapping[Mix, Adjusted[Key]] = field(default_factory=dict)


def compared(
    metric: Metric, pilot: Pilot, sides: tuple[Side, Side], question: Question
) -> Comparison:
    """`sides` are the pilot's time and the rollout's; the pilot's own people are left out of the
    rollout."""
    before, since = (side.whole for side in sides)
    ours = (question.team, pilot.slug)
    people = metric.people(before.get(ours, Tally()))
    # Somebody may have left the pilot for another cohort: at least so many are others.
    others = metric.people(since.get((question.team, question.cohort), Tally()))
    if question.cohort is None:
        others -= metric.people(since.get(ours, Tally()))
    strata = {mix: _strata(metric, pilot.slug, sides, question, mix) for mix in MIXES}
    events = [(s.pilot, s.pilot_of, s.rollout, s.rollout_of) for s in strata["team"].values()]
    a, n, b, m = (sum(column) for column in zip(*events, strict=True)) if events else (0, 0, 0, 0)
    first, second = _figure(metric, a, n, people), _figure(metric, b, m, others)
    if first.value is None or second.value is None:
        worst = Status.HIDDEN if Status.HIDDEN in (first.status, second.status) else None
        return Comparison(metric, first, second, Figure(worst or Status.TOO_EARLY))
    interval = newcombe((b, m), (a, n))
    raw = Figure(Status.OK, value=second.value - first.value, interval=interval)
    mixes = {mix: made for mix in MIXES if (made := _made_alike(mix, strata[mix]))}
    return Comparison(metric, first, second, raw, mixes)


def _made_alike(mix: Mix, strata: Mapping[Key, Stratum]) -> Adjusted[Key] | None:
    return raked(strata) if mix == "both" else adjusted(strata)


def _strata(
    metric: Metric, pilot: str, sides: tuple[Side, Side], question: Question, mix: Mix
) -> dict[Key, Stratum]:
    """The pilot and the others in each team, topic or both of the question."""
    found: dict[Key, list[int]] = {}
    for place, side in zip((0, 2), sides, strict=True):
        for topic, tallied in side.parts(mix).items():
            if topic == "" and not place:
                continue  # what is of no known topic has none in common: a stratum of one side
            asked = pilot if place == 0 else question.cohort
            cohorts = [
                at
                for at, slug in enumerate(tallied.cohorts)
                if asked in (None, slug) and (slug == pilot) is (place == 0)
            ]
            counts = _by_team(metric, tallied, cohorts)
            for team, part, whole in zip(tallied.teams, *counts, strict=True):
                if whole and question.team in (None, team):
                    of = found.setdefault((None if mix == "topic" else team, topic), [0, 0, 0, 0])
                    of[place] += part
                    of[place + 1] += whole
    return {key: Stratum(*of) for key, of in found.items()}


def _by_team(metric: Metric, tallied: Tallied, cohorts: list[int]) -> list[list[int]]:
    """How many of how many in these cohorts, by team."""
    assert metric.denominator
    every: Any = Tally(*tallied.counts)
    return [
        np.broadcast_to(count(every), tallied.counts.shape[1:])[:-1, cohorts].sum(axis=1).tolist()
        for count in (metric.numerator, metric.denominator)
    ]


def _figure(metric: Metric, part: int, whole: int, people: int) -> Figure:
    if whole and people < MINIMUM:
        return Figure(Status.HIDDEN)
    return figure_of(metric, part, whole, people)

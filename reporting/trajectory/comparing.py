"""The pilot beside the rollout, as they are and with the same mix of teams. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.kit.questions import Question
from reporting.kit.slices import Groups
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status, Table, figure_of
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tally import Cell, Tally, Window
from reporting.trajectory.standardising import Adjusted, Stratum, adjusted
from triage.statistics import newcombe

Cells = Mapping[tuple[str | None, str | None], Tally]


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


@dataclass(frozen=True)
class Comparison:
    """One metric in both. `raw` is a difference; `same_mix` what standardisation makes of it.
    Where either has fewer than five people, or too few events, nothing but that is told."""

    metric: Metric
    pilot: Figure
    rollout: Figure
    raw: Figure
    same_mix: Adjusted[str] | None = None


def compared(
    metric: Metric, pilot: Pilot, sides: tuple[Cells, Cells], question: Question
) -> Comparison:
    """`sides` are the tallies of the pilot's time and of the rollout's; the pilot's own people are
    left out of the rollout."""
    before, since = sides
    strata = _strata(metric, pilot.slug, sides, question)
    ours = (question.team, pilot.slug)
    people = metric.people(before.get(ours, Tally()))
    # Somebody may have left the pilot for another cohort: at least so many are others.
    others = metric.people(since.get((question.team, question.cohort), Tally()))
    if question.cohort is None:
        others -= metric.people(since.get(ours, Tally()))
    events = [(s.pilot, s.pilot_of, s.rollout, s.rollout_of) for s in strata.values()]
    a, n, b, m = (sum(column) for column in zip(*events, strict=True)) if events else (0, 0, 0, 0)
    first, second = _figure(metric, a, n, people), _figure(metric, b, m, others)
    if first.value is None or second.value is None:
        worst = Status.HIDDEN if Status.HIDDEN in (first.status, second.status) else None
        return Comparison(metric, first, second, Figure(worst or Status.TOO_EARLY))
    interval = newcombe((b, m), (a, n))
    raw = Figure(Status.OK, value=second.value - first.value, interval=interval)
    return Comparison(metric, first, second, raw, adjusted(strata))


def _strata(
    metric: Metric, pilot: str, sides: tuple[Cells, Cells], question: Question
) -> dict[str, Stratum]:
    """The pilot and the others in each team of the question."""
    assert metric.denominator
    found: dict[str, list[int]] = {}
    for place, cells in zip((0, 2), sides, strict=True):
        for (team, cohort), tally in cells.items():
            if team is None or cohort is None or (cohort == pilot) is not (place == 0):
                continue
            if question.team not in (None, team) or (
                place and question.cohort not in (None, cohort)
            ):
                continue
            counts = found.setdefault(team, [0, 0, 0, 0])
            counts[place] += metric.numerator(tally)
            counts[place + 1] += metric.denominator(tally)
    return {team: Stratum(*counts) for team, counts in found.items()}


def _figure(metric: Metric, part: int, whole: int, people: int) -> Figure:
    if whole and people < MINIMUM:
        return Figure(Status.HIDDEN)
    return figure_of(metric, part, whole, people)

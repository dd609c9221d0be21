"""What the ledger says, who the pilot was, and what was counted by week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from feedback.models import Project
from reporting.audits.blocks import PAGE
from reporting.audits.queries.audits import Result, audits_of, results_of
from reporting.kit.asking import Asked
from reporting.kit.questions import USUAL
from reporting.kit.tables import tables_by_value
from reporting.metrics.figures import Table
from reporting.models import Promise
from reporting.rollups.queries import tallies, tallies_by_value
from reporting.rollups.tally import Window
from reporting.trajectory.audited import Audited
from reporting.trajectory.comparing import Pilot, Side, pilot_of
from reporting.trajectory.measures import full_weeks
from reporting.trajectory.novelty import KIND
from reporting.trajectory.wording import Promised

# One in each month of two years.
MOST_AUDITS = 24


def ledger(project: Project) -> list[Promise]:
    """Every line, the newest first."""
    return list(Promise.objects.of(project).select_related("pilot"))


def standing(project: Project) -> dict[str, Promise]:
    """What is promised now, by measure, the newest first."""
    lines = Promise.objects.standing().of(project).select_related("pilot")
    return {line.measure: line for line in lines}


def promised_of(line: Promise) -> Promised:
    """A line of the ledger as the report reads it."""
    low, high = line.expected_low, line.expected_high
    return Promised(
        claimed=line.claimed,
        claimed_on=line.claimed_on,
        claimed_of=line.claimed_of,
        expected=None if low is None or high is None else (low, high),
        target=line.target,
        target_on=line.target_on,
    )


def audits(asked: Asked) -> list[Audited]:
    """The latest audits of days within those asked for, by their days, the last one last. They
    are of the whole project, whichever part is asked for."""
    found = audits_of(asked.project).order_by("-last", "-id")
    if window := asked.question.window:
        found = found.filter(first__gte=window.first, last__lte=window.last)
    return [_audited(one) for one in reversed(results_of(found[:MOST_AUDITS]))]


def _audited(one: Result) -> Audited:
    return Audited(
        days=Window(one.audit.first, one.audit.last),
        drawn=one.drawn,
        judged=one.total.all,
        figure=one.figure,
        href=f"{PAGE}{one.audit.pk}/",
    )


@dataclass(frozen=True)
class Measured:
    """What the page reads: all weeks of the project, the latest four full ones together, who the
    pilot was, and what was counted in its time and since."""

    weeks: Table
    latest: Table
    pilot: Pilot | None
    sides: tuple[Side, Side] | None


def measured(asked: Asked, promises: Iterable[Promise]) -> Measured:
    """In a few goes, whatever the number of weeks."""
    history = Window(min(asked.began, asked.whole.first), asked.today)
    weeks = list(history.weeks())
    sunday = min(asked.whole.last, asked.today - timedelta(1))
    sunday -= timedelta((sunday.weekday() + 1) % 7)
    latest = Window(sunday - USUAL + timedelta(1), sunday)
    windows = [latest, history, *weeks]
    lately, whole, *found = tallies(project=asked.project, windows=windows)
    table = Table(history, whole, dict(zip(weeks, found, strict=True)))
    named = next((line.pilot.slug for line in promises if line.pilot), None)
    pilot = pilot_of(table, asked.groups, named)
    sides = _before_and_since(asked, pilot) if pilot else None
    return Measured(table, Table(latest, lately), pilot, sides)


def banded(asked: Asked) -> dict[str, Table]:
    """The window asked for with its full weeks, by how unlike the pilot's questions those asked
    are."""
    placed = placed_days(asked)
    weeks = full_weeks(placed.weeks(), placed, asked.today)
    return tables_by_value(project=asked.project, kind=KIND, window=placed, weeks=weeks)


def placed_days(asked: Asked) -> Window:
    """The days asked for up to yesterday. Of today a few answers are not placed yet, and so few
    people would hide a band with them."""
    last = min(asked.whole.last, asked.today - timedelta(1))
    return Window(min(asked.whole.first, last), last)


def _before_and_since(asked: Asked, pilot: Pilot) -> tuple[Side, Side]:
    windows = (pilot.window, pilot.rollout(asked.whole))
    before, after = (
        Side(whole, by_value)
        for window, whole in zip(
            windows, tallies(project=asked.project, windows=windows), strict=True
        )
        for by_value in tallies_by_value(project=asked.project, window=window, kinds=["topic"])
    )
    return before, after

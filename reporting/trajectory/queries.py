"""What the ledger says, who the pilot was, and what was counted by week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from feedback.models import Project
from reporting.kit.asking import Asked
from reporting.kit.questions import USUAL
from reporting.kit.tables import tabled
from reporting.metrics.facets import FacetTable
from reporting.metrics.figures import Table
from reporting.models import Promise
from reporting.quality.queries import facet_tables
from reporting.rollups.queries import tallies, tallies_by_value
from reporting.rollups.tally import Window
from reporting.trajectory.comparing import Pilot, Side, pilot_of
from reporting.trajectory.novelty import KIND
from reporting.trajectory.wording import Promised


def ledger(project: Project) -> list[Promise]:
    """Every line, the newest first."""
    return list(Promise.objects.of(project).select_related("pilot"))


def standing(lines: Iterable[Promise]) -> dict[str, Promise]:
    """Of a ledger, what is promised now, by measure: the newest line of each, where that is not
    withdrawn."""
    newest: dict[str, Promise] = {}
    for line in lines:
        newest.setdefault(line.measure, line)
    return {measure: line for measure, line in newest.items() if not line.withdrawn}


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


@dataclass(frozen=True)
class Measured:
    """What the page reads: all weeks of the project, the latest four full ones together, who the
    pilot was, and what was counted in its time and since; and the window asked for by how unlike
    the pilot's questions those asked are."""

    weeks: Table
    latest: Table
    pilot: Pilot | None
    sides: tuple[Side, Side] | None
    bands: FacetTable


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
    placed = placed_days(asked)
    [since] = tabled(project=asked.project, facet=None, windows={placed: []})
    [bands] = facet_tables(asked.project, since, [KIND])
    return Measured(table, Table(latest, lately), pilot, sides, bands)


def placed_days(asked: Asked) -> Window:
    """The days asked for up to yesterday. Of today a few answers are not placed yet, and so few
    people would hide a band with them."""
    last = min(asked.whole.last, asked.today - timedelta(1))
    return Window(min(asked.whole.first, last), last)


def _before_and_since(asked: Asked, pilot: Pilot) -> tuple[Side, Side]:
    first = max(pilot.rollout_from, asked.whole.first)
    since = Window(first, max(first, asked.whole.last))
    windows = (pilot.window, since)
    before, after = (
        Side(whole, by_value)
        for window, whole in zip(
            windows, tallies(project=asked.project, windows=windows), strict=True
        )
        for by_value in tallies_by_value(project=asked.project, window=window, kinds=["topic"])
    )
    return before, after

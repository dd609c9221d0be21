"""What a promise can be about: the metric, its hue, and what was counted by week. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.adoption.metrics import ACTIVE_SHARE
from reporting.kit.questions import Question
from reporting.kit.words import full
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status, Table
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.rollups.tally import Window
from reporting.trajectory.forecasting import Week
from reporting.trajectory.outlook import Counted


@dataclass(frozen=True)
class Measure:
    """`pooled`: the latest four full weeks are told together; a share of people active in a week
    is not one of those active in four."""

    name: str
    metric: Metric
    hue: str
    pooled: bool = True


MEASURES = (
    Measure("satisfaction", SATISFACTION, "say"),
    Measure("active_share", ACTIVE_SHARE, "use", pooled=False),
    Measure("complaint_rate", COMPLAINT_RATE, "harm"),
)


def full_weeks(weeks: Iterable[Window], window: Window, today: date) -> list[Window]:
    """Those that are over and lie within the window."""
    return [
        week
        for week in weeks
        if full(week, today) and window.first <= week.first and week.last <= window.last
    ]


def counted(
    table: Table, metric: Metric, question: Question, weeks: Sequence[Window]
) -> list[Counted]:
    """What was counted in each of the weeks; a week that may not be shown counts as empty."""
    found = []
    for week in weeks:
        cell = question.cell._replace(week=week.first)
        tally = table.tally(cell)
        hidden = table.hides(metric.people, cell)
        whole = 0 if hidden or metric.denominator is None else metric.denominator(tally)
        found.append(Counted(week.first, Week(metric.numerator(tally) if whole else 0, whole)))
    return found


def latest(
    measure: Measure, table: Table, together: Table, question: Question, weeks: Sequence[Window]
) -> Figure:
    """The figure of the latest full weeks: four together, or the last one."""
    if measure.pooled:
        return together.figure(measure.metric, question.cell)
    if not weeks:
        return Figure(Status.TOO_EARLY)
    return table.figure(measure.metric, question.cell._replace(week=weeks[-1].first))

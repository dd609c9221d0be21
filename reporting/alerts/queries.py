"""What is watched, and the alerts: every read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from feedback.errors import NotFoundError
from feedback.models import Project
from reporting.adoption.metrics import ACTIVE_SHARE
from reporting.alerts.detector import REFERENCE, WEEKS_A_YEAR, Week
from reporting.kit.questions import Question
from reporting.kit.slices import Groups, narrowed
from reporting.kit.tables import groups_of, table_for
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Table
from reporting.models import Alert
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.rollups.queries import extent
from reporting.rollups.tally import Cell, Window

WATCHED: dict[str, Metric] = {m.name: m for m in (SATISFACTION, COMPLAINT_RATE, ACTIVE_SHARE)}
# A drop of a year ago is still found, with the weeks before it.
LOOKED_BACK = timedelta(weeks=REFERENCE + WEEKS_A_YEAR)
WEEK = timedelta(weeks=1)


class Key(NamedTuple):
    """What a series is of: a metric, of a "team", a "cohort" or (kind "") of everybody."""

    metric: str
    kind: str = ""
    slug: str = ""


@dataclass(frozen=True)
class Series:
    """A watched metric's weeks, without those of closed alerts; what is good in them counted."""

    key: Key
    weeks: tuple[Week, ...]

    @property
    def metric(self) -> Metric:
        return WATCHED[self.key.metric]


def series_of(*, project: Project, today: date) -> list[Series]:
    """Each watched metric of everybody, of each team and of each cohort, in full weeks.

    A week of a group that is not shown, because it rests on fewer than five people, is left out.
    """
    window = _full_weeks(extent(project=project).first_day, today)
    if window is None:
        return []
    table = table_for(
        project=project, question=Question(window=window, by="week"), today=window.last
    )
    closed = Alert.objects.of(project).select_related("team", "cohort")
    gone = [(key_of(alert), _without(alert)) for alert in closed if alert.state != "open"]
    groups = groups_of(project)
    return [
        Series(key, tuple(_weeks(table, key, [out for of, out in gone if of == key])))
        for name in WATCHED
        for key in _keys(name, groups)
    ]


def _keys(metric: str, groups: Groups) -> Iterator[Key]:
    yield Key(metric)
    for kind in ("team", "cohort"):
        yield from (Key(metric, kind, slug) for slug in groups.of(kind))


def _full_weeks(first: date | None, today: date) -> Window | None:
    """From Monday to Sunday, all over."""
    if first is None:
        return None
    first += timedelta(-first.weekday() % 7)
    last = today - timedelta(today.weekday() + 1)
    earliest = last + timedelta(1) - LOOKED_BACK
    return Window(max(first, earliest), last) if first < last else None


def _without(alert: Alert) -> Window:
    """The days that no later alert of the series rests on. What was acknowledged is how it is now:
    what was before is over. What has recovered was an exception."""
    if alert.ended_at:
        return Window(alert.since, alert.ended_at.date())
    return Window(date.min, alert.since - timedelta(1))


def _weeks(table: Table, key: Key, gone: Sequence[Window]) -> Iterator[Week]:
    metric = WATCHED[key.metric]
    cell = narrowed(Cell(), key.kind, key.slug) if key.kind else Cell()
    for week, counted in zip(table.weeks, table.counts_by_week(metric, cell), strict=True):
        out = any(window.first <= week.first <= window.last for window in gone)
        if out or counted is None:
            continue
        part, whole = counted
        yield Week(week.first, part if metric.better == "up" else whole - part, whole)


def key_of(alert: Alert) -> Key:
    if alert.team:
        return Key(alert.metric, "team", alert.team.slug)
    return Key(alert.metric, "cohort", alert.cohort.slug) if alert.cohort else Key(alert.metric)


def alerts_of(project: Project) -> list[Alert]:
    """All there were, the newest first."""
    return list(Alert.objects.of(project).select_related("project", "team", "cohort"))


def open_alerts(project: Project) -> list[Alert]:
    """Those that stand open, the weightiest first."""
    return by_weight(alert for alert in alerts_of(project) if alert.state == "open")


def by_weight(alerts: Iterable[Alert]) -> list[Alert]:
    """Of everybody first, then of cohorts and of teams; each in the order of what is watched."""
    kinds, metrics = ("", "cohort", "team"), list(WATCHED)

    def weight(alert: Alert) -> tuple[int, int]:
        key = key_of(alert)
        return kinds.index(key.kind), metrics.index(key.metric)

    return sorted(alerts, key=weight)


def alert_of(project: Project, alert_id: UUID) -> Alert:
    """One of the project's. NotFoundError."""
    rows = Alert.objects.of(project).select_related("project", "team", "cohort")
    if alert := rows.filter(pk=alert_id).first():
        return alert
    raise NotFoundError("There is no such alert.", code="alert_unknown")

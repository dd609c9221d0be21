"""Alerts raised, acknowledged and ended: every write."""

from datetime import datetime, timedelta

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError
from feedback.models import Cohort, Project, Team
from reporting.alerts.detector import Look, Period, Week, bar, has_recovered, look, total
from reporting.alerts.outside import put_alert_in_line
from reporting.alerts.queries import Series, key_of, series_of
from reporting.models import Alert
from triage.integrations.tasks import nudge as nudge_sending

ACTOR = "system:alerts"
# So many full weeks after an alert, added up, tell whether it has recovered.
RECOVERY = 4
_A_DAY, _SIX_DAYS = timedelta(days=1), timedelta(days=6)


def watch(*, project: Project, now: datetime) -> list[Alert]:
    """Look at every series; the alerts that this raised. However often it is done, one false alarm
    a year is expected in a project at the most: see `detector`. One that stands open is not raised
    again; one that has recovered is ended."""
    every = series_of(project=project, today=now.date())
    seen = [(series, found) for series in every if (found := look(series.weeks))]
    needed = bar(len(seen))
    standing = Alert.objects.open().of(project).select_related("project", "team", "cohort")
    by_key = {key_of(alert): alert for alert in standing}
    for series in every:
        alert = by_key.get(series.key)
        if alert and _is_over(alert, series):
            end(alert=alert, now=now)
    raised = (
        _raise(project, series, found, needed, now)
        for series, found in seen
        if found.evidence >= needed and series.key not in by_key
    )
    return [alert for alert in raised if alert]


def _is_over(alert: Alert, series: Series) -> bool:
    later: list[Week] = [week for week in series.weeks if week.first > alert.raised_at.date()]
    latest = [week for week in later[-RECOVERY:] if week.events]
    share = alert.reference_part / alert.reference_whole
    good = share if series.metric.better == "up" else 1 - share
    return len(latest) == RECOVERY and has_recovered(total(latest), good)


@transaction.atomic
def _raise(
    project: Project, series: Series, found: Look, needed: float, now: datetime
) -> Alert | None:
    """None where somebody else was quicker."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    metric, kind, slug = series.key
    alert = Alert(
        project=project,
        metric=metric,
        team=Team.objects.get(project=project, slug=slug) if kind == "team" else None,
        cohort=Cohort.objects.get(project=project, slug=slug) if kind == "cohort" else None,
        reference_from=found.reference.first,
        reference_part=_part(series, found.reference),
        reference_whole=found.reference.events,
        since=found.since.first,
        through=found.since.last + _SIX_DAYS,
        part=_part(series, found.since),
        whole=found.since.events,
        evidence=found.evidence,
        needed=needed,
        raised_at=now,
    )
    same = {"metric": metric, "team": alert.team, "cohort": alert.cohort}
    if Alert.objects.open().of(project).filter(**same).exists():
        return None
    alert.save()
    _record(alert, "raised", actor=ACTOR, now=now)
    if put_alert_in_line(alert):
        transaction.on_commit(nudge_sending)
    return alert


def _part(series: Series, period: Period) -> int:
    return period.good if series.metric.better == "up" else period.events - period.good


@transaction.atomic
def end(*, alert: Alert, now: datetime) -> None:
    """It has recovered. Nothing, where it is closed meanwhile."""
    row = Alert.objects.select_for_update(no_key=True, of=("self",)).get(pk=alert.pk)
    if row.state == "open":
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _record(row, "ended", actor=ACTOR, now=now)


@transaction.atomic
def acknowledge(*, alert: Alert, actor: str, now: datetime) -> None:
    """It is known: that is how it is from its first week on, and from there it is watched anew.
    ConflictError where it is closed."""
    row = Alert.objects.select_for_update(no_key=True, of=("self",)).get(pk=alert.pk)
    if row.state != "open":
        raise ConflictError(f"This alert is {row.state} already.", code="alert_closed")
    row.acknowledged_at, row.acknowledged_by = now, actor
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record(row, "acknowledged", actor=actor, now=now)


@transaction.atomic
def take_back(*, alert: Alert, actor: str, now: datetime) -> None:
    """It stands open again. ConflictError where it is not acknowledged, or the same is open."""
    Project.objects.select_for_update(no_key=True).get(pk=alert.project_id)
    row = Alert.objects.select_for_update(no_key=True, of=("self",)).get(pk=alert.pk)
    if row.state != "acknowledged":
        raise ConflictError(f"This alert is {row.state}.", code="alert_not_acknowledged")
    same = {"metric": row.metric, "team": row.team_id, "cohort": row.cohort_id}
    if Alert.objects.open().of(row.project_id).filter(**same).exists():
        raise ConflictError("A later alert of the same is open.", code="alert_open")
    row.acknowledged_at, row.acknowledged_by = None, ""
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record(row, "taken_back", actor=actor, now=now)


def _record(row: Alert, verb: str, *, actor: str, now: datetime) -> None:
    record(
        project=row.project,
        actor=actor,
        verb=f"alert.{verb}",
        subject=f"alert:{row.pk}",
        now=now,
        data={"metric": row.metric, "since": row.since.isoformat()},
    )

"""Due times and working hours: every write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from feedback.audit.operations import record
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Project
from triage.models import DueTimes, Issue, Owner
from triage.routing.clocks import due_times_of
from triage.routing.due import USUAL, Policy, PolicyError
from triage.routing.hours_said import HoursError, hours_from

VERSIONS_SHOWN = 20


class DueTimesRefusedError(RefusedError):
    code = "due_times_refused"


class HoursRefusedError(RefusedError):
    code = "hours_refused"


@transaction.atomic
def save_due_times(
    *,
    project: Project,
    times: Mapping[str, Sequence[str]],
    steps: Sequence[Sequence[Any]],
    actor: str,
    now: datetime,
) -> DueTimes:
    """Make these the times in force, as a new version; the same again make none.

    Open issues follow with the next sweep. DueTimesRefusedError names what is at fault; `times`
    and `steps` are as `Policy.read` takes them.
    """
    try:
        policy = Policy.read(times, steps)
    except PolicyError as error:
        raise DueTimesRefusedError(f"{error.field}: {error.detail}", path=error.field) from error
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # versions one at a time
    last = due_times_of(project)
    kept = {"times": policy.times_kept(), "steps": policy.steps_kept()}
    if (last.times, last.steps) == (kept["times"], kept["steps"]):
        return last
    saved = DueTimes.objects.create(
        project=project, version=last.version + 1, saved_by=actor, saved_at=now, **kept
    )
    _look_again(Issue.objects.of(project))
    record(
        project=project,
        actor=actor,
        verb="due_times.saved",
        subject=f"due_times:{saved.version}",
        now=now,
        data=kept,
    )
    return saved


def put_back_due_times(*, project: Project, version: int, actor: str, now: datetime) -> DueTimes:
    """Make an earlier version the times in force again, as a new one; 0 are the usual times."""
    earlier = DueTimes.objects.of(project).filter(version=version).first()
    if earlier is None and version:
        raise NotFoundError(f"There is no version {version}.", code="due_times_unknown")
    times = earlier.times if earlier else USUAL.times_kept()
    steps = earlier.steps if earlier else USUAL.steps_kept()
    return save_due_times(project=project, times=times, steps=steps, actor=actor, now=now)


def choose_hours(
    *, owner: Owner, week: Mapping[str, str], zone: str, holidays: str, actor: str, now: datetime
) -> None:
    """When an owner team works, as `hours_from` takes it. HoursRefusedError names the field.

    Due times of its open issues follow with the next sweep. The same again changes nothing.
    """
    try:
        hours = hours_from(week, zone, holidays)
    except HoursError as error:
        raise HoursRefusedError(error.detail, path=error.field) from error
    kept = {
        "week": [[list(interval) for interval in day] for day in hours.week],
        "zone": hours.zone.key,
        "holidays": [day.isoformat() for day in sorted(hours.holidays)],
    }
    restore_hours(owner=owner, kept=kept, actor=actor, now=now)


@transaction.atomic
def restore_hours(*, owner: Owner, kept: Mapping[str, Any], actor: str, now: datetime) -> None:
    """The same, for hours as the audit trail keeps them."""
    rows = Owner.objects.select_for_update(of=("self",), no_key=True).select_related("project")
    row = rows.get(pk=owner.pk)
    before = kept_hours(row)
    if before == kept:
        return
    row.week, row.zone = kept["week"], kept["zone"]
    row.holidays = [date.fromisoformat(day) for day in kept["holidays"]]
    row.save(update_fields=["week", "zone", "holidays"])
    _look_again(Issue.objects.of(row.project).filter(owner=row))
    record(
        project=row.project,
        actor=actor,
        verb="owner.hours_chosen",
        subject=f"owner:{row.slug}",
        now=now,
        data={"before": before, "after": dict(kept)},
    )


def kept_hours(owner: Owner) -> dict[str, Any]:
    """An owner's hours as the audit trail keeps them."""
    return {
        "week": owner.week,
        "zone": owner.zone,
        "holidays": [day.isoformat() for day in owner.holidays],
    }


def versions_of(project: Project) -> list[DueTimes]:
    """The latest VERSIONS_SHOWN versions of the due times, newest first."""
    return list(DueTimes.objects.of(project).order_by("-version")[:VERSIONS_SHOWN])


def _look_again(issues: QuerySet[Issue]) -> None:
    """Have the next sweep reckon their times anew."""
    running = issues.filter(status=Issue.Status.UNRESOLVED, clock_from__isnull=False)
    running.update(look_at=F("clock_from"))

"""What a member chooses to be sent: reads and writes."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Cohort, Member, Team
from reporting.digests.times import Quiet
from reporting.models import Subscription


class SubscriptionRefusedError(RefusedError):
    code = "subscription_refused"


def subscription_of(member: Member) -> Subscription | None:
    return Subscription.objects.filter(member=member).select_related("team", "cohort").first()


def quiet_of(row: Subscription) -> Quiet:
    return Quiet(ZoneInfo(row.zone), row.quiet_from, row.quiet_until, frozenset(row.quiet_days))


@transaction.atomic
def subscribe(
    *,
    member: Member,
    group: str,
    weekly: bool,
    alerts: bool,
    zone: str,
    hour: int,
    quiet_from: int | None,
    quiet_until: int | None,
    quiet_days: Collection[int],
    actor: str,
    now: datetime,
) -> None:
    """Choose what is sent from now on. `group` is "team:" or "cohort:" with a slug, "" for all.
    SubscriptionRefusedError."""
    chosen = {
        **_group(member, group),
        "weekly": weekly,
        "alerts": alerts,
        "zone": zone,
        "hour": hour,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "quiet_days": sorted(set(quiet_days)),
    }
    _refuse_wrong(zone, [hour, quiet_from or 0, quiet_until or 0], quiet_days)
    if (quiet_from is None) != (quiet_until is None):
        raise SubscriptionRefusedError(
            "Quiet hours have a beginning and an end.", path="$.quiet_until"
        )
    Subscription.objects.update_or_create(member=member, defaults={**chosen, "chosen_at": now})
    _record(member, "chosen", actor, now, {"weekly": weekly, "alerts": alerts, "group": group})


def _group(member: Member, named: str) -> dict[str, Team | Cohort | None]:
    kind, _, slug = named.partition(":")
    chosen: dict[str, Team | Cohort | None] = {"team": None, "cohort": None}
    if not named:
        return chosen
    if kind == "team":
        chosen[kind] = Team.objects.of(member.project).filter(slug=slug).first()
    elif kind == "cohort":
        chosen[kind] = Cohort.objects.of(member.project).filter(slug=slug).first()
    if not any(chosen.values()):
        raise SubscriptionRefusedError("This project has no such team or cohort.", path="$.group")
    return chosen


def _refuse_wrong(zone: str, hours: Collection[int], days: Collection[int]) -> None:
    if zone not in available_timezones():
        raise SubscriptionRefusedError("There is no such time zone.", path="$.zone")
    if not all(0 <= hour <= 23 for hour in hours):
        raise SubscriptionRefusedError("An hour is 0 to 23.", path="$.hour")
    if not set(days) <= set(range(7)) or len(set(days)) == 7:
        raise SubscriptionRefusedError("Leave one day that is not quiet.", path="$.quiet_days")


@transaction.atomic
def unsubscribe(*, member: Member, now: datetime) -> None:
    """No more mail of the reports. What waits is not sent."""
    rows = Subscription.objects.filter(member=member).exclude(weekly=False, alerts=False)
    if rows.update(weekly=False, alerts=False, chosen_at=now):
        _record(member, "ended", f"member:{member.user.email}", now, {})


def _record(member: Member, verb: str, actor: str, now: datetime, data: dict[str, object]) -> None:
    record(
        project=member.project,
        actor=actor,
        verb=f"subscription.{verb}",
        subject=f"member:{member.pk}",
        now=now,
        data=data,
    )

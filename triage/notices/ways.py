"""How a project's reporters are told: the choice, and the mail that was given up."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from feedback.audit.operations import record
from feedback.models import Person, Project
from triage.models import MailRefusal, ReporterMail, ReporterNotice, ReporterWays

SHOWN = 100
WINDOW = timedelta(days=28)


class Reached(NamedTuple):
    """In the last 28 days: messages, those that were read, and mails. Of people who are here: with
    an address, and who want no mail."""

    told: int
    read: int
    mailed: int
    addresses: int
    refusals: int


def ways_of(project: Project) -> ReporterWays:
    return ReporterWays.objects.get(project=project)


@transaction.atomic
def choose_ways(
    *,
    project: Project,
    widget: bool,
    mail: bool,
    sender_name: str,
    reply_to: str,
    actor: str,
    now: datetime,
) -> bool:
    """Choose how reporters are told from now on; whether that is another choice."""
    ways = ReporterWays.objects.select_for_update(no_key=True).get(project=project)
    chosen: dict[str, bool | str] = {
        "widget": widget,
        "mail": mail,
        "sender_name": " ".join(sender_name.split()),
        "reply_to": reply_to,
    }
    changed = {name: value for name, value in chosen.items() if getattr(ways, name) != value}
    for name, value in changed.items():
        setattr(ways, name, value)
    if changed:
        ways.save(update_fields=list(changed))
        record(
            project=project,
            actor=actor,
            verb="reporter_ways.changed",
            subject=f"project:{project.slug}",
            now=now,
            data=changed,
        )
    return bool(changed)


def reached_in(project: Project, *, now: datetime) -> Reached:
    since = now - WINDOW
    notices = ReporterNotice.objects.of(project).filter(at__gte=since)
    counts = notices.aggregate(told=Count("id"), read=Count("id", filter=Q(read_at__isnull=False)))
    sent = ReporterMail.objects.of(project).filter(
        state=ReporterMail.State.SENT, settled_at__gte=since
    )
    here = Person.objects.of(project).filter(left_at=None).exclude(email="")
    refusals = MailRefusal.objects.filter(person__project=project)
    return Reached(**counts, mailed=sent.count(), addresses=here.count(), refusals=refusals.count())


def given_up(project: Project) -> list[ReporterMail]:
    """The latest mails that were given up, the newest first."""
    rows = ReporterMail.objects.of(project).filter(state=ReporterMail.State.DEAD)
    return list(rows.select_related("person").order_by("-settled_at")[:SHOWN])

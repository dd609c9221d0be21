"""Mails of reports on their way: put in line, claimed, and what came of each try.

A mail is a row before anything is sent, and its id is the message's. A digest has one row for
each member and week. Where a worker dies between sending and writing that down, or an answer is
lost, the same mail goes once more, under the same id: at least once, and never another one.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from feedback.audit.operations import record
from feedback.models import Member
from reporting.digests.subscribing import quiet_of
from reporting.digests.times import last_digest
from reporting.models import Alert, ReportMail, Subscription
from triage.notices.posting import DEAD_AFTER, Trouble, pause

ACTOR = "system:digests"
# A digest that could not go by then is left out: the next one is near.
LATE = timedelta(days=2)
# One mail of alerts a day for each member at the most; it takes all that there are.
BETWEEN = timedelta(days=1)
State = ReportMail.State


def put_in_line(*, now: datetime) -> int:
    """Rows for all that is due: the digests of last week, and alerts that nobody was told; how
    many are new."""
    before = ReportMail.objects.filter(state=State.WAITING).count()
    rows = Subscription.objects.filter(member__left_at=None).select_related("member")
    digests = (_digest(row, now) for row in rows.filter(weekly=True))
    alerts = (_alerts(row, now) for row in rows.filter(alerts=True))
    ReportMail.objects.bulk_create(
        [mail for mails in (digests, alerts) for mail in mails if mail], ignore_conflicts=True
    )
    return ReportMail.objects.filter(state=State.WAITING).count() - before


def _digest(row: Subscription, now: datetime) -> ReportMail | None:
    week, due = last_digest(now, hour=row.hour, zone=ZoneInfo(row.zone))
    if due < row.chosen_at or now - due >= LATE:
        return None
    if ReportMail.objects.filter(member=row.member, week=week, asked=False).exists():
        return None
    return ReportMail(member=row.member, week=week, due_at=quiet_of(row).over(due), made_at=now)


def _alerts(row: Subscription, now: datetime) -> ReportMail | None:
    if not untold(row).exists():
        return None
    mails = ReportMail.objects.filter(member=row.member, week=None)
    if mails.filter(state=State.WAITING).exists():
        return None
    last = mails.filter(state=State.SENT).order_by("-settled_at").first()
    due = max(now, last.settled_at + BETWEEN) if last and last.settled_at else now
    return ReportMail(member=row.member, due_at=quiet_of(row).over(due), made_at=now)


def untold(row: Subscription) -> QuerySet[Alert]:
    """Open alerts that no mail told them: of the team or cohort that they chose, and of everybody;
    where they chose none, all."""
    alerts = Alert.objects.open().filter(project=row.member.project_id)
    if row.team_id or row.cohort_id:
        of_group = Q(team=row.team_id, cohort=row.cohort_id)
        alerts = alerts.filter(of_group | Q(team=None, cohort=None))
    return alerts.filter(raised_at__gte=row.chosen_at).exclude(mails__member=row.member_id)


@transaction.atomic
def ask_for_one(*, member: Member, week: date, now: datetime) -> ReportMail:
    """A digest at once, in quiet hours too, beside those of Mondays."""
    mail = ReportMail.objects.create(member=member, week=week, asked=True, due_at=now, made_at=now)
    _record(mail, "asked", f"member:{member.user.email}", now)
    return mail


@transaction.atomic
def take_next(*, now: datetime) -> ReportMail | None:
    """The mail that is due the longest, put off to its next try: whoever dies over it has it tried
    again. Mails that nobody wants any more, or of nothing, are dropped; what falls into quiet
    hours waits until they end."""
    rows = ReportMail.objects.select_for_update(of=("self",), skip_locked=True)
    due = rows.filter(state=State.WAITING, due_at__lte=now)
    due = due.select_related(
        "member__project",
        "member__user",
        "member__subscription__team",
        "member__subscription__cohort",
    )
    while mail := due.order_by("due_at").first():
        row = getattr(mail.member, "subscription", None)
        if not _wanted(mail, row) or not _filled(mail, row):
            mail.delete()
        elif row and not mail.asked and (later := quiet_of(row).over(now)) > now:
            mail.due_at = later
            mail.save(update_fields=["due_at"])
        else:
            mail.tries += 1
            mail.due_at = now + pause(mail.tries)
            mail.save(update_fields=["tries", "due_at"])
            return mail
    return None


def _wanted(mail: ReportMail, row: Subscription | None) -> bool:
    if mail.member.left_at or mail.asked:
        return not mail.member.left_at
    return bool(row and (row.weekly if mail.week else row.alerts))


def _filled(mail: ReportMail, row: Subscription | None) -> bool:
    """Whether there is something to tell: of the first try on, the same alerts."""
    if mail.week or not row:
        return True
    if not mail.tries:
        mail.alerts.set(untold(row))
    return mail.alerts.exists()


@transaction.atomic
def note(*, mail: ReportMail, trouble: Trouble | None, now: datetime) -> None:
    """It went, or it didn't: then it is tried again, for a day; not where the address was refused
    for good."""
    if trouble is None:
        _settle(mail, State.SENT, "", now)
    elif trouble.final or now - mail.made_at >= DEAD_AFTER:
        _settle(mail, State.DEAD, trouble.said, now)
    else:
        mail.trouble = trouble.said[:300]
        mail.save(update_fields=["trouble"])


def _settle(mail: ReportMail, state: "ReportMail.State", said: str, now: datetime) -> None:
    mail.state, mail.trouble, mail.settled_at = state, said[:300], now
    mail.save(update_fields=["state", "trouble", "settled_at"])
    _record(mail, state.value, ACTOR, now)


def _record(mail: ReportMail, verb: str, actor: str, now: datetime) -> None:
    record(
        project=mail.member.project,
        actor=actor,
        verb=f"report_mail.{verb}",
        subject=f"member:{mail.member_id}",
        now=now,
        data={"mail": str(mail.pk), "week": mail.week.isoformat() if mail.week else None},
    )


def mails_of(member: Member) -> Sequence[ReportMail]:
    """The latest ones, the newest first."""
    return list(ReportMail.objects.filter(member=member).order_by("-id")[:10])

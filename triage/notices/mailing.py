"""E-mail to reporters, one an hour for each at the most: every write.

A notice of somebody whose address the host gave puts a mail in line, in its own transaction. The
mail takes all that its person was told by then and has not read. It is sent outside of any
transaction, under a message id that stays: where a worker dies between sending and writing that
down, or an answer is lost, the same mail goes once more, and not another one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from feedback.audit.operations import record
from feedback.errors import ConflictError
from feedback.models import Person, Project
from triage.models import MailRefusal, ReporterMail, ReporterNotice, ReporterWays
from triage.notices.posting import DEAD_AFTER, pause

ACTOR = "system:notices"
BETWEEN = timedelta(hours=1)


def put_in_line(notices: Sequence[ReporterNotice], *, now: datetime) -> None:
    """Mails for those of the notices' people who get any; in the transaction that tells them."""
    people = {n.person_id: n.person for n in notices if n.person and n.person.email}
    if not people or not ReporterWays.objects.filter(project=notices[0].project, mail=True):
        return
    refused = set(MailRefusal.objects.filter(person__in=people).values_list("person_id", flat=True))
    wanted = [p for pk, p in people.items() if p and pk not in refused and p.left_at is None]
    _wait(wanted, now=now)


def _wait(people: Collection[Person], *, now: datetime) -> None:
    """A mail for each of them, unless one waits already."""
    sent = ReporterMail.objects.filter(person__in=people, state=ReporterMail.State.SENT)
    last = dict(sent.values_list("person").annotate(Max("settled_at")).order_by())
    ReporterMail.objects.bulk_create(
        [
            ReporterMail(
                project_id=person.project_id,
                person=person,
                due_at=max(now, last[person.pk] + BETWEEN) if person.pk in last else now,
                made_at=now,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def take_next(*, now: datetime) -> ReporterMail | None:
    """The mail that is due the longest, put off to its next try: whoever dies over it, or takes too
    long, has it tried again. Mails for nobody, or of nothing, are dropped on the way."""
    rows = ReporterMail.objects.select_for_update(of=("self",), skip_locked=True)
    due = rows.filter(state=ReporterMail.State.WAITING, due_at__lte=now)
    due = due.select_related("person", "project__reporter_ways").order_by("due_at")
    while mail := due.first():
        if _wanted(mail) and _filled(mail):
            mail.tries += 1
            mail.due_at = now + pause(mail.tries)
            mail.save(update_fields=["tries", "due_at"])
            return mail
        mail.delete()
    return None


def _wanted(mail: ReporterMail) -> bool:
    person, ways = mail.person, mail.project.reporter_ways
    refused = MailRefusal.objects.filter(person=person).exists()
    return bool(ways.mail and person.email and person.left_at is None and not refused)


def _filled(mail: ReporterMail) -> bool:
    """Whether there is something to send: of the first try on it is always the same."""
    if not mail.tries:
        unread = ReporterNotice.objects.filter(person=mail.person, mail=None, read_at=None)
        unread.update(mail=mail)
    return mail.notices.exists()


@transaction.atomic
def note_sent(*, mail: ReporterMail, now: datetime) -> None:
    """It went. What its person was told meanwhile waits for the next one."""
    _settle(mail, ReporterMail.State.SENT, "", now)
    if ReporterNotice.objects.filter(person=mail.person, mail=None, read_at=None).exists():
        _wait([mail.person], now=now)


@transaction.atomic
def note_failed(*, mail: ReporterMail, trouble: str, final: bool, now: datetime) -> None:
    """It didn't go. It is tried again, for a day; not where `final`: the address was refused."""
    if final or now - mail.made_at >= DEAD_AFTER:
        _settle(mail, ReporterMail.State.DEAD, trouble, now)
    else:
        mail.trouble = trouble[:300]
        mail.save(update_fields=["trouble"])


def _settle(mail: ReporterMail, state: "ReporterMail.State", trouble: str, now: datetime) -> None:
    mail.state, mail.trouble, mail.settled_at = state, trouble[:300], now
    mail.save(update_fields=["state", "trouble", "settled_at"])
    record(
        project=mail.project,
        actor=ACTOR,
        verb=f"reporter_mail.{state.value}",
        subject=f"person:{mail.person_id}",
        now=now,
        data={"mail": str(mail.pk), "tries": mail.tries},
    )


@transaction.atomic
def try_again(*, project: Project, mail_id: UUID, actor: str, now: datetime) -> None:
    """Put a dead mail in line once more. ConflictError where there is none, or a newer waits."""
    rows = ReporterMail.objects.of(project).select_for_update()
    mail = rows.filter(pk=mail_id, state=ReporterMail.State.DEAD).first()
    waits = mail and ReporterMail.objects.filter(
        person=mail.person_id, state=ReporterMail.State.WAITING
    )
    if mail is None or (waits and waits.exists()):
        raise ConflictError("This mail waits for nobody any more.", code="mail_not_dead")
    mail.state, mail.due_at, mail.made_at = ReporterMail.State.WAITING, now, now
    mail.settled_at = None
    mail.save(update_fields=["state", "due_at", "made_at", "settled_at"])
    record(
        project=project,
        actor=actor,
        verb="reporter_mail.tried_again",
        subject=f"person:{mail.person_id}",
        now=now,
        data={"mail": str(mail.pk)},
    )


@transaction.atomic
def refuse_mail(*, person: Person, refused: bool, now: datetime) -> None:
    """The person wants no more mail, or wants it again. What waits is not sent, then."""
    if refused:
        _, changed = MailRefusal.objects.get_or_create(person=person, defaults={"at": now})
    else:
        changed = MailRefusal.objects.filter(person=person).delete()[0] > 0
    if changed:
        record(
            project=person.project,
            actor=f"person:{person.external_id}",
            verb="mail.refused" if refused else "mail.wanted",
            subject=f"person:{person.pk}",
            now=now,
        )

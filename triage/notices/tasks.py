"""Telling in the background. It may run twice or die half-way: the rows know better."""

import logging
import time
from contextlib import closing
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from celery import shared_task
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from feedback.privacy.masking import mask
from triage.models import ReporterMail
from triage.notices.letters import letter_of
from triage.notices.mailing import note_failed, note_sent, take_next
from triage.notices.telling import TellFailedError, tell_next

log = logging.getLogger(__name__)

# After so long what else waits in the queue gets its turn.
TURN_S = 5.0
MAIL_TURN_S = 20.0


@shared_task(name="triage.notices.sweep")
def sweep() -> None:
    """Tell the reporters of issues that have been quiet; what is left is for the next sweep."""
    began, failed = time.monotonic(), set[UUID]()
    while time.monotonic() - began < TURN_S:
        try:
            if not tell_next(now=timezone.now(), but=failed):
                return
        except TellFailedError as error:
            log.exception("the reporters of issue %s can't be told", error.issue_id)
            failed.add(error.issue_id)


@shared_task(name="triage.notices.send")
def send() -> None:
    """Send the mail that is due, over one connection. What fails is tried again later, and what
    follows in the next turn: the server may be gone for all of them."""
    began = time.monotonic()
    with closing(get_connection()) as connection:
        while time.monotonic() - began < MAIL_TURN_S:
            mail = take_next(now=timezone.now())
            if mail is None or not _sent(mail, connection):
                return


def _sent(mail: ReporterMail, connection: BaseEmailBackend) -> bool:
    letter = letter_of(mail)
    try:
        connection.open()
        letter.connection = connection
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        trouble = mask(f"{type(error).__name__}: {error}").text
        log.warning("mail %s did not go: %s", mail.pk, trouble)
        note_failed(mail=mail, trouble=trouble, final=_is_final(error), now=timezone.now())
        return False
    note_sent(mail=mail, now=timezone.now())
    return True


def _is_final(error: Exception) -> bool:
    """Whether the server said for good that there is no such address."""
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else []
    return bool(refused) and all(code >= 500 for code, _ in refused)

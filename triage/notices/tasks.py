"""Telling in the background. It may run twice or die half-way: the rows know better."""

import logging
import time
from contextlib import closing
from uuid import UUID

from celery import shared_task
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from triage.models import ReporterMail
from triage.notices.letters import letter_of
from triage.notices.mailing import note_failed, note_sent, take_next
from triage.notices.posting import post
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
    if trouble := post(letter_of(mail), connection):
        log.warning("mail %s did not go: %s", mail.pk, trouble.said)
        note_failed(mail=mail, trouble=trouble.said, final=trouble.final, now=timezone.now())
        return False
    note_sent(mail=mail, now=timezone.now())
    return True

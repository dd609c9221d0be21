"""Sending digests and alerts in the background. It may run twice or die half-way: the rows know
better."""

import logging
import time
from contextlib import closing

from celery import shared_task
from django.core.mail import get_connection
from django.utils import timezone

from reporting.digests.letters import letter_of
from reporting.digests.mailing import note, put_in_line, take_next
from reporting.digests.outside import put_digests_in_line
from triage.notices.posting import post

log = logging.getLogger(__name__)

# After so long what else waits in the queue gets its turn.
TURN_S = 20.0


@shared_task(name="reporting.digests.send")
def send() -> None:
    """Put in line what is due, and send it over one connection. What fails is tried again later,
    and what follows in the next turn: the server may be gone for all of them."""
    put_in_line(now=timezone.now())
    put_digests_in_line(now=timezone.now())
    began = time.monotonic()
    with closing(get_connection()) as connection:
        while time.monotonic() - began < TURN_S:
            mail = take_next(now=timezone.now())
            if mail is None:
                return
            trouble = post(letter_of(mail), connection)
            note(mail=mail, trouble=trouble, now=timezone.now())
            if trouble:
                log.warning("mail %s did not go: %s", mail.pk, trouble.said)
                return

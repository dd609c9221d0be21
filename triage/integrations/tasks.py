"""Sending in the background, in short turns. Every task may run twice or die half-way: the rows
know better."""

import logging
from concurrent.futures import ThreadPoolExecutor
from random import SystemRandom

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from triage.integrations.outbox import claim, due_endpoints, settle, tidy
from triage.integrations.sending import Outcome, Sending, send

log = logging.getLogger(__name__)

# The sweep has nudged again by then.
STALE_S = 60.0
# A turn is over in twice the time that one server may take.
AT_ONCE = 8
A_TURN = 2 * AT_ONCE


@shared_task(name="triage.integrations.deliver")
def deliver() -> None:
    """A turn: what is due of every endpoint, several at once; queue up again for the rest. Waits
    for others: it has a worker of its own."""
    claimed: list[Sending] = []
    for endpoint_id in due_endpoints(timezone.now()):
        claimed += claim(endpoint_id=endpoint_id, now=timezone.now())
        if len(claimed) >= A_TURN:
            break
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for sending, outcome in pool.map(_sent, claimed):
            settle(sending=sending, outcome=outcome, now=timezone.now(), chance=SystemRandom())
    if claimed:
        nudge()


def _sent(sending: Sending) -> tuple[Sending, Outcome]:
    return sending, send(sending, timezone.now)


@shared_task(name="triage.integrations.sweep")
def sweep() -> None:
    """What is due, for nudges that were lost and for tries that come later; and what is over."""
    now = timezone.now()
    tidy(now=now)
    if due_endpoints(now):
        nudge()


def nudge() -> None:
    """Ask a worker to send. A broker that can't be reached costs time till the next sweep."""
    try:
        deliver.apply_async(expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("messages wait for the sweep: %s", error)

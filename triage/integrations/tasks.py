"""Sending in the background, in short turns. Every task may run twice or die half-way: the rows
know better."""

import logging
from concurrent.futures import ThreadPoolExecutor
from random import SystemRandom

from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from triage.integrations.outbox import claim, due_endpoints, settle, tidy
from triage.integrations.sending import Outcome, Sending, send
from triage.integrations.trackers.keeping import (
    Done,
    Work,
    bring_into_step,
    claim_reading,
    claim_twins,
    read_of,
    settle_reading,
    settle_twin,
    something_to_keep,
    twins_of,
)

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


@shared_task(name="triage.integrations.keep")
def keep() -> None:
    """A turn with trackers: bring some twins into step, and read the states of one tracker; queue
    up again for the rest."""
    works = claim_twins(now=timezone.now())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for work, done in pool.map(_brought, works):
            settle_twin(work=work, done=done, now=timezone.now(), chance=SystemRandom())
    begun = timezone.now()
    if tracker := claim_reading(now=begun):
        reading = read_of(tracker, twins_of(tracker), begun)
        settle_reading(tracker=tracker, reading=reading, begun=begun, now=timezone.now())
    if works or tracker:
        nudge_keeping()


def _brought(work: Work) -> tuple[Work, Done]:
    return work, bring_into_step(work)


@shared_task(name="triage.integrations.sweep")
def sweep() -> None:
    """What is due, for nudges that were lost and for tries that come later; and what is over."""
    now = timezone.now()
    tidy(now=now)
    if due_endpoints(now):
        nudge()
    if something_to_keep(now):
        nudge_keeping()


def nudge() -> None:
    """Ask a worker to send. A broker that can't be reached costs time till the next sweep."""
    _ask(deliver)


def nudge_keeping() -> None:
    """The same, to keep twins in step."""
    _ask(keep)


def _ask(task: Task[[], None]) -> None:
    try:
        task.apply_async(expires=STALE_S)
    except (OperationalError, OSError) as error:
        log.warning("%s waits for the sweep: %s", task.name, error)

"""What does not hold any more goes back to review; what another model read is read again."""

from datetime import datetime

from django.db import transaction

from triage.corrections.operations.setting import reviewing_lock
from triage.corrections.operations.verifying import State, set_state
from triage.corrections.queries.holding import no_longer_holding, why_stale
from triage.corrections.questions import model_name, read
from triage.models import VerifiedAnswer

ACTOR = "system:corrections"
BATCH = 500


def send_back(*, now: datetime) -> int:
    """Every verified answer whose day is over, or whose source expired, was withdrawn or has
    another version: waits for review from now on. How many. What was not reached yet is not served
    either: whoever serves looks at the same."""
    sent = 0
    while rows := _some(now):
        sent += sum(_send_back(row, now=now) for row in rows)
    return sent


def read_anew() -> int:
    """Give every verified answer whose question another model read a vector of the present one's.
    How many."""
    others = VerifiedAnswer.objects.exclude(vector_model=model_name()).order_by("id")
    done = 0
    while rows := list(others[:BATCH]):
        for row, vector in zip(rows, read([row.question for row in rows]), strict=True):
            row.vector, row.vector_model = vector, model_name()
        VerifiedAnswer.objects.bulk_update(rows, ["vector", "vector_model"])
        done += len(rows)
    return done


def _some(now: datetime) -> list[VerifiedAnswer]:
    rows = no_longer_holding(VerifiedAnswer.objects.all(), today=now.date())
    return list(rows.select_related("project").order_by("id")[:BATCH])


@transaction.atomic
def _send_back(answer: VerifiedAnswer, *, now: datetime) -> bool:
    reviewing_lock(answer.project)
    rows = VerifiedAnswer.objects.select_related("project").prefetch_related("resting_on__source")
    row = rows.get(pk=answer.pk)
    why = why_stale(row, today=now.date())
    if row.state != State.CURRENT or not why:
        return False
    set_state(row, State.REVIEW, why, verb="sent_back", actor=ACTOR, now=now)
    return True

"""Waiting on others: an issue's clocks stand meanwhile."""

from datetime import datetime

from django.db import transaction

from triage.issues.operations.acting import (
    OPEN,
    IssueRefusedError,
    IssueStateError,
    change,
    locked,
)
from triage.models import Issue, IssueActivity
from triage.routing.clocks import waited_until

LONGEST_WAITING_ON = 200


@transaction.atomic
def wait(
    *,
    issue: Issue,
    on: str,
    until: datetime | None,
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """Nothing can be done before `on` (somebody, or something, in up to 200 letters) comes.

    It goes on by itself at `until`, or with the next complaint. IssueRefusedError for what is past;
    IssueStateError where it waits already.
    """
    row = locked(issue, version=version, states=OPEN)
    on = " ".join(on.split())
    if not on or len(on) > LONGEST_WAITING_ON or "\x00" in on:
        raise IssueRefusedError(
            f"Say on whom or what it waits, in up to {LONGEST_WAITING_ON} letters.", path="on"
        )
    if until is not None and until <= now:
        raise IssueRefusedError("It can't wait until a day that has come.", path="until")
    if row.waiting_since is not None:
        raise IssueStateError(f"{row.short_id} waits already, on {row.waiting_on}.")
    fields = {"waiting_since": now, "waiting_on": on, "waiting_until": until}
    return change(row, verb="paused", fields=fields, actor=actor, now=now)


@transaction.atomic
def go_on(*, issue: Issue, version: int | None, actor: str, now: datetime) -> IssueActivity:
    """What it waited on came, or nobody waits any more: the clocks run again."""
    row = locked(issue, version=version, states=OPEN)
    if row.waiting_since is None:
        raise IssueStateError(f"{row.short_id} waits on nobody.")
    fields = {
        "waited": waited_until(row, now),
        "waiting_since": None,
        "waiting_on": "",
        "waiting_until": None,
    }
    return change(row, verb="went_on", fields=fields, actor=actor, now=now)

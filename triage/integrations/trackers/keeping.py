"""Keeping twins in step: what is to be done there, and what was done there.

A row says what is wanted until it holds: a worker that dies leaves a claim that ends by itself,
and whoever comes next looks for what it may have created before creating anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from triage.due.telling import told_of
from triage.integrations.messages import link_to
from triage.integrations.schedule import next_wait
from triage.integrations.sealing import UnreadableError
from triage.integrations.trackers.common import (
    Adapter,
    Draft,
    Reading,
    State,
    There,
    TrackerError,
    Twin,
)
from triage.integrations.trackers.kinds import adapter_for
from triage.issues.operations.acting import note
from triage.models import Issue, MemberNotice, TrackedIssue, Tracker
from triage.notices.operations import tell_member
from triage.routing.due import Tell

ACTOR = "system:integrations"
# Longer than a turn can take.
CLAIMED_FOR = timedelta(minutes=3)
AT_ONCE = 4
READ_EVERY = timedelta(minutes=2)
AFTER_TROUBLE = timedelta(minutes=10)


@dataclass(frozen=True)
class Work:
    """A claimed twin, with all that is needed to bring it into step."""

    id: UUID
    tries: int
    tracker: Tracker
    draft: Draft
    key: str
    wanted: State
    theirs: str


@dataclass
class Done:
    """How far it came: `there` if it was created (or found), `theirs` as it is known now."""

    theirs: str
    there: There | None = None
    trouble: str = ""
    limited: timedelta = field(default=timedelta(0))


@transaction.atomic
def claim_twins(*, now: datetime) -> list[Work]:
    """Up to AT_ONCE twins that are due, of trackers that may be asked. Nobody else gets them
    within CLAIMED_FOR."""
    rows = TrackedIssue.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = rows.select_related("tracker__project", "issue__project").filter(due_at__lte=now)
    claimed = list(rows.exclude(_out_of_reach(now)).order_by("due_at")[:AT_ONCE])
    for row in claimed:
        row.tries += 1
        row.claimed_until = now + CLAIMED_FOR
    TrackedIssue.objects.bulk_update(claimed, ["tries", "claimed_until"])
    return [_work(row) for row in claimed]


def _out_of_reach(now: datetime) -> Q:
    return Q(tracker__rests_until__gt=now) | Q(claimed_until__gt=now)


def _work(row: TrackedIssue) -> Work:
    issue = row.issue
    count = f"{issue.complaints} complaint{'' if issue.complaints == 1 else 's'}"
    draft = Draft(
        marker=row.marker,
        title=f"{issue.short_id}: {issue.title}"[:200],
        text=f"{count} from {issue.people} of the assistant's users.\n\n{link_to(issue)}",
    )
    wanted: State = "closed" if row.wanted == TrackedIssue.State.CLOSED else "open"
    return Work(row.pk, row.tries, row.tracker, draft, row.key, wanted, row.theirs)


def bring_into_step(work: Work) -> Done:
    """Create it, if it isn't there, and have it in the state that is wanted. It knows no database;
    what a server may bring about is in the answer, not raised."""
    done = Done(theirs=work.theirs)
    try:
        adapter = adapter_for(work.tracker)
        key = work.key
        if not key:
            found = adapter.find(work.draft) if work.tries > 1 else None
            done.there = found or adapter.create(work.draft)
            done.theirs, key = "open", done.there.key
        if done.theirs != work.wanted:
            adapter.set_state(Twin(work.draft.marker, key), work.wanted)
            done.theirs = work.wanted
    except TrackerError as error:
        done.trouble, done.limited = str(error), error.wait
    except UnreadableError as error:
        done.trouble = error.detail
    return done


@transaction.atomic
def settle_twin(*, work: Work, done: Done, now: datetime, chance: Random) -> None:
    """Write down how far it came. What was created is kept in any case."""
    rows = TrackedIssue.objects.select_for_update(no_key=True)
    row = rows.filter(pk=work.id).first()
    if row is None:
        return
    if done.there and not row.key:
        row.key, row.url = done.there.key[:50], _page(done.there.url)
    row.theirs, row.theirs_at = done.theirs, now
    row.trouble, row.claimed_until = done.trouble[:300], None
    if row.key and row.theirs == row.wanted:
        row.due_at, row.tries = None, 0
    elif done.trouble:
        wait = next_wait(row.tries, chance)
        row.due_at = now + max(wait, done.limited) if wait else None
    else:
        row.due_at = now  # somebody wants it otherwise meanwhile
    row.save()
    if done.limited:
        Tracker.objects.filter(pk=work.tracker.pk).update(rests_until=now + done.limited)


def _page(url: str) -> str:
    """A page's address: another kind of link is not for people to press."""
    return url if url.startswith(("https://", "http://")) and len(url) <= 2000 else ""


@transaction.atomic
def claim_reading(*, now: datetime) -> Tracker | None:
    """A tracker whose states are to be read, and have not been for the longest."""
    rows = Tracker.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = rows.filter(look_at__lte=now).exclude(rests_until__gt=now)
    known = TrackedIssue.objects.exclude(key="").values("tracker")
    tracker = rows.filter(pk__in=known).order_by("look_at").first()
    if tracker:
        tracker.look_at = now + CLAIMED_FOR
        tracker.save(update_fields=["look_at"])
    return tracker


def something_to_keep(now: datetime) -> bool:
    """Whether a turn has anything to do."""
    if TrackedIssue.objects.filter(due_at__lte=now).exclude(_out_of_reach(now)).exists():
        return True
    trackers = Tracker.objects.filter(look_at__lte=now).exclude(rests_until__gt=now)
    return trackers.filter(pk__in=TrackedIssue.objects.exclude(key="").values("tracker")).exists()


def twins_of(tracker: Tracker) -> list[Twin]:
    rows = tracker.tracked.exclude(key="").order_by("pk")
    return [Twin(row.marker, row.key) for row in rows]


def read_of(tracker: Tracker, twins: Sequence[Twin], now: datetime) -> Reading | TrackerError:
    """What the tracker says of them; it knows no database."""
    try:
        adapter: Adapter = adapter_for(tracker)
        return adapter.read_states(twins, tracker.seen, now)
    except TrackerError as error:
        return error
    except UnreadableError as error:
        return TrackerError("secret_unreadable", error.detail)


def settle_reading(
    *, tracker: Tracker, reading: Reading | TrackerError, begun: datetime, now: datetime
) -> None:
    """Take over what was done there, and say when to look again."""
    if isinstance(reading, TrackerError):
        again = now + max(AFTER_TROUBLE, reading.wait)
        fields = {"trouble": str(reading)[:300], "look_at": again}
        Tracker.objects.filter(pk=tracker.pk).update(**fields)
        return
    for row in tracker.tracked.filter(key__in=list(reading.states)):
        _take_over(row.pk, reading.states[row.key], begun=begun, now=now)
    Tracker.objects.filter(pk=tracker.pk).update(
        trouble="", look_at=now + READ_EVERY, seen=reading.seen
    )


@transaction.atomic
def _take_over(pk: UUID, state: State, *, begun: datetime, now: datetime) -> None:
    """What somebody did there holds there. Here it is told, and decides nothing: an issue is
    resolved by a fix."""
    rows = TrackedIssue.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("tracker", "issue__project", "issue__owner").get(pk=pk)
    if row.theirs == state or (row.theirs_at and row.theirs_at >= begun):
        return
    row.theirs, row.theirs_at = state, now
    theirs_alone = row.due_at is None
    if theirs_alone:
        row.wanted = state
    row.save(update_fields=["theirs", "theirs_at", "wanted"])
    open_here = row.issue.status == Issue.Status.UNRESOLVED
    if theirs_alone and open_here == (state == "closed"):
        _tell(row, state, now)


def _tell(row: TrackedIssue, state: State, now: datetime) -> None:
    verb = "closed_there" if state == "closed" else "reopened_there"
    data = {"tracker": row.tracker.name, "key": row.key, "url": row.url}
    note(row.issue, verb=verb, actor=ACTOR, now=now, data=data)
    proposal = "resolve this by the fix" if state == "closed" else "look whether it is mended"
    for member in told_of(row.issue, Tell.ASSIGNEE):
        tell_member(
            member=member,
            issue=row.issue,
            kind=MemberNotice.Kind.OUTSIDE,
            words=f"{row.key} in {row.tracker} was {verb.partition('_')[0]} there: {proposal}.",
            actor=ACTOR,
            now=now,
        )

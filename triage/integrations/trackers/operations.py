"""Trackers: connected, changed, removed; and issues that get a twin in one."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError, RefusedError
from feedback.models import Project
from feedback.texts import is_storable
from triage.integrations.addresses import refuse_unless_open, target_of
from triage.integrations.events import event_of
from triage.integrations.sealing import seal
from triage.issues.operations.acting import LIVING, locked, note
from triage.models import Issue, IssueActivity, TrackedIssue, Tracker

MOST_TRACKERS = 20
_PLACES = {
    "github": (r"[\w.-]{1,100}/[\w.-]{1,100}", "owner/repository"),
    "jira": (r"[A-Z][A-Z0-9_]{1,50}(/[\w -]{1,60})?", "a project's key, such as HR, or HR/Bug"),
    "linear": (r"[0-9a-f-]{36}", "a team's id, 36 letters"),
}
_SAYS = {
    "issue.resolved": TrackedIssue.State.CLOSED,
    "issue.verified": TrackedIssue.State.CLOSED,
    "issue.reopened": TrackedIssue.State.OPEN,
    "issue.regressed": TrackedIssue.State.OPEN,
}


class TrackerRefusedError(RefusedError):
    code = "tracker_refused"


@transaction.atomic
def connect_tracker(
    *,
    project: Project,
    kind: str,
    name: str,
    url: str,
    place: str,
    login: str,
    token: str,
    actor: str,
    now: datetime,
) -> Tracker:
    """A place where issues can be created from now on. TrackerRefusedError, AddressRefusedError."""
    if kind not in Tracker.Kind.values:
        raise TrackerRefusedError("It is GitHub, Jira or Linear.", path="$.kind")
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Tracker.objects.of(project).count() >= MOST_TRACKERS:
        raise TrackerRefusedError(f"A project has up to {MOST_TRACKERS} trackers.")
    pattern, form = _PLACES[kind]
    if not re.fullmatch(pattern, place, re.ASCII):
        raise TrackerRefusedError(f"The place is {form}.", path="$.place")
    tracker = Tracker(
        project=project, kind=kind, place=place, login=login.strip(), made_at=now, look_at=now
    )
    _put(tracker, name=name, url=url, token=token)
    tracker.save()
    data = {"kind": kind, "name": name, "host": target_of(tracker.url).host, "place": place}
    _record(tracker, "connected", actor=actor, now=now, data=data)
    return tracker


@transaction.atomic
def change_tracker(
    *, tracker: Tracker, name: str, url: str, token: str, actor: str, now: datetime
) -> Tracker:
    """Another name, address or token; a token that is "" stays. What waits is tried at once."""
    row = Tracker.objects.select_for_update(no_key=True).get(pk=tracker.pk)
    _put(row, name=name, url=url, token=token)
    row.look_at, row.rests_until = now, None
    row.save()
    row.tracked.exclude(trouble="").update(due_at=now, tries=1)
    data = {"name": row.name, "host": target_of(row.url).host, "token": bool(token)}
    _record(row, "changed", actor=actor, now=now, data=data)
    return row


def _put(row: Tracker, *, name: str, url: str, token: str) -> None:
    name, url, token = name.strip(), url.strip(), token.strip()
    if not name or len(name) > 100 or not is_storable(name):
        raise TrackerRefusedError("The name has 1 to 100 letters.", path="$.name")
    try:
        target = target_of(url)
        refuse_unless_open(target, settings.PRIVATE_NETWORKS)
    except RefusedError as error:
        raise error.within("$.url") from error
    if "?" in target.path:
        raise TrackerRefusedError("The address has no query.", path="$.url")
    # It goes into a header: what is no plain letter would fail there, or say something else.
    if token and not re.fullmatch(r"[\x21-\x7e ]{1,1000}", token):
        raise TrackerRefusedError("That is no token.", path="$.token")
    if token:
        row.sealed_token = seal(token)
    if not row.sealed_token:
        raise TrackerRefusedError("The token is missing.", path="$.token")
    row.name, row.url = name, url


@transaction.atomic
def remove_tracker(*, tracker: Tracker, actor: str, now: datetime) -> None:
    """The twins stay where they are, and are kept in step no more."""
    data = {"name": tracker.name, "tracked": tracker.tracked.count()}
    _record(tracker, "removed", actor=actor, now=now, data=data)
    tracker.delete()


@transaction.atomic
def track(*, issue: Issue, tracker: Tracker, actor: str, now: datetime) -> TrackedIssue:
    """Have a twin of the issue created. ConflictError where it has one there."""
    row = locked(issue, version=None, states=LIVING)
    if tracker.project_id != row.project_id:
        raise TrackerRefusedError("There is no such tracker here.", path="tracker")
    open_here = row.status == Issue.Status.UNRESOLVED
    tracked, new = TrackedIssue.objects.get_or_create(
        tracker=tracker,
        issue=row,
        defaults={
            "wanted": TrackedIssue.State.OPEN if open_here else TrackedIssue.State.CLOSED,
            "due_at": now,
            "made_at": now,
        },
    )
    if not new:
        raise ConflictError(f"{row.short_id} is in {tracker} already.", code="tracked_already")
    note(row, verb="tracked", actor=actor, now=now, data={"tracker": tracker.name})
    return tracked


@transaction.atomic
def try_again(*, tracker: Tracker, actor: str, now: datetime) -> int:
    """What was given up, or waits for its next try, is tried at once; how many."""
    count = tracker.tracked.exclude(trouble="").update(due_at=now, tries=1)
    Tracker.objects.filter(pk=tracker.pk).update(look_at=now, rests_until=None)
    _record(tracker, "tried_again", actor=actor, now=now, data={"issues": count})
    return count


def follow(activities: Sequence[IssueActivity]) -> int:
    """In the transaction of what happened: twins are to be open, or closed, as their issues are
    now; how many."""
    said = {activity.issue_id: state for activity in activities if (state := _wanted(activity))}
    count = 0
    for state in set(said.values()):
        issues = [issue_id for issue_id, one in said.items() if one == state]
        twins = TrackedIssue.objects.filter(issue__in=issues).exclude(wanted=state)
        count += twins.update(wanted=state, due_at=max(a.at for a in activities), tries=1)
    return count


def _wanted(activity: IssueActivity) -> TrackedIssue.State | None:
    event = event_of(activity.verb, activity.data, status=activity.issue.status)
    return _SAYS.get(event) if event else None


def _record(row: Tracker, verb: str, *, actor: str, now: datetime, data: Mapping[str, Any]) -> None:
    record(
        project=row.project,
        actor=actor,
        verb=f"tracker.{verb}",
        subject=f"tracker:{row.pk}",
        now=now,
        data=data,
    )

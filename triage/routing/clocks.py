"""An issue's clocks: when its first response and its resolution are due, and when to look next.

Both run in the owner's working hours from `clock_from`, and stand while the issue waits on others.
What they rest on (priority, owner, state, what the rule gave) is changed in many places, also for
many issues at once. So a trigger has an issue looked at again where that was changed and its times
were not reckoned in the same breath; the next sweep does it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from feedback.models import Project
from triage.models import DueTimes, Issue, Owner, StepTaken
from triage.models.issues import NEVER
from triage.routing.due import USUAL, Clock, Policy, Step
from triage.routing.hours import Hours, add_working, worked_between

# What `begin`, `hear`, `stop_waiting` and `reckon` set.
CLOCKED = (
    *("clock_from", "responded_at", "respond_by", "resolve_by", "due_at", "look_at"),
    *("waiting_since", "waiting_on", "waiting_until", "waited"),
)
Taken = set[tuple[Clock, int]]


def due_times_of(project: Project) -> DueTimes:
    """The version in force; version 0 with the usual times where a project has none."""
    newest = DueTimes.objects.of(project).order_by("-version").first()
    return newest or DueTimes(
        project=project, version=0, times=USUAL.times_kept(), steps=USUAL.steps_kept()
    )


def policy_of(project: Project) -> Policy:
    kept = due_times_of(project)
    return Policy.read(kept.times, kept.steps)


def hours_of(owner: Owner) -> Hours:
    week = tuple(tuple((begins, ends) for begins, ends in day) for day in owner.week)
    return Hours(week, ZoneInfo(owner.zone), frozenset(owner.holidays))


def begin(issue: Issue, *, now: datetime) -> None:
    """Have both clocks run from now on, as for a new issue. Not saved."""
    issue.clock_from, issue.responded_at, issue.waited = now, None, timedelta(0)
    issue.waiting_since, issue.waiting_on, issue.waiting_until = None, "", None


def hear(issue: Issue, *, actor: str, now: datetime) -> None:
    """Somebody acted: the first response, where it is a person's first act. Not saved."""
    if issue.responded_at is None and actor.startswith("member:"):
        issue.responded_at = now


def stop_waiting(issue: Issue, *, now: datetime) -> None:
    """Have the clocks run again. Not saved."""
    issue.waited = waited_until(issue, now)
    issue.waiting_since, issue.waiting_on, issue.waiting_until = None, "", None


def waited_until(issue: Issue, now: datetime) -> timedelta:
    """Working time that the issue has waited, with that since it last began to."""
    if issue.waiting_since is None:
        return issue.waited
    return issue.waited + worked_between(hours_of(issue.owner), issue.waiting_since, now)


def reckon(issues: Collection[Issue]) -> None:
    """Set when some issues of one project are due, and when to look at them next. Not saved."""
    if not issues:
        return
    policy = policy_of(next(iter(issues)).project)
    taken = steps_taken(issues)
    for issue in issues:
        reckon_by(issue, policy, taken[issue.pk])


def steps_taken(issues: Collection[Issue]) -> Mapping[UUID, Taken]:
    """By issue id, the steps that were taken since its clocks began."""
    since = {issue.pk: issue.clock_from for issue in issues}
    taken: defaultdict[UUID, Taken] = defaultdict(set)
    for row in StepTaken.objects.filter(issue__in=list(since)):
        if row.since == since[row.issue_id]:
            taken[row.issue_id].add((Clock(row.clock), row.percent))
    return taken


def reckon_by(issue: Issue, policy: Policy, taken: Taken) -> None:
    """The same for one issue, by a policy and the steps that were taken since its clocks began."""
    by = {clock: _moment(issue, time) for clock, time in allowed(issue, policy).items()}
    issue.respond_by, issue.resolve_by = by.get(Clock.RESPOND), by.get(Clock.RESOLVE)
    if issue.waiting_since is not None and issue.status == Issue.Status.UNRESOLVED:
        issue.due_at, issue.look_at = NEVER, issue.waiting_until
        return
    running = running_clocks(issue)
    issue.due_at = min((by[clock] for clock in running if clock in by), default=NEVER)
    issue.look_at = min((at for at, _, _ in steps_ahead(issue, policy, taken)), default=None)


def allowed(issue: Issue, policy: Policy) -> dict[Clock, timedelta]:
    """Working time that either clock allows: what the rule gave, else by priority; none where
    nothing is due."""
    if issue.clock_from is None:
        return {}
    given = {Clock.RESPOND: issue.rule_respond, Clock.RESOLVE: issue.rule_resolve}
    said = {clock: time for clock, time in given.items() if time is not None}
    return {**policy.times[issue.priority], **said}


def running_clocks(issue: Issue) -> list[Clock]:
    """None for what is closed or waits; the first response's until there was one."""
    if issue.status != Issue.Status.UNRESOLVED or issue.waiting_since is not None:
        return []
    return [Clock.RESOLVE] if issue.responded_at else [Clock.RESPOND, Clock.RESOLVE]


def steps_ahead(
    issue: Issue, policy: Policy, taken: Taken
) -> Iterator[tuple[datetime, Clock, Step]]:
    """The steps of the running clocks that were not taken, each with the moment when it comes."""
    times = allowed(issue, policy)
    for clock in running_clocks(issue):
        for step in policy.steps:
            if clock in times and (clock, step.percent) not in taken:
                yield _moment(issue, times[clock] * step.percent / 100), clock, step


def _moment(issue: Issue, time: timedelta) -> datetime:
    assert issue.clock_from is not None
    try:
        return add_working(hours_of(issue.owner), issue.clock_from, time + issue.waited)
    except OverflowError:  # who works a minute a week is due in another age
        return NEVER

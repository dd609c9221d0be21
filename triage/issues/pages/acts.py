"""From a form to an operation: the acts that the pages offer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import QueryDict

from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues import operations
from triage.issues.operations import IssueRefusedError
from triage.issues.pages.fixes import fix_in
from triage.issues.pages.forms import day, ids, line, midnight, number
from triage.issues.pages.outcome import MOST_IDS
from triage.issues.queries import activities_named, issue_named, standing_issue
from triage.issues.queries.named import member_named, nobody_named, owner_named
from triage.models import Issue, IssueActivity, Owner
from triage.routing.rota import TeamsWay

LONGEST_ARCHIVE = 3650


@dataclass(frozen=True)
class Acting:
    """One member about to act on one issue, with the form they sent."""

    member: Member
    issue: Issue
    version: int
    form: QueryDict
    now: datetime

    @property
    def actor(self) -> str:
        return f"member:{self.member.user.email}"


def _assign(a: Acting) -> IssueActivity:
    owner = _owner(a)
    return operations.assign(
        issue=a.issue,
        owner=owner,
        assignee=_assignee(a, owner),
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _owner(a: Acting) -> Owner:
    """The owner that the form names; none named leaves it as it is."""
    slug = a.form.get("owner", "")
    return owner_named(a.member.project, line(slug)) if slug else a.issue.owner


def _assignee(a: Acting, owner: Owner) -> Member | TeamsWay | None:
    """The member that the form names: "me", "none", "next" by the team's own way, or an e-mail
    address. None named keeps who is on it; but another team gives it to one of its own, where
    nobody chose."""
    name = line(a.form.get("assignee", ""))
    if not name:
        return nobody_named(a.issue, owner)
    if name in {"none", "me", "next"}:
        return {"none": None, "me": a.member, "next": TeamsWay.NEXT}[name]
    return member_named(a.member.project, name)


def _resolve(a: Acting) -> IssueActivity:
    return operations.resolve(
        issue=a.issue,
        fix=fix_in(a.form, owner=a.issue.owner),
        resolution=a.form.get("resolution", ""),
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _reopen(a: Acting) -> IssueActivity:
    return operations.reopen(issue=a.issue, version=a.version, actor=a.actor, now=a.now)


def _archive(a: Acting) -> IssueActivity:
    """The form's `until`: "good", "escalates", a number of days, or "day" for that of `back_on`."""
    until = a.form.get("until", "good")
    back_on = None
    if until == "day":
        back_on = day(a.form.get("back_on", ""), path="back_on")
    elif until not in {"good", "escalates"}:
        back_on = a.now.date() + timedelta(days=min(number(until, what="until"), LONGEST_ARCHIVE))
    return operations.archive(
        issue=a.issue,
        back_on=back_on,
        until_escalates=until == "escalates",
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _prioritise(a: Acting) -> IssueActivity:
    """The form's number; "auto" leaves it to rule and score."""
    if a.form.get("priority") == "auto":
        return operations.leave_priority(issue=a.issue, version=a.version, actor=a.actor, now=a.now)
    priority = number(a.form.get("priority", ""), what="priority")
    return operations.set_priority(
        issue=a.issue, priority=priority, version=a.version, actor=a.actor, now=a.now
    )


def _rename(a: Acting) -> IssueActivity:
    title = a.form.get("title", "")
    return operations.rename(
        issue=a.issue, title=title, version=a.version, actor=a.actor, now=a.now
    )


def _comment(a: Acting) -> IssueActivity:
    text = a.form.get("text", "")
    return operations.comment(issue=a.issue, text=text, actor=a.actor, now=a.now)


def _reword(a: Acting) -> IssueActivity:
    """IssueRefusedError where the comment is not on this issue."""
    named = ids([a.form.get("comment", "")], what="comment")
    found = activities_named(project=a.member.project, ids=named)
    if not found or found[0].issue_id != a.issue.pk:
        raise IssueRefusedError("There is no such comment here.", path="comment")
    text = a.form.get("text", "")
    return operations.reword(activity=found[0], text=text, actor=a.actor, now=a.now)


def _merge(a: Acting) -> IssueActivity:
    return operations.merge(
        project=a.member.project,
        issues=[a.issue, _target(a)],
        versions={a.issue.pk: a.version},
        actor=a.actor,
        now=a.now,
    )


def _split(a: Acting) -> IssueActivity:
    return operations.split(
        issue=a.issue,
        feedback_ids=_complaints(a.form),
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _move(a: Acting) -> IssueActivity:
    return operations.move(
        issue=a.issue,
        feedback_ids=_complaints(a.form),
        to=_target(a),
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _keep_apart(a: Acting) -> IssueActivity:
    return operations.keep_apart(
        issue=a.issue, other=_target(a), version=a.version, actor=a.actor, now=a.now
    )


def _keep_whole(a: Acting) -> IssueActivity:
    return operations.keep_whole(issue=a.issue, version=a.version, actor=a.actor, now=a.now)


def _wait(a: Acting) -> IssueActivity:
    """The form's `on`, and the day `wait_until`, if any, which begins in the owner's time zone."""
    text = a.form.get("wait_until", "")
    until = midnight(text, owner=a.issue.owner, path="wait_until") if text else None
    return operations.wait(
        issue=a.issue,
        on=a.form.get("on", ""),
        until=until,
        version=a.version,
        actor=a.actor,
        now=a.now,
    )


def _go_on(a: Acting) -> IssueActivity:
    return operations.go_on(issue=a.issue, version=a.version, actor=a.actor, now=a.now)


ACTS: dict[str, Callable[[Acting], IssueActivity]] = {
    "archive": _archive,
    "assign": _assign,
    "comment": _comment,
    "go-on": _go_on,
    "keep-apart": _keep_apart,
    "keep-whole": _keep_whole,
    "merge": _merge,
    "move": _move,
    "prioritise": _prioritise,
    "rename": _rename,
    "reopen": _reopen,
    "resolve": _resolve,
    "reword": _reword,
    "split": _split,
    "wait": _wait,
}
# What two may do to an issue at the same time.
CLASHLESS = frozenset({"comment"})
BULK = frozenset({"archive", "assign", "prioritise", "reopen", "resolve", "wait"})


def merge_all(picks: list[Acting]) -> IssueActivity:
    """One issue of all the picked ones."""
    first = picks[0]
    return operations.merge(
        project=first.member.project,
        issues=[acting.issue for acting in picks],
        versions={acting.issue.pk: acting.version for acting in picks},
        actor=first.actor,
        now=first.now,
    )


def picks(member: Member, form: QueryDict, now: datetime) -> Iterator[Acting]:
    """The picked issues ("NW-3@7": a short id and the version seen). RefusedError."""
    picked = form.getlist("pick")
    if not picked:
        raise IssueRefusedError("No issue is picked.", code="nothing_picked")
    if len(picked) > MOST_IDS:
        raise IssueRefusedError(f"Up to {MOST_IDS} issues at once.", code="too_many")
    for pick in picked:
        short_id, _, version = pick.partition("@")
        issue = issue_named(project=member.project, short_id=short_id)
        yield Acting(member, issue, number(version, what="version"), form, now)


def undo_named(
    member: Member, form: QueryDict, now: datetime
) -> tuple[list[IssueActivity], list[IssueActivity], list[str]]:
    """Take back the activities that a form names, the latest first, each by itself.

    The activities named, what was done, and what was refused in words.
    """
    named = activities_named(
        project=member.project, ids=ids(form.getlist("activity"), what="activity")
    )
    done: list[IssueActivity] = []
    refused: list[str] = [] if named else ["There is nothing to take back."]
    actor = f"member:{member.user.email}"
    for activity in reversed(named):
        try:
            done.append(
                operations.undo(project=member.project, activity=activity, actor=actor, now=now)
            )
        except RefusedError as error:
            refused.append(f"{activity.issue.short_id}: {error.detail}")
    return named, done, refused


def _target(a: Acting) -> Issue:
    named = issue_named(project=a.member.project, short_id=line(a.form.get("to", "")))
    return standing_issue(named)


def _complaints(form: QueryDict) -> list[UUID]:
    """A tick may stand for several: all about one answer, or those that say nearly the same."""
    named = [pk for tick in form.getlist("complaint") for pk in tick.split(",")]
    return ids(dict.fromkeys(named), what="complaint")

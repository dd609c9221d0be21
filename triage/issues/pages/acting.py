"""Acts from the pages: a form in, one operation for each issue, and on to the next."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues.operations import IssueRefusedError
from triage.issues.pages.acts import (
    ACTS,
    BULK,
    CLASHLESS,
    Acting,
    merge_all,
    picks,
    undo_named,
)
from triage.issues.pages.against import against, against_all, refuse_held
from triage.issues.pages.answers import Visit, advanced, shown, went_to
from triage.issues.pages.forms import number
from triage.issues.pages.outcome import Outcome
from triage.issues.pages.reading import refusals_shown
from triage.issues.queries import issue_named, standing_issue
from triage.models import Issue, IssueActivity


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def act(request: HttpRequest, member: Member, short_id: str, name: str) -> HttpResponseBase:
    """One act on one issue. Where nothing forbids it, the next issue of the queue follows."""
    if name not in ACTS:
        raise Http404
    visit = Visit.of(request, member)
    issue = issue_named(project=member.project, short_id=short_id)
    try:
        version = number(request.POST.get("version", ""), what="version")
        acting = Acting(member, issue, version, request.POST, timezone.now())
        if name not in CLASHLESS:
            _refuse_held(acting)
        activity = ACTS[name](acting)
    except RefusedError as error:
        stood = against(error, name=name, issue=issue, form=request.POST)
        outcome = Outcome(refused=[error.detail], against=stood)
        return shown(visit, standing_issue(issue), outcome, status=error.status)
    return advanced(visit, was=issue, done=[activity])


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def bulk_act(request: HttpRequest, member: Member) -> HttpResponseBase:
    """One act on each of the picked issues ("NW-3@7": a short id and the version seen)."""
    name = request.POST.get("act", "")
    visit = Visit.of(request, member)
    try:
        picked = list(picks(member, request.POST, timezone.now()))
        if name not in {*BULK, "merge"}:
            raise IssueRefusedError("There is no such act on several issues.")
    except RefusedError as error:
        return shown(visit, None, Outcome(refused=[error.detail]), status=error.status)
    done, refused = _merged(picked) if name == "merge" else _each(ACTS[name], picked)
    said = list(dict.fromkeys(error.detail for _, error in refused))
    stood = against_all(refused, project=member.project, form=request.POST)
    if not done:
        return shown(visit, None, Outcome(refused=said, against=stood), status=refused[0][1].status)
    return advanced(visit, was=picked[-1].issue, done=done, refused=said, stood=stood)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def undo_acts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Take back the named activities, the latest first."""
    visit = Visit.of(request, member)
    activities, done, refused = undo_named(member, request.POST, timezone.now())
    issue = _as_it_is(activities[0].issue) if activities else None
    outcome = Outcome.of(done, refused)
    if done and not refused:
        return went_to(visit, issue, outcome)
    return shown(visit, issue, outcome, status=200 if done else 409)


def _as_it_is(issue: Issue) -> Issue:
    """As the acts left it: the next one is to be done on that."""
    issue.refresh_from_db()
    return standing_issue(issue)


Refused = list[tuple[Issue, RefusedError]]


def _each(
    act_once: Callable[[Acting], IssueActivity], picked: Iterable[Acting]
) -> tuple[list[IssueActivity], Refused]:
    """Each in its own transaction: what is refused of one does not hold up the others."""
    done: list[IssueActivity] = []
    refused: Refused = []
    for acting in picked:
        try:
            _refuse_held(acting)
            done.append(act_once(acting))
        except RefusedError as error:
            refused.append((acting.issue, error))
    return done, refused


def _merged(picked: list[Acting]) -> tuple[list[IssueActivity], Refused]:
    """One issue of all of them, or none of it."""
    try:
        for acting in picked:
            _refuse_held(acting)
        return [merge_all(picked)], []
    except RefusedError as error:
        return [], [(acting.issue, error) for acting in picked]


def _refuse_held(a: Acting) -> None:
    refuse_held(member=a.member, issue=a.issue, form=a.form, now=a.now)

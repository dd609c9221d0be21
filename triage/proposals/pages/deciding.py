"""Deciding from the pages: a form in, one operation for each proposal, and on to the next."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues.operations import IssueRefusedError
from triage.issues.pages.acts import undo_named
from triage.issues.pages.forms import ids
from triage.issues.pages.outcome import MOST_IDS, Outcome
from triage.issues.pages.reading import refusals_shown
from triage.models import IssueActivity, Proposal
from triage.proposals.operations import apply, reject
from triage.proposals.pages.views import list_context, list_page, proposals_url
from triage.proposals.queries import proposals_named
from triage.proposals.showing import checked, following


def _apply(proposal: Proposal, actor: str, now: datetime) -> IssueActivity:
    return apply(proposal=proposal, actor=actor, now=now)


def _not_now(proposal: Proposal, actor: str, now: datetime) -> IssueActivity:
    return reject(proposal=proposal, never=False, actor=actor, now=now)


def _never(proposal: Proposal, actor: str, now: datetime) -> IssueActivity:
    return reject(proposal=proposal, never=True, actor=actor, now=now)


DECISIONS: dict[str, Callable[[Proposal, str, datetime], IssueActivity]] = {
    "apply": _apply,
    "reject": _not_now,
    "never": _never,
}


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def decide(request: HttpRequest, member: Member) -> HttpResponseBase:
    """One decision on each of the named proposals: what is refused of one holds up no other."""
    decision = DECISIONS.get(request.POST.get("act", ""))
    named = ids(request.POST.getlist("proposal"), what="proposal")
    cursor = checked(member.project, request.POST.get("back", ""))
    if decision is None:
        raise IssueRefusedError("There is no such decision.", path="act")
    if not 1 <= len(named) <= MOST_IDS:
        raise IssueRefusedError(f"Tick 1 to {MOST_IDS} proposals.", code="nothing_picked")
    done: list[IssueActivity] = []
    refused: list[str] = []
    rows = proposals_named(member.project, named)
    follows = following(rows[-1])
    for row in rows:
        try:
            done.append(decision(row, f"member:{member.user.email}", timezone.now()))
        except RefusedError as error:
            refused.append(f"{row.issue.short_id}: {error.detail}")
    return _answered(request, member, cursor, done=done, refused=refused, follows=follows)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def undo_decisions(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Take back what the named activities did: their proposals wait again."""
    named = ids(request.POST.getlist("activity"), what="activity")
    cursor = checked(member.project, request.POST.get("back", ""))
    rows = Proposal.objects.of(member.project).filter(activity__in=named)
    follows = rows.values_list("id", flat=True).first()
    _, done, refused = undo_named(member, request.POST, timezone.now())
    return _answered(request, member, cursor, done=done, refused=refused, follows=follows)


def _answered(
    request: HttpRequest,
    member: Member,
    cursor: str,
    *,
    done: Sequence[IssueActivity],
    refused: Sequence[str],
    follows: UUID | None,
) -> HttpResponseBase:
    """What waits still, with what was just done; by a redirect where that is all there is to
    say, so that reloading is safe."""
    if "HX-Request" not in request.headers and not refused:
        named = ",".join(str(activity.pk) for activity in done)
        address = proposals_url(member.project, cursor=cursor, done=named)
        return redirect(f"{address}#p-{follows}" if follows else address)
    said = Outcome.of(done, refused)
    context = list_context(project=member.project, cursor=cursor, said=said, follows=follows)
    return list_page(request, member.project, context, status=200 if done else 409)

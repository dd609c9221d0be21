"""What comes back after an act: the next issue, or what stood against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.issues.pages.outcome import Outcome
from triage.issues.pages.views import (
    detail_context,
    issue_url,
    page_of,
    queue_context,
    queue_url,
)
from triage.issues.queries import in_queue, next_in_queue, standing_issue
from triage.models import Issue, IssueActivity


@dataclass(frozen=True)
class Visit:
    """Who acts, from which queue."""

    request: HttpRequest
    member: Member
    filters: QueueFilters

    @classmethod
    def of(cls, request: HttpRequest, member: Member) -> Self:
        """FilterRefusedError for a queue that can't be."""
        filters = QueueFilters.read(QueryDict(request.POST.get("back", "")))
        return cls(request, member, filters)

    @property
    def on_issue_page(self) -> bool:
        return self.request.POST.get("place") == "issue"

    @property
    def by_htmx(self) -> bool:
        return "HX-Request" in self.request.headers

    def url(self, issue: Issue | None, **more: str) -> str:
        """The address of the queue with that issue chosen."""
        chosen = {"issue": issue.short_id} if issue else {}
        return queue_url(self.member.project, self.filters, **chosen, **more)


def advanced(
    visit: Visit, *, was: Issue, done: Sequence[IssueActivity], refused: Sequence[str] = ()
) -> HttpResponseBase:
    """After acts: the same issue while the queue still shows it and it was not handed on to
    somebody else, else the one that followed.

    `was` is the issue as it stood in the queue before.
    """
    filters, member = visit.filters, visit.member
    issue = standing_issue(done[0].issue)
    follows: Issue | None = issue
    stays = not _handed_on(done, member) and in_queue(issue=issue, filters=filters, member=member)
    if not visit.on_issue_page and not stays:
        follows = next_in_queue(filters=filters, member=member, was=was)
    if refused:
        return shown(visit, follows, Outcome.of(done, refused))
    return went_to(visit, follows, done)


def _handed_on(done: Sequence[IssueActivity], member: Member) -> bool:
    """Whether somebody else is to work on what was last assigned."""
    last = done[-1]
    return last.verb == "assigned" and last.issue.assignee_id != member.pk


def went_to(visit: Visit, issue: Issue | None, done: Sequence[IssueActivity]) -> HttpResponseBase:
    """An issue with what was just done; without htmx by a redirect, so that reloading is safe."""
    if visit.by_htmx:
        return shown(visit, issue, Outcome.of(done))
    named = ",".join(str(activity.pk) for activity in done)
    if issue and visit.on_issue_page:
        return redirect(issue_url(issue, done=named))
    return redirect(visit.url(issue, done=named))


def shown(
    visit: Visit, issue: Issue | None, outcome: Outcome, *, status: int = 200
) -> HttpResponseBase:
    """The page that the act came from, with an outcome; `issue` None shows the first."""
    if issue and visit.on_issue_page:
        context = detail_context(member=visit.member, issue=issue, now=timezone.now())
        context |= {"place": "issue", "outcome": outcome}
        return page_of(visit.request, "triage/issue.html", context, status=status)
    context = queue_context(
        member=visit.member, filters=visit.filters, chosen=issue, outcome=outcome
    )
    if not visit.by_htmx:
        return page_of(visit.request, "triage/queue.html", context, status=status)
    response = page_of(visit.request, "triage/_work.html", context, status=status)
    response["HX-Push-Url"] = visit.url(issue)
    return response

"""What comes back after an act: the next issue, or what stood against it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.issues.pages.addresses import issue_url, queue_url
from triage.issues.pages.against import Against
from triage.issues.pages.news import here_context
from triage.issues.pages.outcome import Outcome
from triage.issues.pages.views import detail_context, page_of, queue_context
from triage.issues.presence import held_by_others
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
    visit: Visit,
    *,
    was: Issue,
    done: Sequence[IssueActivity],
    refused: Sequence[str] = (),
    stood: Against | None = None,
) -> HttpResponseBase:
    """After acts: the same issue while the queue still shows it and it was not handed on to
    somebody else, else the one that followed and that nobody else works on.

    `was` is the issue as it stood in the queue before; `stood`, how to do what was refused.
    """
    filters, member = visit.filters, visit.member
    issue = standing_issue(done[0].issue)
    stays = not _handed_on(done, member) and in_queue(issue=issue, filters=filters, member=member)
    on = visit.on_issue_page or stays
    follows, passed = (issue, "") if on else _next(visit, was)
    outcome = replace(Outcome.of(done, refused), passed=passed, against=stood)
    return shown(visit, follows, outcome) if refused else went_to(visit, follows, outcome)


MOST_PASSED = 20


def _next(visit: Visit, was: Issue) -> tuple[Issue | None, str]:
    """The issue after the place of `was` that no other holds, and whom that passes over, in words.

    Where others hold all that is left, the first of those after all.
    """
    held = held_by_others(member=visit.member, now=timezone.now())
    passed: list[Issue] = []
    while len(passed) < MOST_PASSED:
        issue = next_in_queue(filters=visit.filters, member=visit.member, was=was, gone=passed)
        if issue is None or issue.number not in held:
            break
        passed.append(issue)
    else:
        issue = None
    if not passed:
        return issue, ""
    if issue is None:
        return passed[0], "Others work on all that is left"
    names = ", ".join(f"{one.short_id} ({held[one.number].name})" for one in passed)
    return issue, f"Passed over what others work on: {names}"


def _handed_on(done: Sequence[IssueActivity], member: Member) -> bool:
    """Whether somebody else is to work on what was last assigned."""
    last = done[-1]
    return last.verb == "assigned" and last.issue.assignee_id != member.pk


def went_to(visit: Visit, issue: Issue | None, outcome: Outcome) -> HttpResponseBase:
    """An issue with what was just done; without htmx by a redirect, so that reloading is safe."""
    if visit.by_htmx:
        return shown(visit, issue, outcome)
    named = ",".join(str(pk) for pk in outcome.activities)
    if issue and visit.on_issue_page:
        return redirect(issue_url(issue, done=named))
    return redirect(visit.url(issue, done=named))


def shown(
    visit: Visit, issue: Issue | None, outcome: Outcome, *, status: int = 200
) -> HttpResponseBase:
    """The page that the act came from, with an outcome; `issue` None shows the first."""
    if issue and visit.on_issue_page:
        now = timezone.now()
        context = detail_context(member=visit.member, issue=issue, now=now)
        context |= here_context(visit.member, issue, now)
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
